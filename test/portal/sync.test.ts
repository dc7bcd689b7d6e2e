import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningBank } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD, orderPortal, signInPlainly } from '../../apps/demo-bank/src/testing/sign-in.ts';
import { createDelegatedUser } from '../../src/cli/quickstart/bank-owner.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import {
  advanceToQuietHour,
  defaultEntityOf,
  eventually,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

const COMPANY = '4410071';
/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 90_000;
let system: RunningSystem;
let caller: Caller;

beforeAll(async () => {
  system = await startSystem({ settings: { CAUSEWAY_BROWSER_PATH: 'carried' } });
  caller = (await system.createOrganization()).test;
  // One way to the bank is read after the other, and both have to find the same.
  await advanceToQuietHour(caller);
});

afterAll(() => system.stop());

/** As the bank's own tests ask it. */
function bankRequest(virtualTime?: string): RunningBank {
  const request: RunningBank['request'] = async (method, path, { form, body, headers } = {}) => {
    const sent = new Headers(headers);
    if (virtualTime !== undefined) sent.set('causeway-virtual-time', virtualTime);
    if (form !== undefined) sent.set('content-type', 'application/x-www-form-urlencoded');
    if (body !== undefined) sent.set('content-type', 'application/json');
    const text = form ?? (body === undefined ? null : JSON.stringify(body));
    const response = await fetch(system.bankUrl + path, { method, headers: sent, body: text, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text(), body: {} };
  };
  return { request } as RunningBank; // What is called here needs nothing of a bank but to be asked.
}

/** As the person behind the delegated user does with the first sign-in. */
async function choosePassword(username: string, password: string, virtualTime: string): Promise<void> {
  await signInPlainly(bankRequest(virtualTime), 'harbor', { companyId: COMPANY, username, password });
}

async function readAll(connectionId: string) {
  const all = await caller.all<Schemas['Transaction']>('listTransactions', { query: { connectionId } });
  return all
    .map(({ status, postedDate, amount, currency }) =>
      [status, postedDate, amount, currency].map((each) => JSON.stringify(each)).join(' '),
    )
    .sort();
}

/** Account, period and hash of each document, whose bytes are what the hash says and a PDF. */
async function readDocuments(connectionId: string): Promise<string[]> {
  const all = await caller.all<Schemas['Statement']>('listStatements', { query: { connectionId } });
  const signal = AbortSignal.timeout(60_000);
  for (const { id, sha256, sizeBytes } of all) {
    const response = await caller.open('getStatementContent', { path: { statementId: id }, signal });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([sizeBytes, sha256]);
    expect(response.headers.get('content-type')).toBe('application/pdf');
  }
  return all.map(({ accountId, periodStart, sha256 }) => `${accountId} ${periodStart} ${sha256}`).sort();
}

/** What the sessions did can be looked up step by step, a failure with its picture, and nothing of it is secret. */
async function expectTimeline(portal: { readonly id: string; readonly username: string }): Promise<void> {
  const path = { connectionId: portal.id };
  const stepsOf = (syncRunId: string) =>
    caller.all<Schemas['SyncRunStep']>('listSyncRunSteps', { path: { ...path, syncRunId } });
  const runs = () => caller.all<Schemas['SyncRun']>('listSyncRuns', { path });
  const [first] = (await runs()).slice(-1);
  const steps = await stepsOf(first?.id ?? '');
  expect(steps.slice(0, 3).map(({ name }) => name)).toEqual(['open the portal', 'fill Company ID', 'fill User ID']);
  expect(steps.filter(({ outcome, hasScreenshot }) => outcome === 'failed' || hasScreenshot)).toEqual([]);

  await orderPortal(bankRequest(), 'harbor', { maintenance: true });
  await caller.get('syncConnection', { path });
  const hasFailed = ([latest]: readonly Schemas['SyncRun'][]) => latest?.status === 'failed';
  const stopped = await eventually(runs, hasFailed, 'a run that meets maintenance', PATIENCE_MS);
  await orderPortal(bankRequest(), 'harbor', { maintenance: false });
  const syncRunId = stopped[0]?.id ?? '';
  const last = (await stepsOf(syncRunId)).at(-1);
  expect(last).toMatchObject({ outcome: 'failed', detail: 'bank_maintenance', hasScreenshot: true });
  const at = { ...path, syncRunId, syncRunStepId: last?.id ?? '' };
  const picture = await caller.open('getSyncRunScreenshot', { path: at, signal: AbortSignal.timeout(60_000) });
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect([picture.headers.get('content-type'), bytes.subarray(1, 4).toString('latin1')]).toEqual(['image/png', 'PNG']);
  const told = JSON.stringify([steps, await stepsOf(syncRunId)]);
  for (const secret of [GOOD_PASSWORD, portal.username, COMPANY]) expect(told).not.toContain(secret);
  const nowhere = { ...at, syncRunStepId: at.syncRunId };
  expect(await caller.refusal('getSyncRunScreenshot', { path: nowhere })).toMatchObject({ code: 'not_found' });
  await caller.get('syncConnection', { path });
  await eventually(connectionOf(portal.id), ({ status }) => status === 'active', 'recovery', PATIENCE_MS);
}

const connectionOf = (id: string) => () =>
  caller.get<Schemas['ConnectionResource']>('getConnection', { path: { connectionId: id } });

/** Lets time pass, and waits for the syncs that it brings these connections. */
async function advance(body: { days: number } | { until: string }, connectionIds: readonly string[]): Promise<void> {
  const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', { body });
  for (const connectionId of connectionIds) {
    const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId } });
    const due = runs.filter(({ id }) => syncRunIds.includes(id));
    expect(due).toHaveLength(1);
    for (const { id } of due)
      expect(await runWhenEnded(caller, connectionId, id, PATIENCE_MS)).toMatchObject({ status: 'succeeded' });
  }
}

