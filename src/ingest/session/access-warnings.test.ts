import { beforeEach, describe, expect, it } from 'vitest';
import { createRow } from '../../../test/support/banks/rows.ts';
import { createObservation } from '../../../test/support/banks/scripted-bank.ts';
import { assertMatchesSchema } from '../../../test/support/calls/assert-response.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { presentConnectionHealth } from '../../api/presenters/connection-health.ts';
import { revokeConnection } from '../../commands/connections/revoke-connection.ts';
import type { AccessNotice, AccountReading, SourceAccount } from '../../connectors/contract.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { eventIdOf } from '../../domain/values/id.ts';
import { listAccountsOfConnection } from '../../store/accounts/accounts.ts';
import { listWarnings } from '../../store/connections/connection-warnings.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { CHECKING, SAVINGS, stageRun } from '../testing/run-stage.ts';
import { findWarnings } from './access-warnings.ts';

const NO_RIGHT = faultOf('delegated_user_missing_permission');
const DAY_MS = 86_400_000;

const database = stageDatabase();
const stage = stageRun(database);
const { connection, accounts } = stage;

beforeEach(() => {
  stage.bank.accounts = [CHECKING, SAVINGS];
  stage.bank.observe = readWell;
});

function readWell(source: SourceAccount, window: SyncWindow): AccountReading {
  const rows = [createRow({ sourceId: source.accountNumber })];
  return { observation: createObservation(source, window, { rows }), evidenceId: null, fault: null };
}

const sync = async () => (await stage.sync()).run;

async function health() {
  const body = presentConnectionHealth(
    await connection(),
    await accounts(),
    await listWarnings(database.sql, stage.tenant.organizationId, stage.connectionId),
    {
      change: { changedAt: null, changedBy: null },
      delegatedUser: { firstName: '', lastName: '', address: '', mailDomain: null, hasPhoneNumbers: false },
    },
  );
  assertMatchesSchema('ConnectionHealth', body);
  return body;
}

async function accountId({ accountNumber }: SourceAccount) {
  return (await accounts()).find((account) => account.accountNumber === accountNumber)?.id ?? 'none';
}

/** What was announced, held to the contract. */
async function events(type: 'connection.expiring' | 'connection.warning') {
  const told = (await listEvents(database.sql, stage.tenant)).filter((event) => event.type === type);
  const schema = { 'connection.expiring': 'ConnectionExpiringEvent', 'connection.warning': 'ConnectionWarningEvent' };
  for (const event of told) assertMatchesSchema(schema[type], { ...event, id: eventIdOf(event.id) });
  return told;
}

async function codes() {
  return (await health()).warnings.map((warning) => [warning.code, warning.accountId]);
}

const passwordUntil = (on: string): AccessNotice => ({
  part: 'password',
  expiry: { on: calendarDate(on), isExact: true },
  renewedBy: 'endUser',
});

describe('a bank that announces the end of the password', () => {
  it('warns in the health, and by an event as the contract has it, once a distance', async () => {
    stage.bank.notices = [passwordUntil('2026-12-04')];
    await sync();
    expect((await health()).warnings).toEqual([
      {
        code: 'password_expiring',
        message: expect.stringContaining('expires on 2026-12-04. Change it at the bank'),
        accountId: null,
        since: '2026-11-20T06:00:00.000Z',
        expiresAt: '2026-12-04T00:00:00.000Z',
        actionRequiredBy: 'endUser',
      },
    ]);
    expect(await events('connection.expiring')).toMatchObject([
      {
        createdAt: '2026-11-20T06:00:00.000Z',
        data: {
          connectionId: stage.connectionId,
          entityId: stage.tenant.entityId,
          cause: 'passwordExpiry',
          expiresAt: '2026-12-04T00:00:00.000Z',
          actionRequiredBy: 'endUser',
        },
      },
    ]);
    await sync();
    expect(await events('connection.expiring')).toHaveLength(1);
    stage.commands.clock.nowMs += 8 * DAY_MS;
    await sync();
    expect(await events('connection.expiring')).toHaveLength(2);
    expect(await connection()).toMatchObject({ status: 'active', errorCode: null });
  });

  it('and then no more has the warning withdrawn', async () => {
    stage.bank.notices = [passwordUntil('2026-12-04')];
    await sync();
    stage.bank.notices = [{ part: 'password', expiry: null, renewedBy: 'endUser' }];
    await sync();
    expect(await codes()).toEqual([]);
  });

  it('is not heard in a session that ends early, which neither adds nor takes away', async () => {
    stage.bank.notices = [passwordUntil('2026-12-04')];
    await sync();
    stage.bank.notices = [{ part: 'password', expiry: null, renewedBy: 'endUser' }];
    stage.bank.observe = () => ({ observation: null, evidenceId: null, fault: faultOf('portal_unavailable') });
    await sync();
    expect(await codes()).toEqual([['password_expiring', null]]);
    stage.bank.notices = [];
    stage.bank.observe = readWell;
    await sync();
    expect(await codes()).toEqual([['password_expiring', null]]);
  });

  it('and at last asks for a new one: then the fault says it, and the warning goes', async () => {
    stage.bank.notices = [passwordUntil('2026-11-21')];
    await sync();
    stage.bank.openFault = faultOf('password_expired');
    await sync();
    expect(await health()).toMatchObject({ warnings: [], lastError: { code: 'password_expired' } });
  });
});

