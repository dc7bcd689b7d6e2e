import { beforeEach, describe, expect, it } from 'vitest';
import { createRow, november } from '../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../test/support/banks/scripted-bank.ts';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { createActiveConnection } from '../../test/support/records/ledger.ts';
import { listEvents } from '../../test/support/records/list-events.ts';
import { uploadFile } from '../commands/files/upload-file.ts';
import type { SyncWindow } from '../domain/connection/sync-schedule.ts';
import type { Coverage, ObservedRow } from '../domain/observation.ts';
import { addDays, type CalendarDate, utcDateOf } from '../domain/values/calendar-date.ts';
import { addDecimals, decimal, formatDecimal } from '../domain/values/decimal.ts';
import { addMs, instantFromMs } from '../domain/values/instant.ts';
import { findConnection } from '../store/connections/connections.ts';
import { stageRun } from './testing/run-stage.ts';

const CHECKING = createSourceAccount('0001234410');
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const COMPLETE: Pick<Coverage, 'complete' | 'proves'> = { complete: true, proves: ['pending', 'posted'] };

/** The books of the bank behind the scripted one: what it has, and what it leaves out when asked. */
interface Books {
  rows: ObservedRow[];
  /** Texts of rows that it counts in its balances and does not show. */
  readonly hidden: Set<string>;
  /** What its balances are wrong by. */
  error: string;
  coverage: Pick<Coverage, 'complete' | 'proves'>;
  /** Makes a fetch fail: its number within the session, from 1. */
  failingFetch: number | null;
}

const database = stageDatabase();
const stage = stageRun(database);
let books: Books;
let windows: SyncWindow[];

beforeEach(() => {
  books = { rows: [], hidden: new Set(), error: '0', coverage: COMPLETE, failingFetch: null };
  windows = [];
  stage.bank.accounts = [CHECKING];
  stage.bank.observe = (_source, window) => observe(window);
});

/** Shows the rows of a window between the balance before it and that of the end of yesterday, as an interface does. */
function observe(window: SyncWindow) {
  windows.push(window);
  if (windows.length === books.failingFetch)
    return { observation: null, evidenceId: null, fault: { code: 'portal_unavailable', message: 'Gone.' } as const };
  const yesterday = addDays(today(), -1);
  const rows = books.rows.filter(
    ({ postedDate, rawDescription }) =>
      postedDate !== null &&
      postedDate >= window.from &&
      postedDate <= window.to &&
      !books.hidden.has(rawDescription ?? ''),
  );
  const before = addDays(window.from, -1);
  const observation = createObservation(CHECKING, window, {
    rows,
    coverage: { ...window, ...books.coverage },
    statedBalances: books.coverage.complete
      ? [
          { date: before, statedAs: 'opening', amount: balanceAt(before) },
          { date: yesterday, statedAs: 'running', amount: balanceAt(yesterday) },
        ]
      : [],
  });
  return { observation, evidenceId: null, fault: null };
}

/** The ledger balance at the end of a day; the error came in on 10 November. */
function balanceAt(day: CalendarDate): string {
  const booked = books.rows.filter(({ postedDate }) => postedDate !== null && postedDate <= day);
  const amounts = [...booked.map(({ amount }) => amount), ...(day >= november(10) ? [books.error] : [])];
  return formatDecimal(amounts.map(decimal).reduce(addDecimals, decimal('1000')), 2);
}

const today = () => utcDateOf(instantFromMs(stage.commands.clock.nowMs));
const post = (day: number, text: string, amount = '-5.00') =>
  books.rows.push(createRow({ postedDate: november(day), rawDescription: text, amount }));
const withdraw = (text: string) => {
  books.rows = books.rows.filter(({ rawDescription }) => rawDescription !== text);
};

/** Syncs now and returns the run with the first days of the windows that it fetched. */
async function sync() {
  windows = [];
  const { run } = await stage.sync();
  return { run, fetched: windows.map(({ from }) => from) };
}

