import { afterAll, beforeAll, expect, it } from 'vitest';
import { untilBlockedBy } from '../../../test/support/database/held-transaction.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/test-database.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/records/ledger.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { readStream } from './transaction-stream.ts';
import { type AccountKey, writeTransactions } from './transaction-writes.ts';

const WRITERS = 6;
const COMMITS = 25;
const POLLERS = 3;

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: WRITERS + POLLERS + 2 });
  parts = createCommandParts(database.sql);
});
afterAll(() => database.drop());

async function createAccounts(count: number) {
  const tenant = await createTenant(parts);
  const connectionId = await createActiveConnection(parts, tenant);
  const accounts: AccountKey[] = [];
  for (let index = 0; index < count; index += 1) accounts.push(await createAccount(parts, tenant, connectionId));
  return { tenant, accounts };
}

/** A client: applies pages in order from its cursor until it has read as far as `until` says. Fails on anything twice. */
async function poll(tenant: Tenant, limit: number, until: () => bigint | null): Promise<Map<string, string>> {
  const mirror = new Map<string, string>();
  let position = 0n;
  for (;;) {
    const end = until();
    const page = await readStream(database.sql, tenant, { position, limit, accountId: null, connectionId: null });
    for (const row of page.rows) {
      if (row.lastPosition <= position) throw new Error(`position ${row.lastPosition} came after ${position}`);
      position = row.lastPosition;
      if (row.removedReason === null) mirror.set(row.id, row.body);
      else mirror.delete(row.id);
    }
    // The head of the page's own snapshot: a client that got fewer rows than it asked for goes on from there.
    if (page.rows.length < limit) position = page.head;
    if (end !== null && position >= end) return mirror;
  }
}

it('many writers of one organization at once hide nothing from the clients that poll meanwhile', async () => {
  const { tenant, accounts } = await createAccounts(WRITERS);
  let end: bigint | null = null;
  const pollers = Array.from({ length: POLLERS }, (_, index) => poll(tenant, 1 + index * 7, () => end));
  const work = accounts.map(async (account, writer) => {
    const live: { id: string; revision: number }[] = [];
    let count = 0;
    for (let commit = 0; commit < COMMITS; commit += 1) {
      const added = Array.from({ length: 1 + ((commit + writer) % 4) }, () => planWrite(parts, account));
      const [changed] = live.splice(0, commit % 2);
      const modified = changed === undefined ? [] : [planWrite(parts, account, { amount: `-${commit}.00` }, changed)];
      const [dropped] = live.splice(0, commit % 3 === 0 ? 1 : 0);
      const removed = dropped === undefined ? [] : [planRemoval(parts, account, dropped)];
      const writes = [...added, ...modified, ...removed];
      await database.sql.begin(async (db) => {
        // Work before the head is taken, of another length in each writer.
        await db`select count(*) from generate_series(1, ${writer * 2000})`;
        await writeTransactions(db, tenant, writes);
        // And after it, while the head is held.
        await db`select count(*) from generate_series(1, ${((writer + commit) % 3) * 1000})`;
      });
      live.push(...added, ...modified);
      count += writes.length;
    }
    return count;
  });
  const written = (await Promise.all(work)).reduce((sum, count) => sum + count, 0);
  end = BigInt(written);
  const mirrors = await Promise.all(pollers);
  const rows = await database.sql<{ id: string; body: string }[]>`select id, body from transactions
    where organization_id = ${tenant.organizationId} and removed_at is null`;
  const truth = new Map(rows.map(({ id, body }) => [id, body]));
  expect(truth.size).toBeGreaterThan(WRITERS * COMMITS);
  for (const mirror of mirrors) expect(mirror).toEqual(truth);
});

it('a writer that began long ago and takes the head late stands behind those that were faster', async () => {
  const { tenant, accounts } = await createAccounts(2);
  const [slowAccount, fastAccount] = accounts;
  if (slowAccount === undefined || fastAccount === undefined) throw new Error('two accounts expected');
  const began = Promise.withResolvers<void>();
  const mayWrite = Promise.withResolvers<void>();
  const slowWrite = planWrite(parts, slowAccount);
  const slow = database.sql.begin(async (db) => {
    await db`select now()`;
    began.resolve();
    await mayWrite.promise;
    await writeTransactions(db, tenant, [slowWrite]);
  });
  await began.promise;
  const fastWrite = planWrite(parts, fastAccount);
  await database.sql.begin((db) => writeTransactions(db, tenant, [fastWrite]));
  const request = { position: 0n, limit: 10, accountId: null, connectionId: null };
  const before = await readStream(database.sql, tenant, request);
  expect(before.rows.map(({ id }) => id)).toEqual([fastWrite.id]);
  mayWrite.resolve();
  await slow;
  const after = await readStream(database.sql, tenant, { ...request, position: before.head });
  expect(after.rows.map(({ id }) => id)).toEqual([slowWrite.id]);
});

it('a writer that holds the head makes the next one wait and readers not', async () => {
  const { tenant, accounts } = await createAccounts(2);
  const [firstAccount, secondAccount] = accounts;
  if (firstAccount === undefined || secondAccount === undefined) throw new Error('two accounts expected');
  const [firstWrite, secondWrite] = [planWrite(parts, firstAccount), planWrite(parts, secondAccount)];
  const taken = Promise.withResolvers<number>();
  const mayCommit = Promise.withResolvers<void>();
  const first = database.sql.begin(async (db) => {
    await writeTransactions(db, tenant, [firstWrite]);
    const [backend] = await db<{ pid: number }[]>`select pg_backend_pid() as pid`;
    taken.resolve(backend?.pid ?? 0);
    await mayCommit.promise;
  });
  const holder = await taken.promise;
  const second = database.sql.begin((db) => writeTransactions(db, tenant, [secondWrite]));
  await untilBlockedBy(database.sql, holder);
  const request = { position: 0n, limit: 10, accountId: null, connectionId: null };
  expect(await readStream(database.sql, tenant, request)).toEqual({ head: 0n, rows: [] });
  mayCommit.resolve();
  await Promise.all([first, second]);
  const { rows, head } = await readStream(database.sql, tenant, request);
  expect(head).toBe(2n);
  expect(rows.map(({ id }) => id)).toEqual([firstWrite.id, secondWrite.id]);
});

it('two organizations, and the two environments of one, do not wait for each other', async () => {
  const { tenant, accounts } = await createAccounts(1);
  const other = await createAccounts(1);
  const [account] = accounts;
  const [otherAccount] = other.accounts;
  if (account === undefined || otherAccount === undefined) throw new Error('two accounts expected');
  await database.sql.begin(async (db) => {
    await writeTransactions(db, tenant, [planWrite(parts, account)]);
    // Were they to wait, this would never return, and the bound ends it.
    const live = { ...tenant, environment: 'live' as const };
    for (const [place, key] of [
      [other.tenant, otherAccount],
      [live, { ...account, ...live }],
    ] as const) {
      await database.sql.begin(async (beside) => {
        await beside`set local lock_timeout = '5s'`;
        await writeTransactions(beside, place, [planWrite(parts, key)]);
      });
    }
  });
});
