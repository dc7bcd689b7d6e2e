import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { ACCOUNT_DETAILS, createAccount, createActiveConnection, createTenant } from '../../../test/support/ledger.ts';
import { november } from '../../../test/support/rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { AccountKey } from '../transactions/transaction-writes.ts';
import {
  findAccount,
  findAccountByAlias,
  listAccounts,
  listAccountsOfConnection,
  updateAccountDetails,
  updateAccountProof,
} from './accounts.ts';

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let account: AccountKey;

beforeAll(async () => {
  database = await createTestDatabase();
  parts = createCommandParts(database.sql);
});
afterAll(() => database.drop());
beforeEach(async () => {
  tenant = await createTenant(parts);
  account = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
});

const get = () => findAccount(database.sql, tenant, account.accountId);

it('knows an account by its alias on its own connection only', async () => {
  const alias = `${account.accountId}/USD`;
  const other = await createActiveConnection(parts, tenant);
  const find = (connectionId: string, place: Tenant = tenant) =>
    findAccountByAlias(database.sql, place, connectionId, alias);
  expect(await find(account.connectionId)).toMatchObject({
    ...ACCOUNT_DETAILS,
    id: account.accountId,
    proofState: 'unproven',
  });
  expect(await find(other)).toBeNull();
  expect(await find(account.connectionId, { ...tenant, environment: 'live' })).toBeNull();
});

it('takes what a source says, but no balance that is older than the stored one', async () => {
  const say = (asOf: string, ledger: string) =>
    updateAccountDetails(
      database.sql,
      tenant,
      account.accountId,
      { ...ACCOUNT_DETAILS, name: asOf },
      {
        ledger,
        available: null,
        asOf,
      },
    );
  await say('2026-11-20T06:00:00.000Z', '100.00');
  await say('2026-11-19T06:00:00.000Z', '90.00');
  expect(await get()).toMatchObject({ name: '2026-11-19T06:00:00.000Z', ledgerBalance: '100.00' });
  await say('2026-11-20T06:00:00.000Z', '101.00');
  expect(await get()).toMatchObject({ ledgerBalance: '101.00', balanceAsOf: '2026-11-20T06:00:00.000Z' });
  await updateAccountDetails(database.sql, tenant, account.accountId, ACCOUNT_DETAILS, null);
  expect(await get()).toMatchObject({ ledgerBalance: '101.00', name: 'Operating' });
});

it('keeps the proof, and the day up to which it was read never goes back', async () => {
  const broken = { state: 'broken', provenThrough: november(2), brokenFrom: november(3), difference: '-4.99' } as const;
  await updateAccountProof(database.sql, tenant, account.accountId, broken, november(20));
  expect(await get()).toMatchObject({
    proofState: 'broken',
    provenThrough: '2026-11-02',
    brokenFrom: '2026-11-03',
    difference: '-4.99',
    readThrough: '2026-11-20',
  });
  const unproven = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null } as const;
  await updateAccountProof(database.sql, tenant, account.accountId, unproven, november(10));
  expect(await get()).toMatchObject({ proofState: 'unproven', brokenFrom: null, readThrough: '2026-11-20' });
  await updateAccountProof(database.sql, tenant, account.accountId, unproven, null);
  expect(await get()).toMatchObject({ readThrough: '2026-11-20' });
});

it('lists accounts newest first, filtered and paged, and those of a connection oldest first', async () => {
  const second = await createAccount(parts, tenant, account.connectionId);
  const third = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
  await updateAccountDetails(
    database.sql,
    tenant,
    third.accountId,
    { ...ACCOUNT_DETAILS, type: 'savings', status: 'closed' },
    null,
  );
  const all = { connectionId: null, type: null, currency: null, status: null };
  const list = async (filter: Partial<Parameters<typeof listAccounts>[2]>, limit = 10, after: string | null = null) =>
    (
      await listAccounts(
        database.sql,
        tenant,
        { ...all, ...filter },
        { limit, after: after === null ? null : { id: after } },
      )
    ).map(({ id }) => id);
  expect(await list({})).toEqual([third.accountId, second.accountId, account.accountId]);
  expect(await list({}, 1, third.accountId)).toEqual([second.accountId]);
  expect(await list({ connectionId: account.connectionId })).toEqual([second.accountId, account.accountId]);
  expect(await list({ type: 'savings' })).toEqual([third.accountId]);
  expect(await list({ status: 'open' })).toEqual([second.accountId, account.accountId]);
  expect(await list({ currency: 'EUR' })).toEqual([]);
  const ofConnection = await listAccountsOfConnection(database.sql, tenant, account.connectionId);
  expect(ofConnection.map(({ id }) => id)).toEqual([account.accountId, second.accountId]);
});