/** Takes in a statement of some days between two balances. */
async function upload(opening: string, rows: ObservedRow[], closing: string, [first, last]: [number, number]) {
  const window = { from: november(first), to: november(last) };
  const observation = createObservation(CHECKING, window, {
    rows,
    coverage: { ...window, complete: true, proves: [] },
    statedBalances: [
      { date: addDays(window.from, -1), statedAs: 'opening', amount: opening },
      { date: window.to, statedAs: 'closing', amount: closing },
    ],
  });
  const { accountNumber } = CHECKING;
  stage.bank.file = { ...stage.bank.file, readings: [{ accountNumber, currency: 'USD', observation, problem: null }] };
  const file = { name: 'a.bai', sha256: `hash ${first}`, sizeBytes: 12, formatHint: null, accountId: null };
  const queued = await uploadFile(stage.commands, stage.tenant, stage.connectionId, {
    ...file,
    keep: async () => undefined,
  });
  if (!queued.ok) throw new Error(queued.refusal.message);
  await stage.run(queued.value.run.id);
}

async function account() {
  const [only] = await stage.accounts();
  if (only === undefined) throw new Error('there is no account');
  return only;
}

async function alarms() {
  const events = await listEvents(database.sql, stage.tenant);
  return events.filter(({ type }) => type === 'account.balance_alarm').map(({ data }) => data);
}

async function removals() {
  const { rows } = await stage.stream();
  return rows.flatMap(({ removedReason }) => (removedReason === null ? [] : [removedReason]));
}

/** A bank with some history that was read, and a day that has passed since. */
async function begin(): Promise<void> {
  for (const day of [1, 3, 6, 12, 16, 18]) post(day, `PURCHASE ${day}`, `-${day}.00`);
  await sync();
  expect(await account()).toMatchObject({ proofState: 'proven', alarmRaisedAt: null });
  stage.commands.clock.nowMs += DAY_MS;
}

describe('a posted row that the bank took back', () => {
  it('is gone after one run, because the balances agree with two fetches that lack it', async () => {
    await begin();
    withdraw('PURCHASE 18');
    const { run, fetched } = await sync();
    expect(fetched).toEqual(['2026-11-16', '2026-08-23']);
    expect(run).toMatchObject({ status: 'succeeded', removed: 1, perAccount: [{ balanceProof: 'proven' }] });
    expect(await removals()).toEqual(['withdrawnByBank']);
    expect(await alarms()).toEqual([]);
    expect([stage.bank.opened, stage.bank.closed]).toEqual([2, 2]);
  });

  it('is gone after one run also from before the usual window, with one fetch more', async () => {
    await begin();
    withdraw('PURCHASE 3');
    const { run, fetched } = await sync();
    expect(fetched).toEqual(['2026-11-16', '2026-08-23', '2026-08-23']);
    expect(run).toMatchObject({ removed: 1, perAccount: [{ balanceProof: 'proven' }] });
    expect(await alarms()).toEqual([]);
  });

  it('stays while the bank merely leaves it out: it is in the balances, so nothing is fetched again', async () => {
    await begin();
    books.hidden.add('PURCHASE 18');
    const { fetched, run } = await sync();
    expect(fetched).toHaveLength(1);
    expect(run).toMatchObject({ outcome: 'unchanged', perAccount: [{ balanceProof: 'proven' }] });
    books.hidden.clear();
    expect((await sync()).run).toMatchObject({ outcome: 'unchanged' });
    expect(await removals()).toEqual([]);
  });

  it('stays beside one that is left out, because the balances speak for both or for none', async () => {
    await begin();
    withdraw('PURCHASE 18');
    books.hidden.add('PURCHASE 16');
    const { run } = await sync();
    expect(run).toMatchObject({ removed: 0, perAccount: [{ balanceProof: 'broken' }] });
    books.hidden.clear();
    stage.commands.clock.nowMs += DAY_MS;
    expect((await sync()).run).toMatchObject({ removed: 1, perAccount: [{ balanceProof: 'proven' }] });
    expect(await removals()).toEqual(['withdrawnByBank']);
  });
});

describe('a row that comes later than the bank is known to book', () => {
  it('is found by the balances, and from then on the window is wide enough for its like', async () => {
    await begin();
    stage.commands.clock.nowMs += 7 * DAY_MS;
    await sync();
    post(12, 'LATE', '-7.00');
    stage.commands.clock.nowMs += DAY_MS;
    const { run, fetched } = await sync();
    expect(fetched).toEqual(['2026-11-24', '2026-08-31']);
    expect(run).toMatchObject({ added: 1, perAccount: [{ balanceProof: 'proven' }] });
    expect(await alarms()).toEqual([]);
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      observedLatenessDays: 17,
    });
    post(13, 'LATE AGAIN', '-7.00');
    stage.commands.clock.nowMs += DAY_MS;
    const second = await sync();
    expect(second.fetched).toEqual(['2026-11-04']);
    expect(second.run).toMatchObject({ added: 1, perAccount: [{ balanceProof: 'proven' }] });
  });

  it('teaches nothing where the bank was never read before', async () => {
    await begin();
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      observedLatenessDays: 0,
    });
  });
});

