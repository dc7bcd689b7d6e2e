import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeTombstones } from '../../src/commands/purges/purge-tombstones.ts';
import { openDatabase } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { november } from '../support/banks/rows.ts';
import { fileForm } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { holdTransaction, untilQueued } from '../support/database/held-transaction.ts';
import { refuseCommit, refuseWrite, WRITES_OF_A_RUN } from '../support/database/refused-writes.ts';
import { startWorkerProcess } from '../support/processes/worker-process.ts';
import type { StreamFilter } from '../support/stream/stream-model.ts';
import {
  accountOf,
  applyPage,
  byId,
  type Event,
  subjectOf,
  type Transaction,
  told,
  type WrittenRow,
  WrittenStream,
} from '../support/stream/written-stream.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { readTail } from './tail-reader.ts';

// The laws of the change stream, each by its shortest proof against the running product. Longer ones stand elsewhere:
// the model (test/api/stream-model.test.ts), the bank (stream-syncs.test.ts) and the many processes (proofs/prove).
let system: RunningSystem;
let stream: WrittenStream;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());
beforeEach(async () => {
  stream = await WrittenStream.open(system);
});

const refusalOf = async (query: Readonly<Record<string, string | number>>, caller: Caller = stream.caller) =>
  (await caller.refusal('syncTransactions', { query })).code;

describe('law 1: one order', () => {
  it('holds every change of an organization’s environment; a filter takes a part of it and keeps the order', async () => {
    const [one, sibling, other] = stream.accounts;
    // Dates run against the order of the commits, so that no other order could pass for it.
    const rows: WrittenRow[] = [];
    for (const [index, account] of [one, other, sibling, one, other, sibling, one].entries())
      rows.push(await stream.add(account, { postedDate: november(20 - index) }));
    const [first, second, third] = rows;
    if (first === undefined || second === undefined || third === undefined) throw new Error('seven rows were added');
    await stream.commit(stream.planRemoval(second), stream.planChange(third), stream.planAdd(other));
    await stream.change(first);
    const whole = await stream.read(null);
    expect(whole.map(subjectOf).slice(-4)).toEqual([second.id, third.id, expect.any(String), first.id]);
    expect(new Set(whole.map(subjectOf)).size).toBe(whole.length);
    const parts: readonly [StreamFilter, (event: Event) => boolean][] = [
      [{ accountId: one.accountId }, (event) => accountOf(event) === one.accountId],
      [{ connectionId: one.connectionId }, (event) => accountOf(event) !== other.accountId],
      [{ connectionId: other.connectionId }, (event) => accountOf(event) === other.accountId],
      [{ accountId: other.accountId, connectionId: one.connectionId }, () => false],
    ];
    for (const [filter, belongs] of parts)
      for (const limit of [1, 3, 500]) expect(await stream.read(null, limit, filter)).toEqual(whole.filter(belongs));
    expect((await stream.page({ from: 'beginning' }, stream.live)).events).toEqual([]);
  });
});

