import { beforeEach, describe, expect, it } from 'vitest';
import { createSourceAccount } from '../../../test/support/banks/scripted-bank.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createTenant } from '../../../test/support/records/ledger.ts';
import { listChallenges } from '../../../test/support/records/list-challenges.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { answerMfaChallenge } from '../../commands/connections/answer-mfa-challenge.ts';
import { offerCode } from '../../commands/connections/offer-code.ts';
import { pauseConnection } from '../../commands/connections/pause-connection.ts';
import { putCredentials } from '../../commands/connections/put-credentials.ts';
import { requestSync } from '../../commands/connections/request-sync.ts';
import { revokeConnection } from '../../commands/connections/revoke-connection.ts';
import { purgeCodeMessages } from '../../commands/purges/purge-code-messages.ts';
import type { CodeQuestion, ResumedSignIn } from '../../connectors/contract.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { Result } from '../../domain/refusal.ts';
import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import { countCodeMessages } from '../../store/connections/code-messages.ts';
import { acquireLease } from '../../store/connections/connection-leases.ts';
import type { MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';
import { findSyncRun, type SyncRunRow } from '../../store/connections/sync-runs.ts';
import type { IngestParts } from '../parts.ts';
import { runConnection } from '../run-connection.ts';
import { stageRun } from '../testing/run-stage.ts';

const NEVER = new AbortController().signal;
const VALID_MS = 300_000;
const MARGIN_MS = 10_000;
const LOGIN_AGE_MS = 2_000;

const database = stageDatabase();
const stage = stageRun(database);
const { connection, queue, run } = stage;

/** Sign-ins from their beginning, and codes that were handed over. */
let logins: number;
let codes: string[];
/** What the bank does with the code of a sign-in that goes on. */
let onResume: 'takes' | 'rejects' | 'has forgotten' | 'is down';

const question: Omit<CodeQuestion, 'signal'> = {
  channel: 'email',
  prompt: 'We sent a code to c•••@inbox.example.',
  destination: 'c•••@inbox.example',
  message: { from: /@bank\.example$/, code: /code is (\d{6})/ },
  validForMs: VALID_MS,
  loginAgeMs: LOGIN_AGE_MS,
};
let asked: Partial<CodeQuestion>;

beforeEach(async () => {
  logins = 0;
  codes = [];
  onResume = 'takes';
  asked = {};
  stage.bank.accounts = [createSourceAccount('0001234410')];
  stage.bank.signIn = async ({ answerCode, resume, signal }) => {
    const gone = resume === undefined ? null : goOn(resume);
    if (gone !== 'forgotten' && resume !== undefined) return gone;
    logins += 1;
    const reply = await answerCode?.({ ...question, ...asked, signal });
    if (reply === undefined || reply.kind === 'nobody') return { ok: false, fault: faultOf('mfa_required') };
    if (reply.kind === 'later')
      return { ok: false, fault: faultOf('mfa_required'), suspended: { session: `visit ${logins}` } };
    codes.push(reply.code);
    return null;
  };
});

function goOn({ session, code }: ResumedSignIn) {
  expect(session).toBe(`visit ${logins}`);
  if (onResume === 'has forgotten') return 'forgotten' as const;
  if (onResume === 'is down') return { ok: false, fault: faultOf('portal_unavailable') } as const;
  codes.push(code);
  return onResume === 'rejects' ? ({ ok: false, fault: faultOf('mfa_failed') } as const) : null;
}

async function runRow(id: string): Promise<SyncRunRow> {
  const row = await findSyncRun(database.sql, stage.tenant, stage.connectionId, id);
  if (row === null) throw new Error('the run is gone');
  return row;
}

const challenges = () => listChallenges(database.sql, stage.tenant, stage.connectionId);

async function lastChallenge(): Promise<MfaChallengeRow> {
  const last = (await challenges()).at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  return last;
}

/** A run that waits for a code. */
async function suspend(): Promise<string> {
  const id = await queue();
  expect(await run(id)).toBe('suspended');
  return id;
}

/** When the job of a run comes back. */
async function dueIn(runId: string): Promise<number> {
  const [job] = await database.sql<{ ms: number }[]>`
    select (extract(epoch from run_at - now()) * 1000)::double precision as ms from graphile_worker._private_jobs
    where key = ${`sync:${runId}`}`;
  if (job === undefined) throw new Error('the run has no job');
  return job.ms;
}

const codeOf = <T>(result: Result<T>) => (result.ok ? null : result.refusal.code);
const answer = (code: string) => answerMfaChallenge(stage.commands, stage.tenant, stage.connectionId, { code });

function offer(text: string, changes: { sentAt?: string; receivedAt?: string; from?: string } = {}) {
  const receivedAt = changes.receivedAt ?? instantFromMs(stage.commands.nowMs());
  const from = changes.from ?? 'no-reply@bank.example';
  const message = { channel: 'email', from, text, sentAt: changes.sentAt ?? null, receivedAt } as const;
  return offerCode(stage.commands, stage.tenant, stage.connectionId, message);
}

describe('a sync that meets a question for a code', () => {
  it('is suspended: the connection is free, its job comes back when the time is over, and the question is announced', async () => {
    const id = await suspend();
    expect(await runRow(id)).toMatchObject({ status: 'suspended', finishedAt: null });
    expect(await connection()).toMatchObject({
      ...{ status: 'active', leaseRunId: null, syncSuspended: true, codeAwaited: true, consecutiveFailures: 0 },
    });
    const createdAt = instantFromMs(stage.commands.nowMs());
    const expiresAt = addMs(createdAt, VALID_MS - LOGIN_AGE_MS - MARGIN_MS);
    const challenge = await lastChallenge();
    expect(challenge).toMatchObject({
      ...{ syncRunId: id, channel: 'email', prompt: question.prompt, destinationMasked: question.destination },
      ...{ loginAt: addMs(createdAt, -LOGIN_AGE_MS), createdAt, expiresAt, outcome: null, answeredAt: null },
    });
    const waits = await dueIn(id);
    expect(waits).toBeGreaterThan(VALID_MS / 2);
    expect(waits).toBeLessThanOrEqual(VALID_MS);
    expect(
      (await listEvents(database.sql, stage.tenant)).filter(({ type }) => type === 'connection.mfa_required'),
    ).toEqual([
      expect.objectContaining({
        data: {
          ...{
            connectionId: stage.connectionId,
            entityId: stage.tenant.entityId,
            challengeId: challenge.id,
            challengeType: 'emailCode',
          },
          expiresAt,
        },
      }),
    ]);
  });

  it('goes on where it stopped when a person has answered, and uses the answer once', async () => {
    const id = await suspend();
    const given = await answer('123456');
    expect(given.ok && given.value).toMatchObject({ answeredBy: 'person', outcome: null });
    expect(await dueIn(id)).toBeLessThanOrEqual(0);
    expect(await connection()).toMatchObject({ syncSuspended: true, codeAwaited: false });
    expect(await run(id)).toBe('committed');
    expect([logins, codes]).toEqual([1, ['123456']]);
    expect(await runRow(id)).toMatchObject({ status: 'succeeded' });
    expect(await lastChallenge()).toMatchObject({ outcome: 'accepted', answer: null, session: null });
    expect(await run(id)).toBe('over');
  });

  it('does not take a second answer, nor one after its end', async () => {
    const id = await suspend();
    await answer('123456');
    expect(codeOf(await answer('654321'))).toBe('conflict');
    await run(id);
    expect(codeOf(await answer('654321'))).toBe('not_found');
    expect(codes).toEqual(['123456']);
  });

  it('waits on when it is woken and there is no answer', async () => {
    const id = await suspend();
    expect(await run(id)).toBe('suspended');
    expect(await dueIn(id)).toBeGreaterThan(VALID_MS / 2);
    expect((await challenges()).length).toBe(1);
  });

  it.each([
    ['an answer', () => answer('123456')],
    ['a message', () => offer('Your code is 123456.')],
  ])('misses no %s that comes while it is looked at', async (_, arrive) => {
    const id = await suspend();
    // It comes between the look and the decision to wait on, which asks for the time in between.
    let isFirst = true;
    const now: IngestParts['now'] = async (whose) => {
      if (!isFirst) await arrive();
      isFirst = false;
      return stage.commands.now(whose);
    };
    expect(
      await runConnection(
        { ...stage.parts, now },
        stage.tenant,
        { connectionId: stage.connectionId, syncRunId: id },
        NEVER,
      ),
    ).toBe('suspended');
    expect(await dueIn(id)).toBeLessThanOrEqual(0);
    expect(await run(id)).toBe('committed');
    expect(codes).toEqual(['123456']);
  });

  it('fails as mfa_required when nobody answers in time, and no answer is taken any more', async () => {
    const id = await suspend();
    stage.commands.clock.nowMs += VALID_MS;
    expect(codeOf(await answer('123456'))).toBe('not_found');
    expect(await run(id)).toBe('committed');
    expect(await runRow(id)).toMatchObject({ status: 'failed', error: { code: 'mfa_required' } });
    expect(await connection()).toMatchObject({ status: 'reauthRequired', errorCode: 'mfa_required', nextSyncAt: null });
    expect(await lastChallenge()).toMatchObject({ outcome: 'expired', session: null });
    expect([logins, codes]).toEqual([1, []]);
  });

  it('tries an answer that came in time although no worker was there in time', async () => {
    const id = await suspend();
    await answer('123456');
    stage.commands.clock.nowMs += 2 * VALID_MS;
    expect(await run(id)).toBe('committed');
    expect(codes).toEqual(['123456']);
  });

  it('fails as mfa_failed when the bank does not take the code, and hands over neither code nor login again', async () => {
    const id = await suspend();
    onResume = 'rejects';
    await answer('111111');
    expect(await run(id)).toBe('committed');
    expect(await runRow(id)).toMatchObject({ status: 'failed', error: { code: 'mfa_failed' } });
    expect(await connection()).toMatchObject({ status: 'reauthRequired', errorCode: 'mfa_failed', nextSyncAt: null });
    expect(await lastChallenge()).toMatchObject({ outcome: 'rejected' });
    expect([logins, codes]).toEqual([1, ['111111']]);
    expect(await run(id)).toBe('over');
  });

  it('signs in anew and asks again where the bank has forgotten the sign-in, three times at most', async () => {
    const id = await suspend();
    onResume = 'has forgotten';
    for (const code of ['111111', '222222']) {
      await answer(code);
      expect(await run(id)).toBe('suspended');
    }
    await answer('333333');
    expect(await run(id)).toBe('committed');
    expect(await runRow(id)).toMatchObject({ status: 'failed', error: { code: 'mfa_required' } });
    expect((await challenges()).map(({ outcome }) => outcome)).toEqual(['sessionLost', 'sessionLost', 'sessionLost']);
    expect([logins, codes]).toEqual([4, []]);
  });

  it('ends with the fault of a bank that is down when the answer comes', async () => {
    const id = await suspend();
    onResume = 'is down';
    await answer('111111');
    expect(await run(id)).toBe('committed');
    expect(await connection()).toMatchObject({ status: 'errored', errorCode: 'portal_unavailable' });
    expect(await lastChallenge()).toMatchObject({ outcome: 'interrupted' });
  });

  it('never uses an answer again that a worker took before it died', async () => {
    const id = await suspend();
    await answer('111111');
    // The worker dies at the bank: its lease lapses, and its run is given to another one.
    let reached = 0;
    const signIn = stage.bank.signIn;
    stage.bank.signIn = async () => {
      reached += 1;
      throw new Error('killed');
    };
    const dying = { ...stage.parts, sql: failingCommits(stage.parts) };
    await expect(
      runConnection(dying, stage.tenant, { connectionId: stage.connectionId, syncRunId: id }, NEVER),
    ).rejects.toThrow();
    expect(reached).toBe(1);
    stage.bank.signIn = signIn;
    await database.sql`update connections set lease_expires_at = now() - interval '1 second' where id = ${stage.connectionId}`;
    expect(await run(id)).toBe('suspended');
    expect((await challenges()).map(({ outcome }) => outcome)).toEqual(['interrupted', null]);
    expect([logins, codes]).toEqual([2, []]);
  });
});

/** The database as a worker sees it that dies before its commit. */
function failingCommits({ sql }: IngestParts): IngestParts['sql'] {
  let begun = 0;
  return new Proxy(sql, {
    get: (target, name, receiver) => {
      if (name !== 'begin') return Reflect.get(target, name, receiver);
      begun += 1;
      // The lease and the answer are taken, then it is over.
      return begun <= 2 ? target.begin : () => Promise.reject(new Error('killed'));
    },
  });
}

describe('a message', () => {
  it('brings the code to the sync that waits for it, and goes', async () => {
    const id = await suspend();
    stage.commands.clock.nowMs += 5_000;
    expect(await offer('Your code is 123456.')).toBe('taken');
    expect(await dueIn(id)).toBeLessThanOrEqual(0);
    expect(await run(id)).toBe('committed');
    expect(codes).toEqual(['123456']);
    expect(await lastChallenge()).toMatchObject({ outcome: 'accepted', answeredBy: 'email' });
    expect(await countCodeMessages(database.sql, stage.tenant.organizationId, stage.connectionId)).toBe(0);
  });

  it('is found when it was faster than the page that asks', async () => {
    const id = await queue();
    await offer('Your code is 123456.');
    expect(await run(id)).toBe('suspended');
    expect(await dueIn(id)).toBeLessThanOrEqual(0);
    expect(await run(id)).toBe('committed');
    expect(codes).toEqual(['123456']);
  });

  it.each([
    ['an earlier sign-in', { receivedAt: '2026-11-20T05:59:55.000Z' }],
    ['an earlier sign-in that was late', { sentAt: '2026-11-20T05:58:00.000Z' }],
    ['somebody else', { from: 'no-reply@elsewhere.example' }],
  ])('of %s is not used', async (_, changes) => {
    const id = await suspend();
    await offer('Your code is 123456.', changes);
    expect(await run(id)).toBe('suspended');
    expect(codes).toEqual([]);
  });

  it('that comes later is the one that counts', async () => {
    const id = await suspend();
    await offer('Your code is 111111.');
    stage.commands.clock.nowMs += 1_000;
    await offer('Your code is 222222.');
    stage.commands.clock.nowMs += 1_000;
    await offer('Somebody signed in. Was it you?');
    await run(id);
    expect(codes).toEqual(['222222']);
  });

  it.each([0, 1, 2, 4, 6, 8, 12, 16])(
    'is found whenever it comes, here %d ms after the sync began',
    async (delayMs) => {
      const id = await queue();
      const late = new Promise((resolve) => setTimeout(resolve, delayMs)).then(() => offer('Your code is 123456.'));
      const [end] = await Promise.all([run(id), late]);
      expect(end).toBe('suspended');
      expect(await dueIn(id)).toBeLessThanOrEqual(0);
      // Its job and one of the recovery may come at the same time: the code is used once all the same.
      const ends = await Promise.all([run(id), run(id)]);
      expect(ends).toContain('committed');
      expect(codes).toEqual(['123456']);
    },
  );

  it('is kept for minutes only', async () => {
    await offer('Your code is 123456.');
    expect(await purgeCodeMessages(stage.commands)).toBe(0);
    stage.commands.clock.nowMs += 15 * 60_000 + 1;
    expect(await purgeCodeMessages(stage.commands)).toBeGreaterThan(0);
    expect(await countCodeMessages(database.sql, stage.tenant.organizationId, stage.connectionId)).toBe(0);
  });

  it('is not taken for a connection that is revoked, or belongs to another tenant', async () => {
    const stranger = await createTenant(stage.commands);
    const message = {
      channel: 'sms',
      from: 'bank',
      text: '123456',
      sentAt: null,
      receivedAt: '2026-11-20T06:00:00.000Z',
    } as const;
    expect(await offerCode(stage.commands, stranger, stage.connectionId, message)).toBe('ignored');
    await revokeConnection(stage.commands, stage.tenant, stage.connectionId);
    expect(await offer('Your code is 123456.')).toBe('ignored');
  });
});

describe('where messages reach the installation', () => {
  const told = async () =>
    (await listEvents(database.sql, stage.tenant)).filter(({ type }) => type === 'connection.mfa_required').length;

  beforeEach(() => {
    stage.parts = { ...stage.parts, codes: { ...stage.parts.codes, receives: ['email'] } };
  });

  it('nobody is told of a question that a message answers', async () => {
    const id = await suspend();
    expect(await dueIn(id)).toBeLessThan(60_000);
    stage.commands.clock.nowMs += 5_000;
    await offer('Your code is 123456.');
    expect(await run(id)).toBe('committed');
    expect(await told()).toBe(0);
  });

  it('people are told once when no message comes', async () => {
    const id = await suspend();
    stage.commands.clock.nowMs += 44_000;
    expect(await run(id)).toBe('suspended');
    expect([await told(), (await dueIn(id)) < 2_000]).toEqual([0, true]);
    stage.commands.clock.nowMs += 1_000;
    expect(await run(id)).toBe('suspended');
    expect([await told(), (await dueIn(id)) > 60_000]).toEqual([1, true]);
    expect(await run(id)).toBe('suspended');
    expect(await told()).toBe(1);
  });

  it('people are told at once of a question that comes in another way', async () => {
    asked = { channel: 'sms' };
    await suspend();
    expect(await told()).toBe(1);
  });
});

describe('a stored authenticator seed', () => {
  beforeEach(() => {
    stage.parts = { ...stage.parts, readCredentials: async () => ({ totpSecret: 'SEED' }) };
    asked = { channel: 'totp', message: null };
  });

  it('answers by itself, and by each step once', async () => {
    const step = Math.floor(stage.commands.nowMs() / 30_000);
    for (const nth of [0, 1, 2]) {
      const id = await queue();
      expect(await run(id)).toBe('committed');
      expect(codes.at(-1)).toBe(`SEED-${step + nth}`);
    }
    expect(await challenges()).toEqual([]);
  });

  it('leaves the question to a person where it is none', async () => {
    stage.parts = { ...stage.parts, readCredentials: async () => ({ totpSecret: 'no seed' }) };
    await suspend();
    expect(await lastChallenge()).toMatchObject({ channel: 'totp' });
  });

  it('is not used where the bank asks in another way', async () => {
    asked = { channel: 'sms' };
    await suspend();
    expect(codes).toEqual([]);
  });
});

describe('while a sync waits for a code', () => {
  it('no other one asks the bank, but files can be taken in', async () => {
    await suspend();
    expect(codeOf(await requestSync(stage.commands, stage.tenant, stage.connectionId))).toBe('sync_in_progress');
    const second = await queue();
    expect(await run(second)).toBe('busy');
    const request = { connectionId: stage.connectionId, runId: stage.commands.newId(), ttlMs: 1_000, attemptAt: null };
    expect(await acquireLease(database.sql, stage.tenant, request)).not.toBeNull();
  });

  it('a new login begins anew', async () => {
    const id = await suspend();
    await putCredentials(stage.commands, stage.tenant, stage.connectionId, { bankUsername: 'user', password: 'new' });
    expect(await dueIn(id)).toBeLessThanOrEqual(0);
    expect((await challenges()).map(({ outcome }) => outcome)).toEqual(['withdrawn']);
    expect(await run(id)).toBe('suspended');
    expect([logins, codes]).toEqual([2, []]);
  });

  it.each([
    ['paused', pauseConnection],
    ['revoked', revokeConnection],
  ] as const)('it ends when the connection is %s, and nobody is asked any more', async (_, command) => {
    const id = await suspend();
    await command(stage.commands, stage.tenant, stage.connectionId);
    expect(await runRow(id)).toMatchObject({ status: 'failed', error: null });
    expect(await lastChallenge()).toMatchObject({ outcome: 'withdrawn', session: null });
    expect(codeOf(await answer('123456'))).toBe('not_found');
    expect(await run(id)).toBe('over');
    expect(logins).toBe(1);
  });
});
