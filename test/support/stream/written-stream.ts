import type { ObservedRow } from '../../../src/domain/observation.ts';
import type { Db } from '../../../src/infra/database.ts';
import {
  type AccountKey,
  type TransactionWrite,
  writeTransactions,
} from '../../../src/store/transactions/transaction-writes.ts';
import type { Caller, CallInput, Schemas } from '../calls/caller.ts';
import { createAccount, createActiveConnection, createEntityRow, planRemoval, planWrite } from '../records/ledger.ts';
import type { RunningSystem } from '../system/running-system.ts';
import { type StreamFilter, summarise } from './stream-model.ts';

export type Event = Schemas['TransactionSyncEvent'];
export type Page = Schemas['TransactionSyncPage'];
export type Transaction = Schemas['Transaction'];
export type Query = NonNullable<CallInput['query']>;

/** A transaction as the test that wrote it knows it. */
export interface WrittenRow {
  readonly id: string;
  readonly account: AccountKey;
  readonly revision: number;
}

/**
 * The stream of an organization that has no bank: a test writes its transactions as a commit would, and reads it over
 * HTTP as a client does. Two accounts belong to one connection and a third one to another.
 */
export class WrittenStream {
  readonly #system: RunningSystem;
  readonly organizationId: string;
  readonly caller: Caller;
  /** Of the same organization; its stream is another one. */
  readonly live: Caller;
  readonly accounts: readonly [AccountKey, AccountKey, AccountKey];

  private constructor(
    system: RunningSystem,
    callers: { readonly id: string; readonly test: Caller; readonly live: Caller },
    accounts: readonly [AccountKey, AccountKey, AccountKey],
  ) {
    this.#system = system;
    this.organizationId = callers.id;
    this.caller = callers.test;
    this.live = callers.live;
    this.accounts = accounts;
  }

  static async open(system: RunningSystem): Promise<WrittenStream> {
    const { commands } = system.installation;
    const organization = await system.createOrganization();
    const entityId = await createEntityRow(commands, organization.id);
    const tenant = { organizationId: organization.id, environment: 'test' as const, entityId };
    const [one, two] = [
      await createActiveConnection(commands, tenant),
      await createActiveConnection(commands, tenant),
    ] as const;
    return new WrittenStream(system, organization, [
      await createAccount(commands, tenant, one),
      await createAccount(commands, tenant, one),
      await createAccount(commands, tenant, two),
    ]);
  }

  planAdd(account: AccountKey = this.accounts[0], content: Partial<ObservedRow> = {}): TransactionWrite {
    return planWrite(this.#system.installation.commands, account, content);
  }

  planChange(row: WrittenRow, content: Partial<ObservedRow> = { amount: '-6.00' }): TransactionWrite {
    return planWrite(this.#system.installation.commands, row.account, content, row);
  }

  planRemoval(row: WrittenRow): TransactionWrite {
    return planRemoval(this.#system.installation.commands, row.account, row);
  }

  /** Writes in the transaction of the caller, who decides about its end. */
  write(db: Db, ...writes: readonly TransactionWrite[]): Promise<void> {
    return writeTransactions(db, this.accounts[0], writes);
  }

  /** One commit of all these changes, in their order. */
  async commit(...writes: readonly TransactionWrite[]): Promise<void> {
    await this.#system.database.sql.begin((db) => this.write(db, ...writes));
  }

  async add(account: AccountKey = this.accounts[0], content: Partial<ObservedRow> = {}): Promise<WrittenRow> {
    const write = this.planAdd(account, content);
    await this.commit(write);
    return write;
  }

  async change(row: WrittenRow, content?: Partial<ObservedRow>): Promise<WrittenRow> {
    const write = this.planChange(row, content);
    await this.commit(write);
    return write;
  }

  async remove(row: WrittenRow): Promise<void> {
    await this.commit(this.planRemoval(row));
  }

  page(query: Query = {}, caller: Caller = this.caller): Promise<Page> {
    return caller.get<Page>('syncTransactions', { query });
  }

  /** The cursor of a client that calls for the first time. */
  async head(filter: StreamFilter = {}): Promise<string> {
    return (await this.page({ ...filter })).nextCursor;
  }

  /** All that follows a cursor, or the whole stream without one, in pages of a size. */
  async read(cursor: string | null, limit = 500, filter: StreamFilter = {}): Promise<Event[]> {
    const events: Event[] = [];
    let place: Query = cursor === null ? { from: 'beginning' } : { cursor };
    for (let hasMore = true; hasMore; ) {
      const page = await this.page({ ...filter, ...place, limit });
      events.push(...page.events);
      place = { cursor: page.nextCursor };
      hasMore = page.hasMore;
    }
    return events;
  }

  list(query: Query = {}): Promise<Transaction[]> {
    return this.caller.all<Transaction>('listTransactions', { query });
  }
}

/** Events as `type id`. */
export const told = (events: readonly Event[]): string[] => events.map(summarise);

export const subjectOf = (event: Event): string =>
  event.type === 'removed' ? event.transactionId : event.transaction.id;

export const accountOf = (event: Event): string =>
  event.type === 'removed' ? event.accountId : event.transaction.accountId;

/** What a client does with a page before it saves the cursor. */
export function applyPage(mirror: Map<string, Transaction>, events: readonly Event[]): void {
  for (const event of events)
    if (event.type === 'removed') mirror.delete(event.transactionId);
    else mirror.set(event.transaction.id, event.transaction as Transaction); // Without `fields` it is whole.
}

export const byId = (rows: readonly Transaction[]): Map<string, Transaction> =>
  new Map(rows.map((row) => [row.id, row]));