describe('law 2: commit order is cursor order', () => {
  it('a writer that began before others and commits after them is met by readers that have passed the others', async () => {
    const slow = await holdTransaction(system.database.sql);
    const early = stream.planAdd();
    const late = await stream.add();
    const start = await stream.page({ from: 'beginning' });
    expect(told(start.events)).toEqual([`added ${late.id}`]);
    await slow.step((db) => stream.write(db, early));
    await slow.commit();
    expect(told(await stream.read(start.nextCursor))).toEqual([`added ${early.id}`]);
  });

  it('writers queue at the head and pass in the order of their commits; one that is rolled back leaves no trace', async () => {
    const { sql } = system.database;
    const cursor = await stream.head();
    const [failed, next, last] = [stream.planAdd(), stream.planAdd(), stream.planAdd()];
    const holder = await holdTransaction(sql);
    await holder.step((db) => stream.write(db, failed));
    const behind = stream.commit(next);
    await untilQueued(sql, 1);
    // Nothing is told that is not committed, and nothing is skipped for it.
    expect((await stream.page({ cursor })).events).toEqual([]);
    const meanwhile = (await stream.page({ cursor })).nextCursor;
    await holder.rollBack();
    await behind;
    await stream.commit(last);
    for (const from of [cursor, meanwhile])
      expect(told(await stream.read(from, 1))).toEqual([`added ${next.id}`, `added ${last.id}`]);
  });

  it('many writers, in several processes and connections, hide no change from any reader', async () => {
    const settings = {
      DATABASE_URL: system.database.url,
      CAUSEWAY_DATA_DIR: system.dataDir,
      CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
      CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
    };
    const workers = [await startWorkerProcess(settings), await startWorkerProcess(settings)];
    let quiet = false;
    const readers = [1, 4, 500].map((limit) => readTail(stream, limit, () => quiet));
    try {
      const uploads = Array.from({ length: 4 }, (_, index) => uploadFiles(`https://writer-${index}.example`, 3));
      const writers = stream.accounts.map((account, seed) => writeOften(account, seed + 1));
      await Promise.all([...uploads, ...writers]);
    } finally {
      quiet = true;
      for (const worker of workers) await worker.end('SIGKILL');
    }
    const whole = await stream.read(null);
    const latest = new Set(whole.map(({ eventId }) => eventId));
    expect(whole.length).toBeGreaterThan(100);
    for (const { seen, mirror } of await Promise.all(readers)) {
      const ids = seen.map(({ eventId }) => eventId);
      expect(new Set(ids).size).toBe(ids.length);
      // What is the latest now was told once, and in the order in which it stands.
      expect(ids.filter((id) => latest.has(id))).toEqual(whole.map(({ eventId }) => eventId));
      expect(new Map(mirror)).toEqual(byId(await stream.list()));
    }
  });

  /** Files for a connection of its own, one after the other; the commits are those of the workers. */
  async function uploadFiles(portalUrl: string, count: number): Promise<void> {
    const path = { connectionId: await openFileConnection(portalUrl) };
    for (let index = 0; index < count; index += 1) {
      const form = fileForm(statement({ rows: 10 + index }));
      expect(await stream.caller.get('uploadConnectionFile', { path, form })).toMatchObject({ status: 'succeeded' });
    }
  }

  /** Commits of an account through a connection to the database that belongs to this writer alone. */
  async function writeOften(account: WrittenStream['accounts'][number], seed: number): Promise<void> {
    const { url } = system.database;
    const sql = openDatabase({ url, maxConnections: 1, applicationName: 'test writer', log: silentLog });
    try {
      let known: WrittenRow[] = [];
      for (let commit = 0; commit < 30; commit += 1) {
        const added = Array.from({ length: 1 + ((commit * seed) % 4) }, () => stream.planAdd(account));
        const changed = known.slice(0, 1).map((row) => stream.planChange(row, { amount: `-${commit + 1}.00` }));
        const removed = known.slice(1, 2).map((row) => stream.planRemoval(row));
        await sql.begin((db) => stream.write(db, ...added, ...changed, ...removed));
        known = [...known.slice(2), ...added, ...changed];
      }
    } finally {
      await sql.end({ timeout: 5 });
    }
  }
});

describe('law 3: no cursor means the head', () => {
  it('the first call gives the head, and nothing that changes while history is paged is missed', async () => {
    const rows = [];
    for (let count = 0; count < 6; count += 1) rows.push(await stream.add());
    const [oldest, second, third] = rows;
    if (oldest === undefined || second === undefined || third === undefined) throw new Error('six rows were added');
    const first = await stream.page();
    expect(first).toMatchObject({ events: [], nextCursor: expect.stringMatching(/^sc_/), hasMore: false });
    const mirror = new Map<string, Transaction>();
    // Between any two pages of the list: a row is new, another changes, a third goes.
    const changes = [() => stream.add(), () => stream.change(second), () => stream.remove(third)];
    for (let cursor: string | null = '', page = 0; cursor !== null; page += 1) {
      const query: Record<string, string | number> = { limit: 2, ...(cursor === '' ? {} : { cursor }) };
      const list: Schemas['TransactionList'] = await stream.caller.get('listTransactions', { query });
      for (const row of list.data) mirror.set(row.id, row as Transaction); // Without `fields` it is whole.
      cursor = list.pagination.nextCursor;
      await changes[page]?.();
    }
    applyPage(mirror, await stream.read(first.nextCursor, 2));
    expect(mirror).toEqual(byId(await stream.list()));
    expect((await stream.page({ from: 'beginning', limit: 1 })).events.map(subjectOf)).toEqual([oldest.id]);
  });
});

