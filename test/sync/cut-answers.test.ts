import { institutionStyles } from '@causeway/bank-simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { queueRun } from '../../src/commands/connections/queue-run.ts';
import type { SourceRequest, SourceResponse } from '../../src/connectors/contract.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { runConnection } from '../../src/ingest/run-connection.ts';
import { findConnection } from '../../src/store/connections/connections.ts';
import { findSyncRun } from '../../src/store/connections/sync-runs.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import {
  connectExportBank,
  type ExportBank,
  looksAtBank,
  looksInMirror,
  openExportBank,
} from '../support/banks/export-bank.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { createActiveConnection, createTenant } from '../support/records/ledger.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 30;
const PAGE_ROWS = 12;
/** Places at which an answer is cut beside those that its structure offers. */
const EVENLY = 24;

type Response = Extract<SourceResponse, { kind: 'response' }>;

/** One of the two connections to the bank; they are alike, and one of them tells what the other will ask. */
interface Link {
  readonly tenant: Tenant & { readonly entityId: string };
  readonly connectionId: string;
}

const database = stageDatabase();
let exportBank: ExportBank;
let commands: ReturnType<typeof connectExportBank>['commands'];
let parts: ReturnType<typeof connectExportBank>['parts'];
let link: Link;
/** The answers with rows of the next sync, in their order. */
let pages: string[];

beforeEach(async () => {
  const style = { ...institutionStyles.restlessBooks, pageRows: PAGE_ROWS };
  exportBank = openExportBank({ seed: 'cut', style });
  exportBank.listedAccounts = 1;
  const institution = { historyDays: HISTORY_DAYS, latenessDays: 10, sourceIds: 'none' } as const;
  ({ commands, parts } = connectExportBank(database, exportBank, institution));
  link = await connect();
  const twin = await connect();
  // Days in which rows post, expire and are taken back, so that a complete read would take something out.
  commands.clock.nowMs += 4 * DAY_MS;
  exportBank.bank.advanceTo(instantFromMs(commands.clock.nowMs) as `${string}T${string}Z`); // An Instant has this form.
  pages = [];
  exportBank.disturb = (request, response) => {
    if (isPage(request)) pages.push(new TextDecoder().decode(response.body));
    return response;
  };
  expect(await sync(twin)).toMatchObject({ status: 'succeeded', removed: expect.toSatisfy((count) => count > 0) });
  exportBank.disturb = undisturbed;
});

const undisturbed: ExportBank['disturb'] = (_request, response) => response;
const isPage = ({ url }: SourceRequest) => url.includes('page=');

async function connect(): Promise<Link> {
  const tenant = await createTenant(commands);
  const made = { tenant, connectionId: await createActiveConnection(commands, tenant) };
  await sync(made);
  return made;
}

async function sync({ tenant, connectionId }: Link = link) {
  const connection = await findConnection(database.sql, tenant, connectionId);
  if (connection === null) throw new Error('the connection is gone');
  const at = instantFromMs(commands.clock.nowMs);
  const { id } = await queueRun(database.sql, connection, { id: commands.newId(), trigger: 'schedule', at });
  await runConnection(parts, tenant, { connectionId, syncRunId: id }, new AbortController().signal);
  return findSyncRun(database.sql, tenant, connectionId, id);
}

/** Everything by which a read could take something out: the rows that live, and how often each was missed. */
async function livingRows() {
  const rows = await database.sql<{ id: string; missedReads: number }[]>`select id, missed_reads from transactions
    where connection_id = ${link.connectionId} and removed_at is null`;
  return new Map(rows.map(({ id, missedReads }) => [id, missedReads]));
}

/** Syncs over a disturbed bank and expects that nothing went, nor is any nearer to going. */
async function expectNothingGone(disturb: ExportBank['disturb'], what: string): Promise<void> {
  const before = await livingRows();
  exportBank.disturb = disturb;
  const run = await sync();
  exportBank.disturb = undisturbed;
  expect(run?.status, what).not.toBe('succeeded');
  expect(run?.removed, what).toBe(0);
  const after = await livingRows();
  for (const [id, missedReads] of before) expect([id, after.get(id)], what).toEqual([id, missedReads]);
}

/** After all that, one whole read has to give what the bank has. */
async function expectWholeInTheEnd(): Promise<void> {
  expect(await sync()).toMatchObject({ status: 'succeeded' });
  expect(await looksInMirror(database, link.connectionId)).toEqual(looksAtBank(exportBank, HISTORY_DAYS));
}

