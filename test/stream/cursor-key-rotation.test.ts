import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diagnose } from '../../src/composition/diagnosis.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation, startApi } from '../../src/main.ts';
import { type Caller, createCaller, type Schemas } from '../support/calls/caller.ts';
import { type Page, type Query, WrittenStream } from '../support/stream/written-stream.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let stream: WrittenStream;
/** What to stop, in this order. */
let running: (() => Promise<void>)[];

beforeEach(async () => {
  running = [];
  system = await startSystem({ worker: false });
  stream = await WrittenStream.open(system);
});
afterEach(async () => {
  for (const stop of running) await stop();
  await system?.stop();
});

/** Another API process on the same database and master key, as far as it matters here: one with its own settings. */
async function startWith(cursorKeyNumber: number): Promise<Caller> {
  const config = { ...system.installation.config, cursorKeyNumber };
  const installation: Installation = await openInstallation(config, silentLog, { attach: false });
  const api = await startApi(installation);
  running.push(api.stop, installation.close);
  return createCaller(api.url, stream.caller.key);
}

const sync = (caller: Caller, query: Query = {}) => caller.get<Page>('syncTransactions', { query });
const refusalOf = async (caller: Caller, cursor: string) =>
  (await caller.refusal('syncTransactions', { query: { cursor } })).code;
/** What the doctor says of a number. */
async function judge(cursorKeyNumber: number) {
  const environment = {
    ...{ DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir, CAUSEWAY_PORT: '0' },
    CAUSEWAY_CURSOR_KEY_NUMBER: String(cursorKeyNumber),
  };
  const findings = await diagnose(environment, system.dataDir, { full: false, browser: false });
  return findings.find(({ check }) => check === 'cursor-keys');
}
/** The number of a cursor's key stands in its second byte. */
const numberOf = (cursor: string) => Buffer.from(cursor.slice(3), 'base64url')[1];

describe('when the key of cursors is changed and the API restarted', () => {
  it('old cursors go on exactly where they were, and new ones get the new key', async () => {
    const before = await sync(stream.caller);
    const rows = [await stream.add(), await stream.add(), await stream.add()];
    const middle = await sync(stream.caller, { cursor: before.nextCursor, limit: 1 });
    const list = await stream.caller.get<Schemas['TransactionList']>('listTransactions', { query: { limit: 1 } });
    const restarted = await startWith(2);
    const rest = await sync(restarted, { cursor: middle.nextCursor });
    expect(rest.events).toMatchObject(rows.slice(1).map(({ id }) => ({ type: 'added', transaction: { id } })));
    expect([middle.nextCursor, rest.nextCursor].map(numberOf)).toEqual([1, 2]);
    expect(await sync(restarted, { cursor: rest.nextCursor })).toMatchObject({ events: [], hasMore: false });
    // Cursors of lists are held by clients for a moment only, but a restart may come in just that moment.
    const cursor = list.pagination.nextCursor ?? '';
    const page = await restarted.get<Schemas['TransactionList']>('listTransactions', { query: { limit: 5, cursor } });
    expect(page.data).toHaveLength(2);
  });

  it('old cursors live for their 90 days, and no longer', async () => {
    const { nextCursor } = await sync(stream.caller);
    const restarted = await startWith(2);
    await restarted.get('advanceSandboxClock', { body: { days: 89 } });
    expect(await sync(restarted, { cursor: nextCursor })).toMatchObject({ hasMore: false });
    await restarted.get('advanceSandboxClock', { body: { days: 2 } });
    expect(await refusalOf(restarted, nextCursor)).toBe('cursor_expired');
  });

  it('processes that have not been restarted yet take the new cursors, too', async () => {
    const restarted = await startWith(2);
    const { nextCursor } = await sync(restarted);
    await stream.add();
    const there = await sync(stream.caller, { cursor: nextCursor });
    expect(there.events).toHaveLength(1);
    expect(numberOf(there.nextCursor)).toBe(1);
    expect(await sync(restarted, { cursor: there.nextCursor })).toMatchObject({ events: [], hasMore: false });
  });

  it('a number that is raised by two drops the old key at once', async () => {
    const [first, second] = [await sync(stream.caller), await sync(await startWith(2))];
    const restarted = await startWith(3);
    expect(await refusalOf(restarted, first.nextCursor)).toBe('invalid_cursor');
    expect(await sync(restarted, { cursor: second.nextCursor })).toMatchObject({ hasMore: false });
  });

  it('a number that is lower than it was breaks cursors, which the doctor finds by the keys that were made', async () => {
    const { nextCursor } = await sync(await startWith(11));
    expect(await refusalOf(await startWith(9), nextCursor)).toBe('invalid_cursor');
    expect(await judge(9)).toMatchObject({
      level: 'problem',
      message: expect.stringContaining('CAUSEWAY_CURSOR_KEY_NUMBER is 9, and this database has been served with 11'),
      fix: expect.stringContaining('Set CAUSEWAY_CURSOR_KEY_NUMBER=11'),
    });
    // As while processes are restarted with the higher number: they take each other's cursors.
    expect(await sync(await startWith(10), { cursor: nextCursor })).toMatchObject({ hasMore: false });
    expect((await judge(10))?.level).toBe('warning');
    for (const number of [11, 12, 13]) expect((await judge(number))?.level).toBe('ok');
  });
});