describe('law 4: compacted, not a log', () => {
  it('a transaction comes once after a cursor, in its latest state; read again, the cursor gives what follows it then', async () => {
    const cursor = await stream.head();
    const [often, once] = [await stream.add(), await stream.add()];
    const last = await stream.change(await stream.change(often, { amount: '-7.00' }), { amount: '-8.00' });
    const page = await stream.page({ cursor });
    expect(told(page.events)).toEqual([`added ${once.id}`, `added ${often.id}`]);
    expect(page.events[1]).toMatchObject({ transaction: { amount: '-8.00' } });
    // The page was not a log entry: its first row has moved to the end and does not come in its old state again.
    await stream.change(once, { amount: '-9.00' });
    await stream.remove(last);
    const again = await stream.page({ cursor });
    expect(told(again.events)).toEqual([`added ${once.id}`, `removed ${often.id}`]);
    expect(again.events[0]).toMatchObject({ transaction: { amount: '-9.00' } });
  });
});

describe('law 5: type is relative to where the catch-up began', () => {
  it('a row added in one page’s range and changed in a later one’s comes as added, not as modified', async () => {
    const cursor = await stream.head();
    const rows = [await stream.add(), await stream.add(), await stream.add()] as const;
    const page = await stream.page({ cursor, limit: 1 });
    expect(told(page.events)).toEqual([`added ${rows[0].id}`]);
    // The second row lay before this change, which no page has shown the client: it cannot know the row.
    await stream.change(rows[1]);
    expect(told(await stream.read(page.nextCursor, 1))).toEqual([`added ${rows[2].id}`, `added ${rows[1].id}`]);
  });

  it('known at its beginning: modified; gone since: removed, also what came and went since', async () => {
    const [known, gone] = [await stream.add(), await stream.add()];
    const cursor = await stream.head();
    await stream.change(known);
    await stream.remove(gone);
    const passing = await stream.add();
    await stream.remove(passing);
    const fresh = await stream.add();
    for (const limit of [1, 2, 500])
      expect(told(await stream.read(cursor, limit))).toEqual([
        `modified ${known.id}`,
        `removed ${gone.id}`,
        `removed ${passing.id}`,
        `added ${fresh.id}`,
      ]);
  });

  it('the beginning stays through the pages between, and moves with the last one', async () => {
    const cursor = await stream.head();
    const row = await stream.add();
    await stream.add();
    const page = await stream.page({ cursor, limit: 1 });
    // Told on this page and changed while the client goes on: it comes once more, still as added.
    await stream.change(row);
    const rest = await stream.page({ cursor: page.nextCursor });
    expect(rest).toMatchObject({ hasMore: false });
    expect(told(rest.events).at(-1)).toBe(`added ${row.id}`);
    await stream.change({ ...row, revision: 2 });
    expect(told(await stream.read(rest.nextCursor))).toEqual([`modified ${row.id}`]);
  });
});

