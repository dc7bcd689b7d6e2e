import { expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import { ACCOUNT_DETAILS, createAccount, createActiveConnection } from '../../../test/support/records/ledger.ts';
import type { BalanceProof } from '../../domain/balances/balance-proof.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Tenant } from '../tenants/tenant.ts';
import {
  findAccount,
  findAccountByAlias,
  listAccounts,
  listAccountsOfConnection,
  updateAccountDetails,
  updateAccountProof,
} from './accounts.ts';

const database = stageDatabase();
const stage = stageAccount(database);

const get = () => findAccount(database.sql, stage.tenant, stage.account.accountId);

it('knows an account by its alias on its own connection only', async () => {
  const alias = `${stage.account.accountId}/USD`;
  const other = await createActiveConnection(stage.parts, stage.tenant);
  const find = (connectionId: string, place: Tenant = stage.tenant) =>
    findAccountByAlias(database.sql, place, connectionId, alias);
  expect(await find(stage.account.connectionId)).toMatchObject({
    ...ACCOUNT_DETAILS,
    id: stage.account.accountId,
    proofState: 'unproven',
  });
  expect(await find(other)).toBeNull();
  expect(await find(stage.account.connectionId, { ...stage.tenant, environment: 'live' })).toBeNull();
});

it('takes what a source says, but no balance that is older than the stored one', async () => {
  const say = (asOf: string, ledger: string) =>
    updateAccountDetails(database.sql, stage.tenant, stage.account.accountId, {
      details: { ...ACCOUNT_DETAILS, name: asOf },
      currentBalances: { ledger, available: null, asOf },
    });
  await say('2026-11-20T06:00:00.000Z', '100.00');
  await say('2026-11-19T06:00:00.000Z', '90.00');
  expect(await get()).toMatchObject({ name: '2026-11-19T06:00:00.000Z', ledgerBalance: '100.00' });
  await say('2026-11-20T06:00:00.000Z', '101.00');
  expect(await get()).toMatchObject({ ledgerBalance: '101.00', balanceAsOf: '2026-11-20T06:00:00.000Z' });
  await updateAccountDetails(database.sql, stage.tenant, stage.account.accountId, {
    details: ACCOUNT_DETAILS,
    currentBalances: null,
  });
  expect(await get()).toMatchObject({ ledgerBalance: '101.00', name: 'Operating' });
});

it('keeps the proof, and the day up to which it was read never goes back', async () => {
  const broken = { state: 'broken', provenThrough: november(2), brokenFrom: november(3), difference: '-4.99' } as const;
  const note = (proof: BalanceProof, readThrough: CalendarDate | null) =>
    updateAccountProof(database.sql, stage.tenant, stage.account.accountId, { ...proof, readThrough });
  await note(broken, november(20));
  expect(await get()).toMatchObject({
    proofState: 'broken',
    provenThrough: '2026-11-02',
    brokenFrom: '2026-11-03',
    difference: '-4.99',
    readThrough: '2026-11-20',
  });
  const unproven = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null } as const;
  await note(unproven, november(10));
  expect(await get()).toMatchObject({ proofState: 'unproven', brokenFrom: null, readThrough: '2026-11-20' });
  await note(unproven, null);
  expect(await get()).toMatchObject({ readThrough: '2026-11-20' });
});

it('lists accounts newest first, filtered and paged, and those of a connection oldest first', async () => {
  const second = await createAccount(stage.parts, stage.tenant, stage.account.connectionId);
  const third = await createAccount(stage.parts, stage.tenant, await createActiveConnection(stage.parts, stage.tenant));
  await updateAccountDetails(database.sql, stage.tenant, third.accountId, {
    details: { ...ACCOUNT_DETAILS, type: 'savings', status: 'closed' },
    currentBalances: null,
  });
  const all = { connectionId: null, type: null, currency: null, status: null };
  const list = async (filter: Partial<Parameters<typeof listAccounts>[2]>, limit = 10, after: string | null = null) =>
    (
      await listAccounts(
        database.sql,
        stage.tenant,
        { ...all, ...filter },
        { limit, after: after === null ? null : { id: after } },
      )
    ).map(({ id }) => id);
  expect(await list({})).toEqual([third.accountId, second.accountId, stage.account.accountId]);
  expect(await list({}, 1, third.accountId)).toEqual([second.accountId]);
  expect(await list({ connectionId: stage.account.connectionId })).toEqual([second.accountId, stage.account.accountId]);
  expect(await list({ type: 'savings' })).toEqual([third.accountId]);
  expect(await list({ status: 'open' })).toEqual([second.accountId, stage.account.accountId]);
  expect(await list({ currency: 'EUR' })).toEqual([]);
  const ofConnection = await listAccountsOfConnection(database.sql, stage.tenant, stage.account.connectionId);
  expect(ofConnection.map(({ id }) => id)).toEqual([stage.account.accountId, second.accountId]);
});
