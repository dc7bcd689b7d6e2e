import { afterAll, beforeAll, expect, it } from 'vitest';
import { wakeRun } from '../../src/store/connections/run-jobs.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { listEvents } from '../support/records/list-events.ts';
import { findSecret, readEverything } from '../support/secrets/read-everything.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type CodeStage, type CodeUser, openCodeStage } from './code-stage.ts';

let stage: CodeStage;

beforeAll(async () => {
  stage = await openCodeStage();
});
afterAll(() => stage.stop());

const at = ({ connectionId }: CodeUser) => ({ path: { connectionId } });

async function answer(user: CodeUser, code: string): Promise<void> {
  const answered = await stage.caller.get('answerMfaChallenge', { ...at(user), body: { code } });
  expect(answered).toMatchObject({ status: 'submitted' });
}

async function activate(user: CodeUser, code: string | null): Promise<void> {
  await stage.caller.get('completeConnectionSetup', at(user));
  if (code !== null) await answer(user, code);
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
}

async function lastRun(user: CodeUser): Promise<Schemas['SyncRun']> {
  const [last] = await stage.caller.all<Schemas['SyncRun']>('listSyncRuns', at(user));
  if (last === undefined) throw new Error('there is no run');
  return stage.ended(user, last.id);
}

it('a person answers after the worker was killed, and another one goes on where the sign-in stopped', async () => {
  const { caller } = stage;
  const first = await stage.startWorker();
  const user = await stage.createUser('ridgeline', 'email');
  await caller.get('completeConnectionSetup', at(user));
  const question = await stage.question(user);
  expect(question).toMatchObject({
    type: 'emailCode',
    status: 'pending',
    destinationMasked: expect.stringMatching(/^\w•••@/),
  });
  expect(question.prompt).toContain('A one-time passcode was e-mailed to');
  expect(await caller.get('getConnection', at(user))).toMatchObject({
    ...{ kind: 'setup', status: 'pendingActivation' },
    setup: { status: 'awaitingMfa', nextAction: 'answerMfaChallenge', actionRequiredBy: 'endUser' },
  });
  expect(await caller.all('listSyncRuns', at(user))).toMatchObject([{ status: 'running', finishedAt: null }]);
  const code = await stage.readCode(user, 1);

  await first.end('SIGKILL');
  await answer(user, code);
  // The answer lies sealed in the database now, and nobody works on it.
  const waiting = await readEverything(stage.system.database.sql, stage.system.dataDir);
  expect(await caller.get('getConnection', at(user))).toMatchObject({ setup: { status: 'activating' } });
  const second = await stage.startWorker();
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
  expect(await lastRun(user)).toMatchObject({ status: 'succeeded', trigger: 'activation' });
  expect((await caller.all('listTransactions', { query: { connectionId: user.connectionId } })).length).toBeGreaterThan(
    50,
  );
  // One sign-in, one code: the bank was not asked for another one.
  expect(await stage.readCode(user, 1)).toBe(code);

  const ended = await readEverything(stage.system.database.sql, stage.system.dataDir);
  const written = { first: first.output(), second: second.output() };
  for (const secret of [code, code.replace('-', ''), user.credentials.password ?? '', 'ridgeline-session'])
    expect([secret, findSecret({ ...written, ...ended }, secret), findSecret(waiting, secret)]).toEqual([
      secret,
      [],
      [],
    ]);
}, 240_000);

// These go on side by side on the worker that is left.
it.concurrent('a wrong answer is mfa_failed, and neither login nor code is tried again until a login is stored', async () => {
  const { caller } = stage;
  await stage.startWorker();
  const user = await stage.createUser('harbor', 'email');
  await caller.get('completeConnectionSetup', at(user));
  await stage.question(user);
  const right = await stage.readCode(user, 1);
  await answer(user, right === '000000' ? '000001' : '000000');
  const failed = await stage.when(user, ({ status }) => status === 'draft', 'the failure');
  expect(failed).toMatchObject({
    setup: { status: 'failed', errorCode: 'mfa_failed', actionRequiredBy: 'endUser', nextAction: 'completeSetup' },
  });
  expect(await caller.call('getMfaChallenge', at(user))).toMatchObject({ status: 404 });
  expect(await stage.readCode(user, 1)).toBe(right);

  // The next try meets a bank that forgets the sign-in while it waits: it signs in anew, and the person is asked again.
  await caller.get('completeConnectionSetup', at(user));
  const lost = await stage.question(user);
  const old = await stage.readCode(user, 2);
  await stage.act(user, 'endSessions');
  await answer(user, old);
  const again = await eventually(
    () => stage.question(user),
    ({ id }) => id !== lost.id,
    'another question',
  );
  await answer(user, await stage.readCode(user, 3));
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
  const asked = (await listEvents(stage.system.database.sql, await tenantOf(user))).filter(
    ({ type, data }) => type === 'connection.mfa_required' && data.connectionId === user.connectionId,
  );
  expect(asked.map(({ data }) => data.challengeId).slice(1)).toEqual([lost.id, again.id]);
}, 240_000);

it.concurrent('nobody answers in time: mfa_required, and the connection waits for its person', async () => {
  const { caller, system } = stage;
  await stage.startWorker();
  const user = await stage.createUser('linden', 'email');
  await caller.get('completeConnectionSetup', at(user));
  await stage.question(user);
  await activateByMail(user);
  const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', at(user));
  const question = await stage.question(user);
  expect(await caller.get('getConnection', at(user))).toMatchObject({ status: 'active', syncStatus: 'syncing' });
  expect(await caller.call('syncConnection', at(user))).toMatchObject({
    status: 409,
    body: { error: { code: 'sync_in_progress' } },
  });
  // Three minutes go by at once.
  const past = new Date(Date.now() - 1).toISOString();
  await system.database.sql`update mfa_challenges set expires_at = ${past} where id = ${question.id}`;
  const run = { id, connectionId: user.connectionId };
  await wakeRun(system.database.sql, await tenantOf(user), run, { at: null, nowMs: Date.now() });
  expect(await stage.ended(user, id)).toMatchObject({
    ...{ status: 'failed', error: { code: 'mfa_required', actionRequiredBy: 'endUser' } },
  });
  expect(await caller.get('getConnection', at(user))).toMatchObject({
    ...{ status: 'reauthRequired', errorCode: 'mfa_required', syncStatus: 'idle' },
  });
  expect(await caller.call('answerMfaChallenge', { ...at(user), body: { code: '123456' } })).toMatchObject({
    status: 404,
  });
}, 240_000);

async function activateByMail(user: CodeUser): Promise<void> {
  await answer(user, await stage.readCode(user, 1));
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
}

it.concurrent('a stored authenticator seed answers by itself, and each of its codes once', async () => {
  const { caller } = stage;
  const worker = await stage.startWorker();
  const user = await stage.createUser('harbor', 'totp');
  await activate(user, null);
  // At once, so that the step of the first sign-in is still running.
  const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', at(user));
  expect(await stage.ended(user, id)).toMatchObject({ status: 'succeeded' });
  const stored = await readEverything(stage.system.database.sql, stage.system.dataDir);
  const seed = user.credentials.totpSecret ?? '';
  expect(seed).toMatch(/^[A-Z2-7]{16,}$/);
  expect(findSecret({ ...stored, log: worker.output() }, seed)).toEqual([]);
}, 240_000);

async function tenantOf({ connectionId }: CodeUser) {
  const [row] = await stage.system.database.sql<{ organizationId: string }[]>`
    select organization_id from connections where id = ${connectionId}`;
  return { organizationId: row?.organizationId ?? '', environment: 'test' as const };
}