describe('balances that stay broken', () => {
  it('raise one alarm after a wider read, have it repeated with growing waits, and clear it once they are mended', async () => {
    await begin();
    books.error = '-0.40';
    const first = await sync();
    expect(first.fetched).toEqual(['2026-11-16', '2026-08-23']);
    expect(first.run).toMatchObject({ status: 'succeeded', perAccount: [{ balanceProof: 'broken' }] });
    const at = instantFromMs(stage.commands.clock.nowMs);
    expect(await account()).toMatchObject({
      proofState: 'broken',
      difference: '-0.40',
      alarmRaisedAt: at,
      wideReads: 1,
      nextWideReadAt: addMs(at, 5 * MINUTE_MS),
    });
    expect(await alarms()).toMatchObject([{ alarm: 'raised', difference: '-0.40', balanceProof: 'broken' }]);

    stage.commands.clock.nowMs += 4 * MINUTE_MS;
    expect((await sync()).fetched).toEqual(['2026-11-16']);
    stage.commands.clock.nowMs += 1 * MINUTE_MS;
    expect((await sync()).fetched).toEqual(['2026-08-23']);
    expect(await account()).toMatchObject({
      alarmRaisedAt: at,
      wideReads: 2,
      nextWideReadAt: addMs(at, 15 * MINUTE_MS),
    });
    expect(await alarms()).toHaveLength(1);

    books.error = '0';
    stage.commands.clock.nowMs += 10 * MINUTE_MS;
    expect((await sync()).run).toMatchObject({ perAccount: [{ balanceProof: 'proven' }] });
    expect(await account()).toMatchObject({
      alarmRaisedAt: null,
      wideReads: 0,
      nextWideReadAt: null,
      difference: null,
    });
    expect(await alarms()).toMatchObject([
      { alarm: 'raised' },
      { alarm: 'cleared', brokenFrom: null, difference: null },
    ]);
  });

  it('of a first read raise the alarm at once, because it was whole', async () => {
    post(18, 'PURCHASE');
    books.error = '2.00';
    const { fetched } = await sync();
    expect(fetched).toHaveLength(1);
    expect(await alarms()).toMatchObject([{ alarm: 'raised', difference: '2.00', brokenFrom: november(19) }]);
  });

  it('raise no alarm while the bank cannot be read again; the next sync reads wider', async () => {
    await begin();
    books.error = '-0.40';
    books.failingFetch = 2;
    const { run } = await sync();
    expect(run).toMatchObject({ status: 'partial', error: { code: 'portal_unavailable' } });
    expect(run?.perAccount).toMatchObject([{ status: 'succeeded', balanceProof: 'broken' }]);
    expect(await alarms()).toEqual([]);
    books.failingFetch = null;
    expect((await sync()).fetched).toEqual(['2026-08-23']);
    expect(await alarms()).toMatchObject([{ alarm: 'raised' }]);
  });

  it('of an account that only files feed raise the alarm at once, and a file that fills the gap clears it', async () => {
    stage.connectionId = await createActiveConnection(stage.commands, stage.tenant, 'bare-bank');
    await upload('0.00', [createRow({ amount: '-5.00' })], '-5.00', [1, 2]);
    expect(await alarms()).toEqual([]);
    await upload('-9.00', [createRow({ postedDate: november(9), amount: '-1.00' })], '-10.00', [8, 9]);
    expect(await alarms()).toMatchObject([{ alarm: 'raised', difference: '-4.00' }]);
    await upload('-5.00', [createRow({ postedDate: november(5), amount: '-4.00' })], '-9.00', [3, 7]);
    expect(await account()).toMatchObject({ proofState: 'proven', alarmRaisedAt: null });
    expect(await alarms()).toMatchObject([{ alarm: 'raised' }, { alarm: 'cleared' }]);
  });

  it('mean nothing after a read that was cut', async () => {
    await begin();
    post(18, 'MORE', '-9.00');
    books.coverage = { complete: false, proves: [] };
    expect((await sync()).fetched).toHaveLength(1);
    expect(await alarms()).toEqual([]);
    books.coverage = COMPLETE;
    expect((await sync()).run).toMatchObject({ perAccount: [{ balanceProof: 'proven' }] });
    expect(await alarms()).toEqual([]);
  });
});