async function activate(institutionId: string, username: string | null): Promise<{ id: string; username: string }> {
  const created = await caller.get<Schemas['SetupConnection']>('createConnection', {
    body: { institutionId, entityId: await defaultEntityOf(caller) },
  });
  const login = username ?? (await createUser(created.setup.instructions));
  await putLogin(caller, { id: created.id, username: login, companyId: COMPANY, password: GOOD_PASSWORD });
  await caller.get('completeConnectionSetup', { path: { connectionId: created.id } });
  await eventually(connectionOf(created.id), ({ kind }) => kind === 'ready', 'activation', PATIENCE_MS);
  return { id: created.id, username: login };
}

async function createUser(instructions: Schemas['SetupInstructions']): Promise<string> {
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const { password: first } = await createDelegatedUser({
    ...{ bankUrl: system.bankUrl, bank: 'harbor', companyId: COMPANY, instructions, virtualTime: now },
  });
  await choosePassword(instructions.username, first, now);
  return instructions.username;
}

it('a bank is connected through its portal, read by a real browser, and read again as days go by', async () => {
  const portal = await activate('harbor-portal-demo-bank', null);
  const rows = await readAll(portal.id);
  expect(rows.length).toBeGreaterThan(50);
  // The bank's direct interface shows the same user's rows by another way.
  const direct = await activate('harbor-demo-bank', portal.username);
  expect(await readAll(direct.id)).toEqual(rows);

  const documents = await readDocuments(portal.id);
  // The bank's direct interface has none.
  expect(await readDocuments(direct.id)).toEqual([]);
  expect(documents.length).toBeGreaterThan(2);
  expect(new Set(documents).size).toBe(documents.length);

  // Once its syncs have ended, both ways show the same new rows.
  await advance({ days: 3 }, [portal.id, direct.id]);
  const later = await readAll(portal.id);
  expect(later.length).toBeGreaterThan(rows.length);
  expect(await readAll(direct.id)).toEqual(later);

  await expectTimeline(portal);

  // A month ends: each account gets one document more, and those of before are not fetched again.
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const nextMonth = new Date(now);
  nextMonth.setUTCMonth(nextMonth.getUTCMonth() + 1, 5);
  await advance({ until: nextMonth.toISOString() }, [portal.id]);
  const months = (all: readonly string[]) => new Set(all.map((each) => each.split(' ')[1])).size;
  const more = await readDocuments(portal.id);
  expect(months(more)).toBeGreaterThan(months(documents));
  expect(more).toEqual(expect.arrayContaining([...documents]));
}, 240_000);
