import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import {
  advanceDays,
  beginDemoConnection,
  type DemoConnection,
  defaultEntityOf,
  openDemoConnection,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 40;
/** No test of this file takes longer. */
const SLACK_MS = 120_000;

let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;
let connection: DemoConnection;

beforeAll(async () => {
  system = await startSystem();
  organization = await system.createOrganization();
  caller = organization.test;
  await caller.get('advanceSandboxClock', { body: { days: AHEAD_DAYS } });
  connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
});
afterAll(() => system?.stop());

/** True for a moment in virtual time: days ahead of this machine's clock, and not beyond the virtual present. */
function expectVirtual(instant: string | null | undefined): void {
  const aheadMs = Date.parse(instant ?? '') - Date.now();
  expect(aheadMs).toBeLessThanOrEqual(AHEAD_DAYS * DAY_MS);
  expect(aheadMs).toBeGreaterThan(AHEAD_DAYS * DAY_MS - SLACK_MS);
}

const path = () => ({ path: { connectionId: connection.id } });
const getConnection = () => caller.get<Schemas['Connection']>('getConnection', path());

describe('times of a test environment follow its clock', () => {
  it('on the clock itself, which counts on by itself and never backwards', async () => {
    const first = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    expectVirtual(first.now);
    expect(first.advancedSeconds).toBe(AHEAD_DAYS * 86_400);
    const second = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    expect(second.now >= first.now).toBe(true);
    for (const until of [first.now, '2001-01-01T00:00:00Z'])
      expect((await caller.refusal('advanceSandboxClock', { body: { until } })).code).toBe('validation_error');
  });

  it('on connections, runs, health, accounts, balances and transactions', async () => {
    const ready = await getConnection();
    for (const instant of [ready.createdAt, ready.updatedAt, ready.lastSyncedAt]) expectVirtual(instant);
    expect(ready.createdAt <= ready.updatedAt).toBe(true);
    const [run] = await caller.all<Schemas['SyncRun']>('listSyncRuns', path());
    const times = [run?.createdAt, run?.startedAt, run?.finishedAt];
    for (const instant of times) expectVirtual(instant);
    expect(times).toEqual([...times].sort());
    expect(run?.finishedAt).not.toBe(run?.startedAt);
    const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', path());
    for (const instant of [health.lastAttemptAt, health.lastSuccessAt]) expectVirtual(instant);
    expect((health.nextAttemptAt ?? '') > (health.lastAttemptAt ?? '')).toBe(true);
    for (const { updatedAt } of await caller.all<Schemas['DailyBalance']>('listBalances')) expectVirtual(updatedAt);
    const rows = await caller.all<Schemas['Transaction']>('listTransactions');
    expect(rows.length).toBeGreaterThan(100);
    for (const { updatedAt } of rows) expectVirtual(updatedAt);
    // The bank's business days end where virtual time does, and go on beyond the real day.
    const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    const dates = rows.flatMap(({ postedDate }) => (postedDate === null ? [] : [postedDate]));
    expect(dates.filter((date) => date > now.slice(0, 10))).toEqual([]);
    expect(dates.filter((date) => date > new Date(Date.now() + DAY_MS).toISOString().slice(0, 10))).not.toEqual([]);
  });

  it('on events of the stream', async () => {
    const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', { query: { from: 'beginning' } });
    for (const event of page.events) expectVirtual(event.eventAt);
    for (const event of page.events)
      if (event.type !== 'removed') expect(event.eventAt).toBe((event.transaction as Schemas['Transaction']).updatedAt); // Whole without `fields`.
  });

  it('and leave the live environment, other organizations, entities and keys in real time', async () => {
    const stranger = (await system.createOrganization()).test;
    const clock = await stranger.get<Schemas['SandboxClock']>('getSandboxClock');
    expect(clock.advancedSeconds).toBe(0);
    expect(Math.abs(Date.parse(clock.now) - Date.now())).toBeLessThan(SLACK_MS);
    const body = { entityId: await defaultEntityOf(caller), portalUrl: 'https://bank.example' };
    const live = await organization.live.get<Schemas['SetupConnection']>('createConnection', { body });
    expect(Math.abs(Date.parse(live.createdAt) - Date.now())).toBeLessThan(SLACK_MS);
    // Entities belong to both environments, so that one clock has to serve both.
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'shared' } });
    expect(Math.abs(Date.parse(entity.createdAt) - Date.now())).toBeLessThan(SLACK_MS);
    // The key was made for a day of real time; forty virtual days later it still works.
    await caller.get('listEntities');
  });
});

describe('an account', () => {
  it('is as old as its connection, and as new as its balance', async () => {
    const ready = await getConnection();
    const accounts = await caller.all<Schemas['Account']>('listAccounts');
    expect(accounts).toHaveLength(3);
    for (const account of accounts) {
      expect(account.balanceAsOf).not.toBeNull();
      expect(account).toMatchObject({ createdAt: ready.createdAt, updatedAt: account.balanceAsOf });
      expectVirtual(account.balanceAsOf);
    }
  });

  it('moves on with its balance and keeps its age', async () => {
    const before = await caller.all<Schemas['Account']>('listAccounts');
    await advanceDays(caller, 1, connection.id);
    const after = await caller.all<Schemas['Account']>('listAccounts');
    for (const [index, account] of after.entries()) {
      expect(account.createdAt).toBe(before[index]?.createdAt);
      expect(account.updatedAt).toBe(account.balanceAsOf);
      expect(account.updatedAt > (before[index]?.updatedAt ?? '')).toBe(true);
    }
  });

  it('without a balance is as new as its connection, also when only that changes', async () => {
    const draft = await beginDemoConnection(caller, system.bankUrl, 'ridgeline', '4410072');
    const at = { path: { connectionId: draft.id } };
    await caller.get('uploadConnectionFile', { ...at, form: fileForm(smallBai2File(2)) });
    const look = async () => {
      const [account] = await caller.all<Schemas['Account']>('listAccounts', { query: { connectionId: draft.id } });
      return { account, parent: await caller.get<Schemas['SetupConnection']>('getConnection', at) };
    };
    const first = await look();
    expect(first.account).toMatchObject({ currentBalance: null, availableBalance: null, balanceAsOf: null });
    expect(first.account?.createdAt).toBe(first.parent.createdAt);
    expect(first.account?.updatedAt).toBe(first.parent.updatedAt);
    await caller.get('putConnectionCredentials', { ...at, body: { password: 'another one' } });
    const second = await look();
    expect(second.parent.updatedAt > first.parent.updatedAt).toBe(true);
    expect(second.account?.updatedAt).toBe(second.parent.updatedAt);
    expect(second.account?.createdAt).toBe(first.parent.createdAt);
  });
});