/** Disturbs the n-th answer with rows, counted from 0 over all accounts and pages of a run. */
function atPage(wanted: number, disturb: (response: Response) => SourceResponse): ExportBank['disturb'] {
  let page = -1;
  return (request, response) => {
    if (!isPage(request)) return response;
    page += 1;
    return page === wanted ? disturb(response) : response;
  };
}

const cutAt = (length: number) => (response: Response) => ({ ...response, body: response.body.subarray(0, length) });

/** Lengths at which to cut a text: evenly, and at each kind of place that its structure has, near both ends and within. */
function listCuts(text: string): number[] {
  const cuts = new Set<number>([0, 1, text.length - 1]);
  for (let step = 1; step < EVENLY; step += 1) cuts.add(Math.floor((text.length * step) / EVENLY));
  for (const mark of ['{', '}', '[', ']', '":', ',"', '"', '.', 'null', '},{', '"rows":[', '"pages":', '"balances"']) {
    for (const at of [text.indexOf(mark), text.indexOf(mark, text.length / 2), text.lastIndexOf(mark)])
      for (const length of [at, at + 1, at + mark.length]) if (at >= 0 && length < text.length) cuts.add(length);
  }
  return [...cuts].sort((a, b) => a - b);
}

describe('an answer that is cut', () => {
  it('at any kind of byte of any page removes nothing, and the next whole one makes everything right', async () => {
    expect(pages.length).toBeGreaterThan(3);
    for (const [page, text] of pages.entries())
      for (const length of listCuts(text).filter((_, index) => index % pages.length === page))
        await expectNothingGone(atPage(page, cutAt(length)), `page ${page} cut at byte ${length} of ${text.length}`);
    await expectWholeInTheEnd();
  });
});

describe('a page that does not come', () => {
  const ways: readonly [string, (response: Response) => SourceResponse][] = [
    ['the line breaks', () => ({ kind: 'unreachable', cause: null })],
    ['there is no answer in time', () => ({ kind: 'timeout' })],
    ['the bank answers with a fault', (response) => ({ ...response, status: 503 })],
    ['the answer is empty', (response) => ({ ...response, body: new Uint8Array() })],
    [
      'the answer is a page of something else',
      (response) => ({ ...response, body: new TextEncoder().encode('<html>') }),
    ],
    ['the session has ended', (response) => ({ ...response, status: 401 })],
  ];
  it.each(ways)('because %s removes nothing, whichever page it is', async (what, disturb) => {
    for (const page of pages.keys()) await expectNothingGone(atPage(page, disturb), `${what}, page ${page}`);
    await expectWholeInTheEnd();
  });
});

describe('an answer without some of its rows that says nothing of it', () => {
  it('removes no posted row, however often it comes, because the balances count them', async () => {
    await sync();
    const before = await livingRows();
    exportBank.disturb = (request, response) => (isPage(request) ? leaveOut(response) : response);
    for (let time = 0; time < 3; time += 1) expect(await sync()).toMatchObject({ removed: 0 });
    exportBank.disturb = undisturbed;
    const after = await livingRows();
    for (const id of before.keys()) expect(after.has(id)).toBe(true);
    await expectWholeInTheEnd();
  });
});

describe('a list without an account', () => {
  it('removes nothing of that account', async () => {
    await sync();
    const before = await livingRows();
    exportBank.disturb = ({ method, url }, response) => {
      if (method !== 'GET' || !url.endsWith('/accounts')) return response;
      const { accounts } = JSON.parse(new TextDecoder().decode(response.body)) as { accounts: unknown[] }; // As the bank writes it.
      return { ...response, body: new TextEncoder().encode(JSON.stringify({ accounts: accounts.slice(1) })) };
    };
    for (let time = 0; time < 3; time += 1) expect(await sync()).toMatchObject({ removed: 0 });
    expect(await livingRows()).toEqual(before);
  });
});

/** Every third posted row is left out. */
function leaveOut(response: Response): Response {
  const page = JSON.parse(new TextDecoder().decode(response.body)) as { rows: { status: string }[] }; // As the bank writes it.
  const rows = page.rows.filter(({ status }, index) => status !== 'posted' || index % 3 !== 0);
  return { ...response, body: new TextEncoder().encode(JSON.stringify({ ...page, rows })) };
}
