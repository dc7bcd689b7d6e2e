import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeTombstones } from '../../src/commands/purges/purge-tombstones.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import {
  type AccountKey,
  type TransactionWrite,
  writeTransactions,
} from '../../src/store/transactions/transaction-writes.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import {
  createAccount,
  createActiveConnection,
  createEntityRow,
  planRemoval,
  planWrite,
} from '../support/records/ledger.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

type Page = Schemas['TransactionSyncPage'];

let system: RunningSystem;
let tenant: Tenant;
let account: AccountKey;
let client: Caller;

beforeAll(async () => {
  system = await startSystem({ worker: false });
});
afterAll(() => system.stop());

beforeEach(async () => {
  const { commands } = system.installation;
  const organization = await system.createOrganization();
  client = organization.test;
  tenant = { organizationId: organization.id, environment: 'test' };
  const entityId = await createEntityRow(commands, organization.id);
  account = await createAccount(commands, tenant, await createActiveConnection(commands, { ...tenant, entityId }));
});

async function write(...writes: readonly TransactionWrite[]): Promise<void> {
  await system.installation.sql.begin((db) => writeTransactions(db, tenant, writes));
}

async function add(): Promise<{ id: string; revision: number }> {
  const { commands } = system.installation;
  const change = planWrite(commands, account);
  await write(change);
  return change;
}

async function remove(known: { id: string; revision: number }): Promise<void> {
  await write(planRemoval(system.installation.commands, account, known));
}

const pass = (days: number) => client.get('advanceSandboxClock', { body: { days } });
const purge = () => purgeTombstones(system.installation.commands, tenant);
const sync = (query: Record<string, string | number>) => client.get<Page>('syncTransactions', { query });

/** Applies pages to a set of ids, as a client does. */
function apply(ids: Set<string>, page: Page): Set<string> {
  for (const event of page.events)
    if (event.type === 'removed') ids.delete(event.transactionId);
    else ids.add(event.transaction.id);
  return ids;
}

describe('the purge of tombstones', () => {
  it('keeps a tombstone for as long as a cursor from before the removal is valid', async () => {
    const row = await add();
    const { nextCursor } = await sync({});
    await purge();
    await remove(row);
    await pass(89);
    expect(await purge()).toBe(0);
    const page = await sync({ cursor: nextCursor });
    expect(page.events).toMatchObject([{ type: 'removed', transactionId: row.id }]);
  });

  it('forgets what was removed before every valid cursor, and nothing that is live', async () => {
    const [gone, live] = [await add(), await add()];
    await remove(gone);
    await purge();
    await pass(92);
    expect(await purge()).toBe(1);
    const page = await sync({ from: 'beginning' });
    expect(page.events).toMatchObject([{ type: 'added', transaction: { id: live.id } }]);
    expect(await purge()).toBe(0);
  });

  it('goes by the clock of the database, not by that of the process that purges', async () => {
    const row = await add();
    const { nextCursor } = await sync({});
    await remove(row);
    await purge();
    const ahead = { ...system.installation.commands, now: async () => instantFromMs(Date.now() + 100 * 86_400_000) };
    expect(await purgeTombstones(ahead, tenant)).toBe(0);
    expect((await sync({ cursor: nextCursor })).events).toMatchObject([{ type: 'removed', transactionId: row.id }]);
  });

  it('goes by when a change could be seen and not by the time that its writer gave it', async () => {
    const row = await add();
    const late = planRemoval(system.installation.commands, account, row);
    await purge();
    await pass(200);
    const { nextCursor } = await sync({});
    // Decided before time passed, committed after it.
    await write(late);
    await purge();
    const page = await sync({ cursor: nextCursor });
    expect(page.events).toMatchObject([{ type: 'removed', transactionId: row.id }]);
  });

  it('loses no removal for a client whose catch-up takes longer than a cursor lives', async () => {
    const [first] = [await add(), await add(), await add()];
    const one = await sync({ from: 'beginning', limit: 1 });
    const mirror = apply(new Set(), one);
    await pass(1);
    await remove(first);
    await purge();
    await pass(88);
    const two = await sync({ cursor: one.nextCursor, limit: 1 });
    apply(mirror, two);
    await pass(10);
    expect(await purge()).toBe(1);
    // This cursor was answered ten days ago, but its client holds the row whose removal has been forgotten.
    expect([...mirror]).toContain(first.id);
    const refusal = await client.refusal('syncTransactions', { query: { cursor: two.nextCursor } });
    expect(refusal.code).toBe('cursor_expired');
  });
});
