import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Schemas } from '../support/caller.ts';
import { advanceDays, type DemoBankId, type DemoConnection, openDemoConnection } from '../support/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/running-system.ts';

type Event = Schemas['TransactionSyncEvent'];
type Transaction = Schemas['Transaction'];

const DAYS = 30;

/** A client's mirror, kept by the rules of the contract alone. */
class Mirror {
  readonly rows = new Map<string, Transaction>();
  readonly seen: Event[] = [];
  cursor: string;

  constructor(cursor: string) {
    this.cursor = cursor;
  }

  async catchUp(caller: Caller, limit: number): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
        query: { cursor: this.cursor, limit },
      });
      for (const event of page.events) this.apply(event);
      this.cursor = page.nextCursor;
      hasMore = page.hasMore;
    }
  }

  private apply(event: Event): void {
    this.seen.push(event);
    if (event.type === 'removed') this.rows.delete(event.transactionId);
    else this.rows.set(event.transaction.id, event.transaction as Transaction); // Without `fields` it is whole.
  }
}

/** The bank's own form of its export, as far as it is compared. */
interface BankBooks {
  readonly accounts: readonly { id: string; number: string; ledgerBalance: string }[];
}
interface BankPage {
  readonly pages: number;
  readonly rows: readonly {
    status: string;
    bookingDate: string | null;
    amount: string;
    currency: string;
    text: string;
  }[];
}

/** What the bank itself shows of an account at its present moment. */
async function askBank(system: RunningSystem, bank: DemoBankId, connection: DemoConnection, virtualTime: string) {
  const base = `${system.bankUrl}/${bank}/export`;
  const headers = { 'content-type': 'application/json', 'causeway-virtual-time': virtualTime };
  const { companyId, username, password } = connection;
  const session = await fetch(`${base}/sessions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ companyId, username, password }),
  });
  const { token } = (await session.json()) as { token: string }; // As its export documents.
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(base + path, { headers: { ...headers, authorization: `Bearer ${token}` } });
    return (await answer.json()) as T; // As its export documents.
  };
  const { accounts } = await get<BankBooks>('/accounts');
  const books = new Map<string, { ledger: string; rows: BankPage['rows'] }>();
  for (const account of accounts) {
    const rows: BankPage['rows'][number][] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const answer = await get<BankPage>(
        `/accounts/${account.id}/transactions?from=2020-01-01&to=2099-01-01&page=${page}`,
      );
      rows.push(...answer.rows);
      pages = answer.pages;
    }
    books.set(account.number, { ledger: account.ledgerBalance, rows });
  }
  return books;
}

const keyOf = (row: { status: string; date: string | null; amount: string; currency: string; text: string }) =>
  [row.status, row.date, Number(row.amount).toFixed(2), row.currency, row.text].join('|');

describe.each<DemoBankId>(['harbor', 'ridgeline'])('%s over thirty days', (bank) => {
  let system: RunningSystem;
  let caller: Caller;
  let connection: DemoConnection;
  let mirror: Mirror;
  let now: string;

  beforeAll(async () => {
    system = await startSystem();
    caller = (await system.createOrganization()).test;
    const head = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions');
    expect(head).toMatchObject({ events: [], hasMore: false });
    mirror = new Mirror(head.nextCursor);
    connection = await openDemoConnection(caller, system.bankUrl, bank);
    await mirror.catchUp(caller, 50);
    for (let day = 1; day <= DAYS; day += 1) {
      const runs = await advanceDays(caller, 1, connection.id);
      expect(runs.map(({ status, trigger }) => [status, trigger])).toEqual([['succeeded', 'schedule']]);
      // Some days are skipped, so that changes pile up, and pages are small, so that they come in parts.
      if (day % 3 !== 0) await mirror.catchUp(caller, day % 2 === 0 ? 1 : 7);
    }
    await mirror.catchUp(caller, 500);
    now = (await caller.get<Schemas['SandboxClock']>('getSandboxClock')).now;
  }, 120_000);

  afterAll(() => system?.stop());

  it('shows new, changed and removed transactions in the stream', () => {
    const types = new Set(mirror.seen.map(({ type }) => type));
    expect([...types].sort()).toEqual(bank === 'harbor' ? ['added', 'modified', 'removed'] : ['added', 'removed']);
    const reasons = new Set(mirror.seen.flatMap((event) => (event.type === 'removed' ? [event.reason] : [])));
    expect(reasons).toContain('pendingExpired');
  });

  it('leaves a mirror that equals the list', async () => {
    const listed = await caller.all<Transaction>('listTransactions');
    expect(new Map(listed.map((row) => [row.id, row]))).toEqual(mirror.rows);
  });

  it('leaves a mirror that equals what the bank shows, row for row', async () => {
    const books = await askBank(system, bank, connection, now);
    const accounts = await caller.all<Schemas['Account']>('listAccounts');
    expect(accounts.map(({ accountNumber }) => accountNumber).sort()).toEqual([...books.keys()].sort());
    for (const { id, accountNumber } of accounts) {
      const shown = books.get(accountNumber ?? '')?.rows ?? [];
      const ours = [...mirror.rows.values()].filter(({ accountId }) => accountId === id);
      // What the bank has since dropped from its pages is history that the mirror keeps; nothing is older than that here.
      expect(ours.map((row) => keyOf({ ...row, date: row.postedDate, text: row.description })).sort()).toEqual(
        shown.map((row) => keyOf({ ...row, date: row.bookingDate })).sort(),
      );
    }
  });

  it('proves every balance', async () => {
    const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', {
      path: { connectionId: connection.id },
    });
    expect(health.accounts.map(({ balanceProof }) => balanceProof)).toEqual(health.accounts.map(() => 'proven'));
    expect(health).toMatchObject({ consecutiveFailures: 0, lastError: null });
  });

  it('carries every daily balance over the rows of the day', async () => {
    for (const { id, currentBalance } of await caller.all<Schemas['Account']>('listAccounts')) {
      const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: id } });
      expect(days.length).toBeGreaterThan(DAYS);
      for (const [index, day] of days.entries()) {
        const before = days[index + 1];
        const cents = (text: string) => Math.round(Number(text) * 100);
        if (before !== undefined)
          expect(cents(day.ledgerBalance)).toBe(cents(before.ledgerBalance) + cents(day.postedTransactionDelta));
      }
      expect(days[0]?.ledgerBalance).toBe(currentBalance);
    }
  });

  if (bank === 'harbor') {
    it('keeps the id of a pending row that posts, as one modification', () => {
      const pendingIds = new Set(
        mirror.seen.flatMap((event) =>
          event.type === 'added' && event.transaction.status === 'pending' ? [event.transaction.id] : [],
        ),
      );
      const posted = mirror.seen.filter((event) => event.type === 'modified' && event.transaction.status === 'posted');
      expect(posted.length).toBeGreaterThan(0);
      const modifiedIds = posted.map((event) => (event.type === 'removed' ? '' : event.transaction.id));
      expect(new Set(modifiedIds).size).toBe(modifiedIds.length);
      expect(modifiedIds.some((id) => pendingIds.has(id))).toBe(true);
    });
  }
});