describe('law 6: stable pages', () => {
  it('what changes while a client pages moves to the tail and is met there; no page is repeated or skipped', async () => {
    const rows: WrittenRow[] = [];
    for (let count = 0; count < 8; count += 1) rows.push(await stream.add());
    const shown: string[] = [];
    let page = await stream.page({ from: 'beginning', limit: 2 });
    for (const [index, row] of rows.entries()) {
      shown.push(...page.events.map(subjectOf));
      if (!page.hasMore) break;
      // One that was shown, then one that was not.
      if (index === 0) await stream.change(row);
      if (index === 1) await stream.change(rows[6] ?? row);
      page = await stream.page({ cursor: page.nextCursor, limit: 2 });
    }
    const order = [0, 1, 2, 3, 4, 5, 7, 0, 6].map((index) => rows[index]?.id);
    expect(shown).toEqual(order);
  });
});

describe('law 7: cursors are opaque, authenticated lower bounds', () => {
  it('fit the stream they were issued for, whatever limit and fields, and no other', async () => {
    const [one, , other] = stream.accounts;
    for (const account of [one, other, one]) await stream.add(account);
    const stranger = await WrittenStream.open(system);
    const filters: readonly Record<string, string>[] = [
      {},
      { accountId: one.accountId },
      { connectionId: one.connectionId },
      { accountId: one.accountId, connectionId: one.connectionId },
      { accountId: other.accountId },
    ];
    for (const filter of filters) {
      const { nextCursor: cursor } = await stream.page({ ...filter, from: 'beginning', limit: 1 });
      expect(cursor).not.toContain(stream.organizationId);
      const whole = await stream.page({ ...filter, cursor });
      const sparse = await stream.page({ ...filter, cursor, limit: 500, fields: 'amount' });
      expect(sparse.events.map(subjectOf)).toEqual(whole.events.map(subjectOf));
      for (const another of filters)
        if (another !== filter) expect(await refusalOf({ ...another, cursor })).toBe('invalid_cursor');
      expect(await refusalOf({ ...filter, cursor }, stream.live)).toBe('invalid_cursor');
      expect(await refusalOf({ ...filter, cursor }, stranger.caller)).toBe('invalid_cursor');
      expect(await refusalOf({ ...filter, cursor: `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}` })).toBe(
        'invalid_cursor',
      );
    }
  });

  it('live for 90 days from where their catch-up began, and tombstones outlive them', async () => {
    const { commands } = system.installation;
    const tenant = { organizationId: stream.organizationId, environment: 'test' as const };
    const pass = (days: number) => stream.caller.get('advanceSandboxClock', { body: { days } });
    const [gone, other] = [await stream.add(), await stream.add()];
    const cursor = await stream.head();
    await purgeTombstones(commands, tenant);
    await stream.commit(stream.planRemoval(gone), stream.planChange(other));
    await pass(89);
    await purgeTombstones(commands, tenant);
    const page = await stream.page({ cursor, limit: 1 });
    expect(told(page.events)).toEqual([`removed ${gone.id}`]);
    await pass(2);
    // The page was handed out two days ago, but what its client knows is as old as the cursor that it began with.
    for (const old of [cursor, page.nextCursor]) expect(await refusalOf({ cursor: old })).toBe('cursor_expired');
  });
});

describe('law 8: only visible change counts', () => {
  it('rows that are read again and show nothing new write nothing and move nothing', async () => {
    const path = { connectionId: await openFileConnection('https://again.example') };
    const upload = (content: string) =>
      stream.caller.get<Schemas['SyncRun']>('uploadConnectionFile', { path, form: fileForm(content) });
    expect(await upload(statement({ rows: 3 }))).toMatchObject({ outcome: 'changed', counts: { added: 3 } });
    const cursor = await stream.head();
    const before = await stream.list();
    const [head] = await headOf();
    const versions = () => system.database.sql`select id, xmin::text as version from transactions
      where organization_id = ${stream.organizationId} order by id`;
    const stored = await versions();
    // The same rows in other bytes: the bank has written the file anew.
    expect(await upload(statement({ rows: 3, made: '0700' }))).toMatchObject({ outcome: 'unchanged' });
    expect(await stream.list()).toEqual(before);
    expect(await versions()).toEqual(stored);
    expect(await headOf()).toEqual([head]);
    expect(await stream.page({ cursor })).toMatchObject({ events: [], hasMore: false });
    // One more row moves that row and no other.
    expect(await upload(statement({ rows: 4 }))).toMatchObject({ outcome: 'changed', counts: { added: 1 } });
    expect(await stream.read(cursor)).toHaveLength(1);
    expect((await stream.list()).filter(({ id }) => before.some((row) => row.id === id))).toEqual(before);
  });

  const headOf = () => system.database.sql`select head from stream_heads
    where organization_id = ${stream.organizationId} and environment = 'test'`;
});

