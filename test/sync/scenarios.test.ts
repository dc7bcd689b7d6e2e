import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listedLooks, trueLooks } from '../support/banks/bank-truth.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { theContract } from '../support/calls/load-contract.ts';
import { listEvents } from '../support/records/list-events.ts';
import type { StreamEvent } from '../support/stream/stream-mirror.ts';
import { advanceDays, connectionWhen, eventually, putLogin, runWhenEnded } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';

type Transaction = Schemas['Transaction'];

let system: RunningSystem;
/** Every scenario that a test here has played. */
const played = new Set<string>();

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

async function stageAt(bank: 'harbor' | 'ridgeline'): Promise<ScenarioStage> {
  const stage = await setStage(system, bank);
  return {
    ...stage,
    play: (scenario, limits) => {
      played.add(scenario);
      return stage.play(scenario, limits);
    },
  };
}

const shownBy = (events: readonly StreamEvent[]) =>
  events.flatMap((event) => (event.type === 'removed' ? [] : [event.transaction as Transaction])); // Without `fields` it is whole.
const typesOf = (events: readonly StreamEvent[]) => events.map(({ type }) => type);
const statusesOf = (rows: readonly Transaction[]) => rows.map(({ status }) => status).sort();
const dayOf = (instant: string) => instant.slice(0, 10);

/** The list equals the stream's mirror, and every balance is proven: no row lost, none doubled, none wrong. */
async function expectExactMirror({ caller, connection, mirror }: ScenarioStage): Promise<void> {
  const listed = await caller.all<Transaction>('listTransactions');
  expect(new Map(listed.map((row) => [row.id, row]))).toEqual(mirror.rows);
  const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', {
    path: { connectionId: connection.id },
  });
  expect(health.accounts.map(({ balanceProof }) => balanceProof)).toEqual(health.accounts.map(() => 'proven'));
}

/** Makes sure that there are open pending rows, and tells which there are in an account. */
async function withPendings(stage: ScenarioStage, accountId: string): Promise<Transaction[]> {
  await stage.play('newTransactions', { accountId, count: 6 });
  await stage.sync();
  return [...stage.mirror.rows.values()].filter((row) => row.accountId === accountId && row.status === 'pending');
}

