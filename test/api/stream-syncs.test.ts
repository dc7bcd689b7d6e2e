import { beforeAll, describe, expect, it } from 'vitest';
import { playScenario } from '../support/banks/bank-truth.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { summarise } from '../support/stream/stream-model.ts';
import { advanceDays, type DemoConnection, runWhenEnded } from '../support/system/onboarding.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { openQuietConnection, stageSystem } from '../support/system/system-stage.ts';

type Page = Schemas['TransactionSyncPage'];
type Transaction = Schemas['Transaction'];

// The bank, the worker and the clock are the real ones; only time is virtual.
const system = stageSystem();
let organization: TestOrganization;
let caller: Caller;
let connection: DemoConnection;

beforeAll(async () => {
  ({ organization, caller, connection } = await openQuietConnection(system));
});

const listAll = () => caller.all<Transaction>('listTransactions');
const headCursor = async () => (await caller.get<Page>('syncTransactions')).nextCursor;

async function readOn(cursor: string, limit: number): Promise<Schemas['TransactionSyncEvent'][]> {
  const events: Schemas['TransactionSyncEvent'][] = [];
  for (let place = cursor, hasMore = true; hasMore; ) {
    const page: Page = await caller.get('syncTransactions', { query: { cursor: place, limit } });
    events.push(...page.events);
    [place, hasMore] = [page.nextCursor, page.hasMore];
  }
  return events;
}

async function syncNow(): Promise<Schemas['SyncRun']> {
  const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', { path: { connectionId: connection.id } });
  const run = await runWhenEnded(caller, connection.id, id);
  expect(run.status).toBe('succeeded');
  return run;
}

/** Makes something happen at the bank that concerns one row, and reads it. */
async function happen(scenario: string): Promise<Schemas['SyncRun']> {
  await playScenario(system.bankUrl, connection.username, { scenario, count: 1 });
  return syncNow();
}

const newIds = (before: readonly Transaction[], after: readonly Transaction[]) =>
  after.map(({ id }) => id).filter((id) => !before.some((row) => row.id === id));

describe('a sync that finds nothing new', () => {
  it('moves nothing: no row, no update time, no position', async () => {
    const look = async () => ({
      rows: await listAll(),
      balances: await caller.all('listBalances'),
      heads: await system.database.sql`select * from stream_heads where organization_id = ${organization.id}`,
      revisions: await system.database.sql`select count(*) from transaction_revisions`,
      // Not even rewritten with what they held before.
      versions: await system.database.sql`select id, xmin::text as version from transactions order by id`,
    });
    // The second read has a shorter window than the first, so that the bank states the balance before it, too.
    await syncNow();
    // The bank's own business may fall between two reads; the clock of the sandbox hardly moves, so rarely twice.
    for (let tries = 0; ; tries += 1) {
      const before = await look();
      const cursor = await headCursor();
      const run = await syncNow();
      if (run.outcome === 'changed' && tries < 5) continue;
      expect(run).toMatchObject({ outcome: 'unchanged', counts: { added: 0, modified: 0, removed: 0 } });
      expect(await look()).toEqual(before);
      expect(await readOn(cursor, 500)).toEqual([]);
      return;
    }
  });
});