describe('law 9: atomic', () => {
  /**
   * All that a client can see of a run's commit, and the outbox. A second announcement within a second is noted and made when that
   * second is over, so it counts from when it is noted.
   */
  const look = async () => ({
    transactions: await stream.list(),
    accounts: await stream.caller.all('listAccounts'),
    balances: await stream.caller.all('listBalances'),
    stream: await stream.read(null),
    outbox: await system.database.sql`select type, data from events where organization_id = ${stream.organizationId}
      and type not like 'connection.%' and type <> 'transactions.sync_available' order by id`,
    announced: await system.database.sql`
      select data ->> 'syncRunId' as run from events
      where organization_id = ${stream.organizationId} and type = 'transactions.sync_available'
      union select sync_run_id::text from connection_signals where organization_id = ${stream.organizationId}
      order by run`,
  });

  it('refused at any of its writes, or at the very commit, a run leaves nothing; let through, it leaves everything', async () => {
    const path = { connectionId: await openFileConnection('https://refused.example') };
    const { sql } = system.database;
    const refused: string[] = [];
    let stored = 0;
    let uploads = 0;
    /** Uploads what is stored and two rows more. */
    const attempt = async (what: string) => {
      const before = await look();
      uploads += 1;
      const form = fileForm(statement({ rows: stored + 2, made: String(uploads).padStart(4, '0') }));
      const run = await stream.caller.get<Schemas['SyncRun']>('uploadConnectionFile', { path, form });
      if (run.status === 'failed') {
        refused.push(what);
        expect(run).toMatchObject({ error: { code: 'internal' }, counts: { added: 0, modified: 0, removed: 0 } });
        expect(await look()).toEqual(before);
        return;
      }
      stored += 2;
      expect(run).toMatchObject({ status: 'succeeded', counts: { added: 2 } });
      const after = await look();
      expect([after.transactions.length, after.stream.length]).toEqual([stored, stored]);
      expect(after.balances).not.toEqual(before.balances);
      expect(after.outbox.length).toBeGreaterThan(before.outbox.length);
      expect(after.announced).toContainEqual({ run: run.id });
    };
    // On an empty connection, and again when there is something that a broken commit could spoil.
    for (const round of ['first', 'second']) {
      for (const write of WRITES_OF_A_RUN) {
        const allow = await refuseWrite(sql, write);
        await attempt(write.what).finally(allow);
      }
      const allow = await refuseCommit(sql);
      await attempt('the commit').finally(allow);
      await attempt(`nothing in the ${round} round`);
    }
    expect(new Set(refused)).toEqual(new Set([...WRITES_OF_A_RUN.map(({ what }) => what), 'the commit']));
  });

  it('is seen whole or not at all: while a run’s commit waits for the head, everything is as it was', async () => {
    const path = { connectionId: await openFileConnection('https://waiting.example') };
    const before = await look();
    const holder = await holdTransaction(system.database.sql);
    await holder.step((db) => db`select from stream_heads where organization_id = ${stream.organizationId} for update`);
    const form = fileForm(statement({ rows: 3 }));
    const answer = stream.caller.get<Schemas['SyncRun']>('uploadConnectionFile', { path, form });
    await untilQueued(system.database.sql, 1);
    expect(await look()).toEqual(before);
    await holder.commit();
    expect(await answer).toMatchObject({ status: 'succeeded', counts: { added: 3 } });
    expect((await look()).transactions).toHaveLength(3);
  });
});