describe.each(['harbor', 'ridgeline'] as const)('rows at %s', (bank) => {
  let stage: ScenarioStage;
  let accounts: Schemas['Account'][];
  let accountId: string;

  beforeAll(async () => {
    stage = await stageAt(bank);
    accounts = await stage.listAccounts();
    accountId = accounts.find(({ type }) => type === 'savings')?.id ?? '';
  });
  afterAll(() => expectExactMirror(stage));

  it('newTransactions: as many as asked for come as added, pending and posted in turn, in the account named', async () => {
    const result = await stage.play('newTransactions', { accountId, count: 5 });
    const { now } = await stage.caller.get<Schemas['SandboxClock']>('getSandboxClock');
    expect(result).toMatchObject({
      connectionId: stage.connection.id,
      scenario: 'newTransactions',
      accountIds: [accountId],
    });
    expect(dayOf(result.appliedAt)).toBe(dayOf(now));
    const { run, events } = await stage.sync();
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: 5, modified: 0, removed: 0 } });
    expect(typesOf(events)).toEqual(['added', 'added', 'added', 'added', 'added']);
    expect(statusesOf(shownBy(events))).toEqual(['pending', 'pending', 'pending', 'posted', 'posted']);
    expect(shownBy(events).every((row) => row.accountId === accountId)).toBe(true);
  });

  it('newTransactions: one by default, in an account of the bank', async () => {
    const { accountIds } = await stage.play('newTransactions');
    const { events } = await stage.sync();
    expect(shownBy(events).map((row) => row.accountId)).toEqual(accountIds);
    expect(accounts.map(({ id }) => id)).toEqual(expect.arrayContaining(accountIds));
  });

  it('pendingToPosted: pending rows of the account become posted under their ids', async () => {
    const pendings = await withPendings(stage, accountId);
    const { accountIds } = await stage.play('pendingToPosted', { accountId, count: 2 });
    expect(accountIds).toEqual([accountId]);
    const { events } = await stage.sync();
    expect(typesOf(events)).toEqual(['modified', 'modified']);
    for (const row of shownBy(events)) {
      const before = pendings.find(({ id }) => id === row.id);
      expect(row).toMatchObject({ status: 'posted', amount: before?.amount, accountId });
      expect(row.postedDate).not.toBeNull();
    }
  });

  it('amountChangedOnPosting: a pending row posts with another amount', async () => {
    const pendings = await withPendings(stage, accountId);
    await stage.play('amountChangedOnPosting', { accountId });
    const { events } = await stage.sync();
    const [row] = shownBy(events);
    expect(row).toMatchObject({ status: 'posted', accountId });
    const before = bank === 'harbor' ? pendings.find(({ id }) => id === row?.id) : undefined;
    // Without ids another amount is linked only where nothing else fits; else one row goes and one comes.
    if (bank === 'harbor' || events.length === 1) expect(typesOf(events)).toEqual(['modified']);
    else expect(typesOf(events).sort()).toEqual(['added', 'removed']);
    if (before !== undefined) expect(row?.amount).not.toBe(before.amount);
    const gone = pendings.filter(({ id }) => stage.mirror.rows.get(id)?.status !== 'pending');
    expect(gone).toHaveLength(1);
    expect(row?.amount).not.toBe(gone[0]?.amount);
  });

  it('pendingDropped: pending rows are removed as expired', async () => {
    const pendings = await withPendings(stage, accountId);
    await stage.play('pendingDropped', { accountId, count: 2 });
    const { events } = await stage.sync();
    expect(events).toMatchObject([
      { type: 'removed', reason: 'pendingExpired' },
      { type: 'removed', reason: 'pendingExpired' },
    ]);
    const removed = events.flatMap((event) => (event.type === 'removed' ? [event.transactionId] : []));
    expect(pendings.map(({ id }) => id)).toEqual(expect.arrayContaining(removed));
  });

  it('backdated: rows come under a date of the past', async () => {
    const { appliedAt } = await stage.play('backdated', { accountId, count: 3 });
    const { events } = await stage.sync();
    expect(typesOf(events)).toEqual(['added', 'added', 'added']);
    for (const row of shownBy(events)) {
      expect(row).toMatchObject({ status: 'posted', accountId });
      expect(Date.parse(dayOf(appliedAt)) - Date.parse(row.postedDate ?? '')).toBeGreaterThanOrEqual(2 * 86_400_000);
    }
  });

  it('duplicateLookalikes: true repeats are rows of their own, equal in all that is shown', async () => {
    await stage.play('duplicateLookalikes', { accountId, count: 3 });
    const { events } = await stage.sync();
    expect(typesOf(events)).toEqual(['added', 'added', 'added']);
    const looks = [...stage.mirror.rows.values()].map((row) => lookOf(row));
    const [look, ...others] = new Set(shownBy(events).map(lookOf));
    expect(others).toEqual([]);
    expect(looks.filter((each) => each === look).length).toBeGreaterThanOrEqual(4);
    expect((await stage.sync()).events).toEqual([]);
  });

  it('removedByBank: posted rows are removed by one sync, which reads them twice and has the balances on its side', async () => {
    await stage.play('removedByBank', { accountId, count: 2 });
    const { events, run } = await stage.sync();
    expect(run.perAccount.map(({ balanceProof }) => balanceProof)).toEqual(run.perAccount.map(() => 'proven'));
    expect((await stage.sync()).events).toEqual([]);
    expect(events).toMatchObject([
      { type: 'removed', reason: 'withdrawnByBank' },
      { type: 'removed', reason: 'withdrawnByBank' },
    ]);
  });

  it('idsReissued: new ids of the bank change nothing, neither at once nor with what comes later', async () => {
    const { accountIds } = await stage.play('idsReissued');
    expect([...accountIds].sort()).toEqual(bank === 'harbor' ? accounts.map(({ id }) => id).sort() : []);
    for (const _ of [1, 2]) {
      const { run, events } = await stage.sync();
      expect([run.status, run.outcome, events]).toEqual(['succeeded', 'unchanged', []]);
    }
    const pendings = await withPendings(stage, accountId);
    await stage.play('idsReissued', { accountId });
    expect((await stage.sync()).events).toEqual([]);
    await stage.play('pendingToPosted', { accountId, count: 1 });
    const { events } = await stage.sync();
    expect(typesOf(events)).toEqual(['modified']);
    expect(pendings.map(({ id }) => id)).toContain(shownBy(events)[0]?.id);
  });

  it('tells that nothing was there to touch by naming no account', async () => {
    await stage.play('pendingDropped', { accountId, count: 500 });
    await stage.sync();
    expect((await stage.play('pendingToPosted', { accountId })).accountIds).toEqual([]);
    expect((await stage.sync()).events).toEqual([]);
  });
});