describe('what happens at the bank', () => {
  it('comes as one change of each kind, whatever the page size', async () => {
    const before = await listAll();
    const cursor = await headCursor();
    await happen('newTransactions');
    const [pending = ''] = newIds(before, await listAll());
    expect((await readOn(cursor, 1)).map(summarise)).toEqual([`added ${pending}`]);
    // The client has read on: from here the row is known.
    const later = await headCursor();
    const stale = (await caller.get<Transaction>('getTransaction', { path: { transactionId: pending } })).updatedAt;
    for (let tries = 0; tries < 50; tries += 1) {
      // The oldest open authorisation posts first, so ours posts at the latest when all have.
      await happen('pendingToPosted');
      const now = await caller.get<Transaction>('getTransaction', { path: { transactionId: pending } });
      if (now.status === 'posted') break;
    }
    const posted = await caller.get<Transaction>('getTransaction', { path: { transactionId: pending } });
    expect(posted).toMatchObject({ id: pending, status: 'posted' });
    expect(posted.postedDate).not.toBeNull();
    expect(posted.updatedAt > stale).toBe(true);
    const events = (await readOn(later, 1)).filter((event) => summarise(event).endsWith(pending));
    expect(events).toMatchObject([{ type: 'modified', transaction: posted }]);
    // For a client that has not read on since before it appeared, it is still new, and its latest state alone is told.
    const early = (await readOn(cursor, 500)).filter((event) => summarise(event).endsWith(pending));
    expect(early).toMatchObject([{ type: 'added', transaction: posted }]);
  });

  it('is told as removed, without exception, when a row came and went within one catch-up', async () => {
    const cursor = await headCursor();
    const before = await listAll();
    await happen('backdated');
    const [passing = ''] = newIds(before, await listAll());
    const run = await happen('removedByBank');
    // The balances have the sync read twice by itself, so that the row is gone after it.
    expect(run.counts.removed).toBe(1);
    const events = await readOn(cursor, 1);
    // It was added after the cursor and the client may never have heard of it; its removal is told all the same.
    expect(events).toMatchObject([
      {
        type: 'removed',
        transactionId: passing,
        connectionId: connection.id,
        reason: 'withdrawnByBank',
        replacedByTransactionId: null,
      },
    ]);
    expect((await caller.refusal('getTransaction', { path: { transactionId: passing } })).code).toBe('not_found');
    expect((await listAll()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it('lets no client miss anything that bootstraps while syncs go on', async () => {
    const mirror = new Map<string, Transaction>();
    let cursor = await headCursor();
    let next: string | null | undefined;
    while (next !== null) {
      const query: Record<string, string | number> = { limit: 60, ...(next === undefined ? {} : { cursor: next }) };
      const page: Schemas['TransactionList'] = await caller.get('listTransactions', { query });
      for (const row of page.data) mirror.set(row.id, row as Transaction); // Without `fields` it is whole.
      next = page.pagination.nextCursor;
      await happen('newTransactions');
    }
    await advanceDays(caller, 3, connection.id);
    for (let hasMore = true, limit = 1; hasMore; limit = limit === 1 ? 17 : 1) {
      const page: Page = await caller.get('syncTransactions', { query: { cursor, limit } });
      for (const event of page.events)
        if (event.type === 'removed') mirror.delete(event.transactionId);
        else mirror.set(event.transaction.id, event.transaction as Transaction); // Without `fields` it is whole.
      [cursor, hasMore] = [page.nextCursor, page.hasMore];
    }
    expect(mirror).toEqual(new Map((await listAll()).map((row) => [row.id, row])));
  });
});

describe('a cursor', () => {
  const refusalOf = async (query: Record<string, string | number>) =>
    (await caller.refusal('syncTransactions', { query })).code;

  it('is bound to its filters, and not to limit or fields', async () => {
    const [account, second] = await caller.all<Schemas['Account']>('listAccounts');
    const filters: readonly Record<string, string>[] = [
      {},
      { accountId: account?.id ?? '' },
      { accountId: second?.id ?? '' },
      { connectionId: connection.id },
      { accountId: account?.id ?? '', connectionId: connection.id },
      // The same text in another place is another filter.
      { accountId: connection.id },
    ];
    for (const issued of filters) {
      const { nextCursor: cursor } = await caller.get<Page>('syncTransactions', { query: issued });
      for (const asked of filters) {
        if (asked === issued)
          await caller.get('syncTransactions', { query: { ...asked, cursor, limit: 3, fields: 'amount' } });
        else expect(await refusalOf({ ...asked, cursor })).toBe('invalid_cursor');
      }
    }
  });

  it('takes ids in any case, as they mean the same', async () => {
    const { nextCursor: cursor } = await caller.get<Page>('syncTransactions', {
      query: { connectionId: connection.id },
    });
    const query = { connectionId: connection.id.toUpperCase(), cursor };
    await caller.get('syncTransactions', { query });
  });

  it('of a state that this server has not reached is refused, and not read as the present', async () => {
    const cursor = await headCursor();
    const { sql } = system.database;
    // As after a restore from an older backup.
    await sql`update stream_heads set head = head - 1 where organization_id = ${organization.id} and environment = 'test'`;
    expect(await refusalOf({ cursor })).toBe('invalid_cursor');
    await sql`update stream_heads set head = head + 1 where organization_id = ${organization.id} and environment = 'test'`;
    await caller.get('syncTransactions', { query: { cursor } });
  });

  it('that was altered anywhere, or is very long, is refused', async () => {
    const cursor = await headCursor();
    for (let index = 0; index < cursor.length; index += 5) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(await refusalOf({ cursor: cursor.slice(0, index) + other + cursor.slice(index + 1) })).toBe(
        'invalid_cursor',
      );
    }
    for (const bad of [
      '',
      ' ',
      'sc_',
      cursor.slice(0, -1),
      `${cursor}=`,
      `${cursor} `,
      'A'.repeat(4_096),
      `sc_${'A'.repeat(4_093)}`,
    ])
      expect(await refusalOf({ cursor: bad })).toBe('invalid_cursor');
  });

  it('lives for 90 days of virtual time, counted from where its catch-up began', async () => {
    const caughtUp = await headCursor();
    await advanceDays(caller, 60, connection.id);
    const page = await caller.get<Page>('syncTransactions', { query: { cursor: caughtUp, limit: 1 } });
    expect(page.hasMore).toBe(true);
    const fresh = await headCursor();
    await advanceDays(caller, 31, connection.id);
    for (const cursor of [caughtUp, page.nextCursor]) expect(await refusalOf({ cursor })).toBe('cursor_expired');
    await caller.get('syncTransactions', { query: { cursor: fresh } });
  });
});