describe('law 10: convergent', () => {
  /** What a client and the writers do, chosen by numbers that are cut to what there is. */
  const anyStep = fc.oneof(
    fc.record({
      do: fc.constant('write' as const),
      adds: fc.nat(3),
      changes: fc.nat(2),
      removals: fc.nat(2),
      pick: fc.nat(),
    }),
    fc.record({
      do: fc.constant('read' as const),
      limit: fc.constantFrom(1, 2, 3, 7, 500),
      crash: fc.constantFrom('never' as const, 'never' as const, 'beforeApplying' as const, 'beforeSaving' as const),
    }),
    fc.record({ do: fc.constant('repeat' as const), from: fc.nat(), limit: fc.constantFrom(1, 2, 500) }),
  );

  it('a client that crashes anywhere, repeats any page and uses any page size ends with the server’s set and content', async () => {
    const property = fc.asyncProperty(
      fc.array(anyStep, { minLength: 15, maxLength: 40 }),
      fc.constantFrom('all' as const, 'account' as const, 'connection' as const),
      async (steps, kind) => {
        const own = await WrittenStream.open(system);
        const [{ accountId, connectionId }] = own.accounts;
        const filter = kind === 'all' ? {} : kind === 'account' ? { accountId } : { connectionId };
        const mirror = new Map<string, Transaction>();
        const saved: string[] = [await own.head(filter)];
        let living: WrittenRow[] = [];
        const read = async (cursor: string, limit: number, crash: 'never' | 'beforeApplying' | 'beforeSaving') => {
          const page = await own.page({ ...filter, cursor, limit });
          if (crash !== 'beforeApplying') applyPage(mirror, page.events);
          if (crash === 'never') saved.push(page.nextCursor);
          return page.hasMore;
        };
        for (const step of steps) {
          if (step.do === 'write') {
            const added = Array.from({ length: step.adds }, (_, index) =>
              own.planAdd(own.accounts[(step.pick + index) % 3]),
            );
            const turn = step.pick % Math.max(living.length, 1);
            const turned = [...living.slice(turn), ...living.slice(0, turn)];
            const changed = turned
              .slice(0, step.changes)
              .map((row) => own.planChange(row, { amount: `-${step.pick % 10_000}.00` }));
            const removed = turned.slice(step.changes, step.changes + step.removals).map((row) => own.planRemoval(row));
            await own.commit(...removed, ...added, ...changed);
            living = [...turned.slice(step.changes + step.removals), ...added, ...changed];
          } else if (step.do === 'read') await read(saved.at(-1) ?? '', step.limit, step.crash);
          // A client that has lost its latest cursors and goes on from an older one.
          else await read(saved[step.from % saved.length] ?? '', step.limit, 'never');
        }
        while (await read(saved.at(-1) ?? '', 2, 'never'));
        expect(mirror).toEqual(byId(await own.list(filter)));
      },
    );
    await fc.assert(property, { seed: 20_261_121, numRuns: 12 });
  });
});

/** A connection that takes files. */
async function openFileConnection(portalUrl: string): Promise<string> {
  const body = { entityId: await defaultEntityOf(stream.caller), portalUrl };
  return (await stream.caller.get<Schemas['SetupConnection']>('createConnection', { body })).id;
}

/** A BAI2 file of one account with a closing balance. `made` is the time of day at which the bank wrote it. */
function statement({ rows, made = '0600' }: { readonly rows: number; readonly made?: string }): string {
  const entries = Array.from({ length: rows }, (_, index) => `16,451,${100 + index},0,,,PURCHASE ${index}/`);
  return [
    `01,BANK,CLIENT,261121,${made},1,80,1,2/`,
    '02,CLIENT,BANK,1,261120,2359,USD,2/',
    `03,000123454410,USD,015,${10_000 * rows},,/`,
    ...entries,
    `49,0,${entries.length + 2}/`,
    `98,0,1,${entries.length + 4}/`,
    `99,0,1,${entries.length + 6}/`,
    '',
  ].join('\n');
}