const lookOf = ({ amount, currency, postedDate, description, status }: Transaction) =>
  [amount, currency, postedDate, description, status].join('|');

describe('posted rows that the bank took back before a long pause', () => {
  it.each(['harbor', 'ridgeline'] as const)(
    'are gone at %s with the first sync after it, although the window has moved on',
    async (bank) => {
      const stage = await stageAt(bank);
      for (const { id: accountId } of await stage.listAccounts())
        await stage.play('removedByBank', { accountId, count: 4 });
      const { syncRunIds } = await stage.caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
        body: { days: 12 },
      });
      await runWhenEnded(stage.caller, stage.connection.id, syncRunIds[0] ?? '');
      expect(await listedLooks(stage.caller)).toEqual(await trueLooks(system.dataDir, stage.connection.username));
      await stage.sync();
      await expectExactMirror(stage);
    },
  );
});

describe('the list of accounts', () => {
  it('accountAdded: the account is found, with its rows as added', async () => {
    const stage = await stageAt('harbor');
    const before = await stage.listAccounts();
    expect((await stage.play('accountAdded')).accountIds).toEqual([]);
    const { run, events } = await stage.sync();
    const added = (await stage.listAccounts()).filter(({ id }) => !before.some((known) => known.id === id));
    expect(added).toMatchObject([{ status: 'open', connectionId: stage.connection.id }]);
    expect(run.perAccount).toHaveLength(before.length + 1);
    expect(shownBy(events)).toMatchObject([
      { accountId: added[0]?.id, status: 'posted', description: 'OPENING DEPOSIT', amount: added[0]?.currentBalance },
    ]);
    expect(await announced(stage)).toContain(`account.created ${added[0]?.id}`);
    await expectExactMirror(stage);
  });

  it('accountClosed: the account is told as closed, its pending rows lapse, its balance is paid out, its past stays', async () => {
    const stage = await stageAt('harbor');
    const [account] = (await stage.listAccounts()).filter(
      ({ type, currency }) => type === 'checking' && currency === 'USD',
    );
    const accountId = account?.id ?? '';
    const pendings = await withPendings(stage, accountId);
    const rows = [...stage.mirror.rows.values()].filter((row) => row.accountId === accountId).length;
    expect((await stage.play('accountClosed', { accountId })).accountIds).toEqual([accountId]);
    const { events } = await stage.sync();
    const path = { accountId };
    const closed = await stage.caller.get<Schemas['Account']>('getAccount', { path });
    expect(closed).toMatchObject({ status: 'closed', currentBalance: '0.00', availableBalance: '0.00' });
    const removed = events.flatMap((event) => (event.type === 'removed' ? [event.transactionId] : []));
    expect(removed.sort()).toEqual(pendings.map(({ id }) => id).sort());
    expect(shownBy(events)).toMatchObject([
      { accountId, status: 'posted', description: 'ACCOUNT CLOSED BALANCE PAID OUT' },
    ]);
    expect(await announced(stage)).toContain(`account.updated ${accountId} status`);
    const left = [...stage.mirror.rows.values()].filter((row) => row.accountId === accountId).length;
    expect(left).toBe(rows - pendings.length + 1);
    await expectExactMirror(stage);

    // Two months later the bank does not list it any more, which takes nothing away.
    await advanceDays(stage.caller, 60, stage.connection.id);
    await stage.sync();
    expect(await stage.caller.get('getAccount', { path })).toMatchObject({ status: 'closed' });
    const after = [...stage.mirror.rows.values()].filter((row) => row.accountId === accountId).length;
    expect(after).toBe(left);
  });

  it('accountClosed: without a name the last of the accounts is closed', async () => {
    const stage = await stageAt('ridgeline');
    const { accountIds } = await stage.play('accountClosed');
    await stage.sync();
    const statuses = new Map((await stage.listAccounts()).map(({ id, status }) => [id, status]));
    expect([...statuses.values()].sort()).toEqual(['closed', 'open']);
    expect(statuses.get(accountIds[0] ?? '')).toBe('closed');
  });

  it.each(['harbor', 'ridgeline'] as const)(
    'accountRenumbered at %s: the account keeps its id and its rows under another number',
    async (bank) => {
      const stage = await stageAt(bank);
      const accountId = (await stage.listAccounts())[0]?.id ?? '';
      await withPendings(stage, accountId);
      const before = await stage.listAccounts();
      const account = before.find(({ id }) => id === accountId);
      await stage.play('accountRenumbered', { accountId });
      const { run, events } = await stage.sync();
      expect(run).toMatchObject({ status: 'succeeded', counts: { added: 0, modified: 0, removed: 0 } });
      expect(events).toEqual([]);
      const renumbered = await stage.caller.get<Schemas['Account']>('getAccount', { path: { accountId } });
      expect(renumbered).toMatchObject({ name: account?.name, currentBalance: account?.currentBalance });
      expect(renumbered.accountNumber).not.toBe(account?.accountNumber);
      expect((await stage.listAccounts()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      expect(await announced(stage)).toContain(`account.updated ${accountId} accountNumber`);
      await stage.play('newTransactions', { accountId, count: 2 });
      const { events: later } = await stage.sync();
      expect(shownBy(later)).toMatchObject([{ accountId }, { accountId }]);
      await expectExactMirror(stage);
    },
  );

  /** Events about accounts, with the fields that changed. */
  async function announced({ organization }: ScenarioStage): Promise<string[]> {
    const events = await listEvents(system.database.sql, { organizationId: organization.id, environment: 'test' });
    return events.flatMap(({ type, data }) => {
      const changed = data.changedFields;
      if (type === 'account.created') return [`${type} ${data.accountId}`];
      return type === 'account.updated' && Array.isArray(changed)
        ? changed.map((field) => `${type} ${data.accountId} ${field}`)
        : [];
    });
  }
});

describe('the way in', () => {
  const becomes = (stage: ScenarioStage, status: string) =>
    connectionWhen(stage.caller, stage.connection.id, (connection) => connection.status === status, status);

  it.each([
    ['portalDown', 'portal_unavailable'],
    ['portalLayoutChanged', 'portal_changed'],
  ] as const)('%s: one sync fails with %s and changes nothing, the next one reads on', async (scenario, errorCode) => {
    const stage = await stageAt('harbor');
    const before = new Map(stage.mirror.rows);
    expect((await stage.play(scenario)).accountIds).toEqual([]);
    await stage.play('newTransactions', { count: 4 });
    const failed = await stage.sync();
    const error = { code: errorCode, actionRequiredBy: 'platform' };
    expect(failed).toMatchObject({ run: { status: 'failed', error }, events: [] });
    expect(await stage.getConnection()).toMatchObject({ status: 'errored', errorCode });
    expect(new Map((await stage.caller.all<Transaction>('listTransactions')).map((row) => [row.id, row]))).toEqual(
      before,
    );
    const { run, events } = await stage.sync();
    expect([run.status, typesOf(events)]).toEqual(['succeeded', ['added', 'added', 'added', 'added']]);
    expect(await stage.getConnection()).toMatchObject({ status: 'active', errorCode: null });
    await expectExactMirror(stage);
  });

  it('portalDown: the connection comes back by itself when virtual time goes on', async () => {
    const stage = await stageAt('harbor');
    await stage.play('portalDown');
    await stage.sync();
    await stage.caller.get('advanceSandboxClock', { body: { days: 1 } });
    await becomes(stage, 'active');
  });

  it('mfaRequired: the connection waits for the end user with mfa_required; a new sign-in after it works', async () => {
    const stage = await stageAt('harbor');
    await stage.play('mfaRequired');
    const failed = await stage.sync();
    const error = { code: 'mfa_required', actionRequiredBy: 'endUser' };
    expect(failed).toMatchObject({ run: { status: 'failed', error }, events: [] });
    expect(await stage.getConnection()).toMatchObject({ status: 'reauthRequired', errorCode: 'mfa_required' });
    await stage.caller.get('advanceSandboxClock', { body: { days: 1 } });
    const refused = await stage.caller.refusal('syncConnection', { path: { connectionId: stage.connection.id } });
    expect(refused.code).toBe('connection_not_ready');
    await putLogin(stage.caller, stage.connection);
    expect(await becomes(stage, 'active')).toMatchObject({ errorCode: null });
  });

  it('credentialsExpired: the connection waits until a new password is set at the bank and stored', async () => {
    const stage = await stageAt('harbor');
    await stage.play('credentialsExpired');
    const failed = await stage.sync();
    const error = { code: 'password_expired', actionRequiredBy: 'endUser' };
    expect(failed).toMatchObject({ run: { status: 'failed', error }, events: [] });
    expect(await stage.getConnection()).toMatchObject({ status: 'reauthRequired', errorCode: 'password_expired' });
    // The old password does not become good again.
    await putLogin(stage.caller, stage.connection);
    const runs = () =>
      stage.caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: stage.connection.id } });
    const [check] = await eventually(runs, ([latest]) => latest?.status === 'failed', 'the check of the old password');
    expect(check).toMatchObject({ trigger: 'activation', error: { code: 'password_expired' } });
    await putLogin(stage.caller, stage.connection, await resetPassword(stage));
    expect(await becomes(stage, 'active')).toMatchObject({ errorCode: null });
  });

  it('can be disturbed while the connection waits for a new login', async () => {
    const stage = await stageAt('harbor');
    await stage.play('mfaRequired');
    await stage.sync();
    await stage.play('newTransactions', { count: 2 });
    await putLogin(stage.caller, stage.connection);
    await becomes(stage, 'active');
    const known = stage.mirror.seen.length;
    await stage.mirror.catchUp(stage.caller, 500);
    expect(typesOf(stage.mirror.seen.slice(known))).toEqual(['added', 'added']);
  });

  /** What the owner does at the bank. */
  async function resetPassword({ connection }: ScenarioStage): Promise<string> {
    const { companyId, username } = connection;
    const response = await fetch(`${system.bankUrl}/harbor/admin/delegated-users/${username}/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ companyId, ownerUser: 'owner', ownerPassword: `owner-${companyId}` }),
    });
    const { temporaryPassword } = (await response.json()) as { temporaryPassword: string }; // As the bank answers.
    return temporaryPassword;
  }
});

describe('the whole', () => {
  it('has played every scenario of the contract', () => {
    const document = theContract().document as { components: { schemas: { SandboxScenario: { enum: string[] } } } }; // As the contract writes it.
    const kinds = document.components.schemas.SandboxScenario.enum;
    expect(kinds.length).toBe(15);
    expect(kinds.filter((kind) => !played.has(kind))).toEqual([]);
  });
});
