import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountKey,
  type TransactionWrite,
  writeTransactions,
} from '../../src/store/transactions/transaction-writes.ts';
import { november } from '../support/banks/rows.ts';
import type { Caller, CallInput, Schemas } from '../support/calls/caller.ts';
import {
  createAccount,
  createActiveConnection,
  createEntityRow,
  planRemoval,
  planWrite,
} from '../support/records/ledger.ts';
import { type ModelPlace, type StreamFilter, StreamModel, summarise } from '../support/stream/stream-model.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

type Page = Schemas['TransactionSyncPage'];
type Transaction = Schemas['Transaction'];

let system: RunningSystem;

beforeAll(async () => {
  system = await startSystem({ worker: false });
});
afterAll(() => system?.stop());

/** Numbers that a seed repeats: each call gives one from 0 to `below`, which it leaves out. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One client: its mirror, the cursor that it has saved, and where the model knows it to stand. */
interface Reader {
  readonly filter: StreamFilter;
  readonly mirror: Map<string, Transaction>;
  cursor: string;
  place: ModelPlace;
}

class World {
  readonly model = new StreamModel();
  readonly #dice: (below: number) => number;
  readonly #caller: Caller;
  readonly accounts: readonly AccountKey[];
  readonly #revisions = new Map<string, { readonly account: AccountKey; revision: number }>();

  constructor(caller: Caller, accounts: readonly AccountKey[], dice: (below: number) => number) {
    this.#caller = caller;
    this.accounts = accounts;
    this.#dice = dice;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.#dice(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  chance(percent: number): boolean {
    return this.#dice(100) < percent;
  }

  /** One commit of a few changes in any accounts, each transaction once, as a run or a deletion would write them. */
  async commit(): Promise<void> {
    const { commands } = system.installation;
    const writes: TransactionWrite[] = [];
    const touched = new Set<string>();
    for (let count = 1 + this.#dice(4); count > 0; count -= 1) {
      const living = this.model.living().filter((id) => !touched.has(id));
      const content = { amount: `-${1 + this.#dice(9_999)}.00`, postedDate: november(1 + this.#dice(28)) };
      if (living.length === 0 || this.chance(45)) {
        const account = this.pick(this.accounts);
        const write = planWrite(commands, account, content);
        writes.push(write);
        touched.add(write.id);
        this.#revisions.set(write.id, { account, revision: 1 });
        continue;
      }
      const id = this.pick(living);
      touched.add(id);
      const known = this.#revisions.get(id);
      if (known === undefined) throw new Error(`nothing is known of ${id}`);
      const row = { id, revision: known.revision };
      writes.push(
        this.chance(40) ? planRemoval(commands, known.account, row) : planWrite(commands, known.account, content, row),
      );
      known.revision += 1;
    }
    const [tenant] = this.accounts;
    if (tenant === undefined) throw new Error('a world has accounts');
    await system.database.sql.begin((db) => writeTransactions(db, tenant, writes));
    for (const write of writes)
      if (write.type === 'added') this.model.add(write.id, write.account);
      else this.model.change(write.id, write.type === 'removed');
  }

  async startReader(filter: StreamFilter, fromBeginning: boolean): Promise<Reader> {
    const reader: Reader = { filter, mirror: new Map(), cursor: '', place: { position: 0, since: 0 } };
    if (fromBeginning) {
      await this.read(reader, 3, { ...filter, from: 'beginning' });
      return reader;
    }
    const head = await this.#caller.get<Page>('syncTransactions', { query: { ...filter } });
    expect(head).toMatchObject({ events: [], hasMore: false });
    reader.cursor = head.nextCursor;
    reader.place = { position: this.model.head, since: this.model.head };
    await this.#readHistory(reader);
    return reader;
  }

  /** History in small pages of a list that does not stand still meanwhile. */
  async #readHistory(reader: Reader): Promise<void> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query: CallInput['query'] = { ...reader.filter, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page: Schemas['TransactionList'] = await this.#caller.get('listTransactions', { query });
      for (const row of page.data) reader.mirror.set(row.id, row as Transaction); // Without `fields` it is whole.
      cursor = page.pagination.nextCursor;
      if (this.chance(50)) await this.commit();
    }
  }

  /** One page, held against the model; now and then it is applied twice, or forgotten before the cursor is saved. */
  async read(reader: Reader, limit: number, from?: CallInput['query']): Promise<boolean> {
    const query = { ...(from ?? { ...reader.filter, cursor: reader.cursor }), limit };
    const page = await this.#caller.get<Page>('syncTransactions', { query });
    const expected = this.model.page(reader.place, limit, reader.filter);
    expect(page.events.map(summarise)).toEqual(expected.events);
    expect(page.hasMore).toBe(expected.hasMore);
    const repeats = this.chance(20) ? 2 : 1;
    for (let time = 0; time < repeats; time += 1) for (const event of page.events) apply(reader.mirror, event);
    // A crash before the cursor is saved: the page has been applied, and what follows it comes again.
    if (from === undefined && this.chance(15)) return true;
    reader.cursor = page.nextCursor;
    reader.place = expected.next;
    return page.hasMore;
  }

  async expectEqualToServer(reader: Reader): Promise<void> {
    while (await this.read(reader, this.pick([1, 5, 500])));
    while (reader.place.position < this.model.head) await this.read(reader, 500);
    const query = { ...reader.filter };
    const rows = await this.#caller.all<Transaction>('listTransactions', { query });
    expect(new Map(rows.map((row) => [row.id, row]))).toEqual(new Map(reader.mirror));
  }
}

function apply(mirror: Map<string, Transaction>, event: Schemas['TransactionSyncEvent']): void {
  if (event.type === 'removed') mirror.delete(event.transactionId);
  else mirror.set(event.transaction.id, event.transaction as Transaction); // Without `fields` it is whole.
}

async function openWorld(seed: number): Promise<World> {
  const { commands } = system.installation;
  const organization = await system.createOrganization();
  const entityId = await createEntityRow(commands, organization.id);
  const tenant = { organizationId: organization.id, environment: 'test' as const, entityId };
  const connections = [await createActiveConnection(commands, tenant), await createActiveConnection(commands, tenant)];
  const accounts: AccountKey[] = [];
  for (const connectionId of [connections[0], connections[0], connections[1]])
    accounts.push(await createAccount(commands, tenant, connectionId ?? ''));
  return new World(organization.test, accounts, createDice(seed));
}

describe('the stream behaves as its model', () => {
  it.each([1, 2, 3])('for readers of all kinds beside a writer (seed %i)', async (seed) => {
    const world = await openWorld(seed);
    const [one, , other] = world.accounts;
    const filters: readonly StreamFilter[] = [
      {},
      { accountId: one?.accountId ?? '' },
      { connectionId: one?.connectionId ?? '' },
      { accountId: other?.accountId ?? '', connectionId: other?.connectionId ?? '' },
      // Nothing is in both.
      { accountId: other?.accountId ?? '', connectionId: one?.connectionId ?? '' },
    ];
    for (let count = 0; count < 5; count += 1) await world.commit();
    const readers: Reader[] = [];
    for (const filter of filters) readers.push(await world.startReader(filter, world.chance(50)));
    readers.push(await world.startReader({}, true), await world.startReader({}, false));
    for (let step = 0; step < 120; step += 1) {
      if (world.chance(35)) await world.commit();
      else await world.read(world.pick(readers), world.pick([1, 1, 2, 3, 7, 500]));
    }
    for (const reader of readers) await world.expectEqualToServer(reader);
  });
});