describe('a bank that lists an account no more', () => {
  beforeEach(async () => {
    await sync();
    stage.bank.accounts = [CHECKING];
  });

  it('is believed the second time: the warning names the account, which stays open with its rows', async () => {
    await sync();
    expect(await codes()).toEqual([]);
    await sync();
    expect(await codes()).toEqual([['account_not_listed', await accountId(SAVINGS)]]);
    const accounts = await listAccountsOfConnection(database.sql, stage.tenant, stage.connectionId);
    expect(accounts.map(({ status }) => status)).toEqual(['open', 'open']);
    const { rows } = await readStream(database.sql, stage.tenant, {
      ...{ position: 0n, accountId: null, connectionId: null, limit: 100 },
    });
    expect(rows).toHaveLength(2);
    expect(await connection()).toMatchObject({ status: 'active', errorCode: null });

    stage.bank.accounts = [CHECKING, SAVINGS];
    await sync();
    expect(await codes()).toEqual([]);
    const about = { connectionId: stage.connectionId, code: 'account_not_listed', accountId: await accountId(SAVINGS) };
    expect(await events('connection.warning')).toMatchObject([
      { data: { ...about, entityId: stage.tenant.entityId, warning: 'raised', actionRequiredBy: 'endUser' } },
      { data: { ...about, warning: 'cleared', message: expect.stringContaining('Grant the user its rights') } },
    ]);
  });

  it('is not believed by a session that ends early', async () => {
    await sync();
    stage.bank.observe = () => ({ observation: null, evidenceId: null, fault: faultOf('portal_unavailable') });
    await sync();
    stage.bank.listFault = faultOf('portal_changed');
    await sync();
    expect(await codes()).toEqual([]);
  });

  it('that is closed is not warned of, and nor is one of a revoked connection', async () => {
    stage.bank.accounts = [CHECKING, { ...SAVINGS, details: { ...SAVINGS.details, status: 'closed' } }];
    await sync();
    stage.bank.accounts = [CHECKING];
    await sync();
    await sync();
    expect(await codes()).toEqual([]);
    stage.bank.accounts = [];
    await sync();
    await sync();
    expect(await codes()).toEqual([['account_not_listed', await accountId(CHECKING)]]);
    await revokeConnection(stage.commands, stage.tenant, stage.connectionId);
    expect(await codes()).toEqual([]);
  });
});

describe('a right that is missing in one account', () => {
  it('to see rows leaves the others and the connection at work, until it is back', async () => {
    await sync();
    const nextDay = () => {
      stage.commands.clock.nowMs += DAY_MS;
    };
    nextDay();
    stage.bank.observe = (source, window) =>
      source === SAVINGS ? { observation: null, evidenceId: null, fault: NO_RIGHT } : readWell(source, window);
    const run = await sync();
    expect(run).toMatchObject({ status: 'partial', error: NO_RIGHT });
    expect(run?.perAccount.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(await connection()).toMatchObject({
      ...{ status: 'active', errorCode: null, consecutiveFailures: 0, nextSyncAt: expect.any(String) },
      lastSuccessAt: '2026-11-21T06:00:00.000Z',
    });
    expect(await codes()).toEqual([['transactions_denied', await accountId(SAVINGS)]]);
    stage.bank.observe = readWell;
    await sync();
    expect(await codes()).toEqual([]);
  });

  it('that is no longer an account of the connection is nothing to warn of', () => {
    const outcome = {
      kind: 'unread',
      accountId: 'merged',
      status: 'failed',
      proof: 'unproven',
      fault: NO_RIGHT,
    } as const;
    const look = {
      notices: [],
      documents: [{ accountId: 'moved', isDenied: true }],
      accounts: [{ outcome, fault: NO_RIGHT }],
    };
    expect(findWarnings(look, []).map(({ accountId, holds }) => [accountId, holds])).toEqual([[null, false]]);
  });

  it('in all of them ends the sync with the fault', async () => {
    await sync();
    stage.bank.observe = () => ({ observation: null, evidenceId: null, fault: NO_RIGHT });
    await sync();
    expect(await connection()).toMatchObject({ status: 'reauthRequired', errorCode: NO_RIGHT.code });
    expect(await codes()).toEqual([
      ['transactions_denied', await accountId(CHECKING)],
      ['transactions_denied', await accountId(SAVINGS)],
    ]);
  });

  it('of which nothing was ever read is warned of without one', async () => {
    stage.bank.observe = (source, window) =>
      source === SAVINGS ? { observation: null, evidenceId: null, fault: NO_RIGHT } : readWell(source, window);
    await sync();
    expect(await codes()).toEqual([['transactions_denied', null]]);
  });

  it('to see balances is told by the source', async () => {
    stage.bank.observe = (source, window) => ({ ...readWell(source, window), balancesDenied: source === SAVINGS });
    await sync();
    expect(await codes()).toEqual([['balances_denied', await accountId(SAVINGS)]]);
    stage.bank.observe = readWell;
    await sync();
    expect(await codes(), 'a source that does not tell changes nothing').toHaveLength(1);
  });

  it('to see documents is told as often as they are looked for', async () => {
    let isDenied = true;
    stage.bank.statements = {
      list: async (source) =>
        source === SAVINGS && isDenied ? { ok: false, fault: NO_RIGHT } : { ok: true, value: [] },
      download: () => Promise.reject(new Error('there is none')),
    };
    await sync();
    expect(await codes()).toEqual([['statements_denied', await accountId(SAVINGS)]]);
    expect(await connection()).toMatchObject({ status: 'active', errorCode: null });
    isDenied = false;
    await sync();
    expect(await codes(), 'it is not looked for again on the same day').toHaveLength(1);
    stage.commands.clock.nowMs += DAY_MS;
    await sync();
    expect(await codes()).toEqual([]);
  });
});
