import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { createAccount, createActiveConnection, createEntityRow, createTenant } from '../../../test/support/ledger.ts';
import { november } from '../../../test/support/rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { findConnection } from '../connections/connections.ts';
import { insertSuggestions, listSuggestions, supersedeOlderAccounts } from '../suggestions.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { AccountKey } from '../transactions/transaction-writes.ts';
import { attachAccount, listLinkableAccounts } from './account-links.ts';
import { findAccount, findAccountByAlias, updateAccountProof } from './accounts.ts';

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let left: AccountKey;
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
  left = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
  connectionId = await createActiveConnection(parts, tenant);
});

const revoke = (id: string) => database.sql`update connections set status = 'revoked' where id = ${id}`;
async function linkable(id: string): Promise<string[]> {
  const connection = await findConnection(database.sql, tenant, id);
  if (connection === null) throw new Error('there is no such connection');
  return (await listLinkableAccounts(database.sql, tenant, connection)).map((account) => account.id);
}

it('only accounts that a revoked connection of the same entity to the same institution left behind can be taken over', async () => {
  const own = await createAccount(parts, tenant, connectionId);
  const elsewhere = await createActiveConnection(parts, tenant, 'other-bank');
  const another = { ...tenant, entityId: await createEntityRow(parts, tenant.organizationId) };
  const foreign = await createActiveConnection(parts, another);
  for (const id of [elsewhere, foreign]) await createAccount(parts, tenant, id);
  expect(await linkable(connectionId)).toEqual([own.accountId]);
  for (const id of [elsewhere, foreign, left.connectionId]) await revoke(id);
  expect((await linkable(connectionId)).sort()).toEqual([left.accountId, own.accountId].sort());
});

it('an account that is taken over has the new name on the new connection, and only one connection takes it', async () => {
  const key = { ...left, connectionId };
  const from = { alias: '000999/USD', fromConnectionId: left.connectionId };
  expect(await attachAccount(database.sql, key, from)).toBe(true);
  expect(await findAccount(database.sql, tenant, left.accountId)).toMatchObject({ connectionId });
  expect(await findAccountByAlias(database.sql, tenant, connectionId, '000999/USD')).toMatchObject({
    id: left.accountId,
  });
  const third = { ...left, connectionId: await createActiveConnection(parts, tenant) };
  expect(await attachAccount(database.sql, third, from)).toBe(false);
  expect(await findAccountByAlias(database.sql, tenant, third.connectionId, '000999/USD')).toBeNull();
});

it('a suggestion about two accounts is overtaken when the bank lists both, and not when it lists the newer one alone', async () => {
  const newer = await createAccount(parts, tenant, connectionId);
  const at = instantFromMs(parts.nowMs());
  const pair = { olderId: left.accountId, newerId: newer.accountId, accountId: newer.accountId, connectionId };
  const suggestion = {
    ...pair,
    id: parts.newId(),
    kind: 'account',
    reasons: ['fewCommonRows'],
    createdAt: at,
  } as const;
  await insertSuggestions(database.sql, tenant, [suggestion]);
  const statuses = async () => {
    const filter = { accountId: null, connectionId: null, kind: 'account', status: null } as const;
    const rows = await listSuggestions(database.sql, tenant, filter, { limit: 10, after: null });
    return rows.map(({ status }) => status);
  };
  await supersedeOlderAccounts(database.sql, tenant.organizationId, [newer.accountId], at);
  expect(await statuses()).toEqual(['open']);
  // An account that only files have told of may be the one that the bank lists.
  await supersedeOlderAccounts(database.sql, tenant.organizationId, [left.accountId], at);
  expect(await statuses()).toEqual(['open']);
  const unproven = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null } as const;
  await updateAccountProof(database.sql, tenant, newer.accountId, unproven, november(5));
  await supersedeOlderAccounts(database.sql, tenant.organizationId, [left.accountId], at);
  expect(await statuses()).toEqual(['superseded']);
});
