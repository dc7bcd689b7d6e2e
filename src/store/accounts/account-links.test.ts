import { beforeEach, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageConnection, stageDatabase } from '../../../test/support/database/stages.ts';
import { createAccount, createActiveConnection, createEntityRow } from '../../../test/support/records/ledger.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { findConnection } from '../connections/connections.ts';
import { insertSuggestions, listSuggestions, supersedeOlderAccounts } from '../suggestions.ts';
import type { AccountKey } from '../transactions/transaction-writes.ts';
import { attachAccount, listLinkableAccounts } from './account-links.ts';
import { findAccount, findAccountByAlias, updateAccountProof } from './accounts.ts';

const database = stageDatabase();
const stage = stageConnection(database);
let left: AccountKey;

beforeEach(async () => {
  left = await createAccount(stage.parts, stage.tenant, await createActiveConnection(stage.parts, stage.tenant));
});

const revoke = (id: string) => database.sql`update connections set status = 'revoked' where id = ${id}`;
async function linkable(id: string): Promise<string[]> {
  const connection = await findConnection(database.sql, stage.tenant, id);
  if (connection === null) throw new Error('there is no such connection');
  return (await listLinkableAccounts(database.sql, stage.tenant, connection)).map((account) => account.id);
}

it('only accounts that a revoked connection of the same entity to the same institution left behind can be taken over', async () => {
  const own = await createAccount(stage.parts, stage.tenant, stage.connectionId);
  const elsewhere = await createActiveConnection(stage.parts, stage.tenant, 'other-bank');
  const another = { ...stage.tenant, entityId: await createEntityRow(stage.parts, stage.tenant.organizationId) };
  const foreign = await createActiveConnection(stage.parts, another);
  for (const id of [elsewhere, foreign]) await createAccount(stage.parts, stage.tenant, id);
  expect(await linkable(stage.connectionId)).toEqual([own.accountId]);
  for (const id of [elsewhere, foreign, left.connectionId]) await revoke(id);
  expect((await linkable(stage.connectionId)).sort()).toEqual([left.accountId, own.accountId].sort());
});

it('an account that is taken over has the new name on the new connection, and only one connection takes it', async () => {
  const key = { ...left, connectionId: stage.connectionId };
  const from = { alias: '000999/USD', fromConnectionId: left.connectionId };
  expect(await attachAccount(database.sql, key, from)).toBe(true);
  expect(await findAccount(database.sql, stage.tenant, left.accountId)).toMatchObject({
    connectionId: stage.connectionId,
  });
  expect(await findAccountByAlias(database.sql, stage.tenant, stage.connectionId, '000999/USD')).toMatchObject({
    id: left.accountId,
  });
  const third = { ...left, connectionId: await createActiveConnection(stage.parts, stage.tenant) };
  expect(await attachAccount(database.sql, third, from)).toBe(false);
  expect(await findAccountByAlias(database.sql, stage.tenant, third.connectionId, '000999/USD')).toBeNull();
});

it('a suggestion about two accounts is overtaken when the bank lists both, and not when it lists the newer one alone', async () => {
  const newer = await createAccount(stage.parts, stage.tenant, stage.connectionId);
  const at = instantFromMs(stage.parts.nowMs());
  const pair = {
    olderId: left.accountId,
    newerId: newer.accountId,
    accountId: newer.accountId,
    connectionId: stage.connectionId,
  };
  const suggestion = {
    ...pair,
    id: stage.parts.newId(),
    kind: 'account',
    reasons: ['fewCommonRows'],
    createdAt: at,
  } as const;
  await insertSuggestions(database.sql, stage.tenant, [suggestion]);
  const statuses = async () => {
    const filter = { accountId: null, connectionId: null, kind: 'account', status: null } as const;
    const rows = await listSuggestions(database.sql, stage.tenant, filter, { limit: 10, after: null });
    return rows.map(({ status }) => status);
  };
  await supersedeOlderAccounts(database.sql, stage.tenant.organizationId, [newer.accountId], at);
  expect(await statuses()).toEqual(['open']);
  // An account that only files have told of may be the one that the bank lists.
  await supersedeOlderAccounts(database.sql, stage.tenant.organizationId, [left.accountId], at);
  expect(await statuses()).toEqual(['open']);
  const unproven = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null } as const;
  await updateAccountProof(database.sql, stage.tenant, newer.accountId, {
    ...unproven,
    readThrough: november(5),
  });
  await supersedeOlderAccounts(database.sql, stage.tenant.organizationId, [left.accountId], at);
  expect(await statuses()).toEqual(['superseded']);
});
