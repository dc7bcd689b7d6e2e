import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountKey, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import { november } from '../support/banks/rows.ts';
import { createAccount, createActiveConnection, planRemoval, planWrite } from '../support/records/ledger.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { startWebStage, type WebStage } from './stage.ts';

/** What a member may scroll through. */
const MANY = 100_000;
/** Larger than the pages ask for, so that fewer are needed to have them all. */
const PAGE = 2_000;
/** How far a member scrolls through what the server has. */
const SCROLLED = 3_000;
/** A task that takes longer holds up keys and scrolling. */
const LONG_TASK_MS = 100;

let stage: WebStage;
let organization: TestOrganization;
let account: AccountKey;
const parts = () => ({ ...stage.system.installation.commands, sql: stage.system.installation.sql });
const tenant = () => ({ organizationId: organization.id, environment: 'test' }) as const;

async function write(writes: Parameters<typeof writeTransactions>[2]): Promise<void> {
  await parts().sql.begin((db) => writeTransactions(db, tenant(), writes));
}

const coffee = (index: number) => ({
  postedDate: november(1 + (index % 20)),
  amount: `-${index}.25`,
  rawDescription: `Harbor Coffee ${index}`,
  counterpartyName: 'Harbor Coffee',
});

/** An organization with very many transactions: copies of a real one, put in by two statements, and searchable. */
async function fillAccount(): Promise<TestOrganization> {
  const { sql } = parts();
  const other = await stage.system.createOrganization();
  const [entity] = await sql<{ id: string }[]>`select id from entities where organization_id = ${other.id}`;
  const place = { organizationId: other.id, environment: 'test', entityId: entity?.id ?? '' } as const;
  const own = await createAccount(parts(), place, await createActiveConnection(parts(), place));
  const seed = planWrite(parts(), own, { ...coffee(1), rawDescription: 'Seed', postedDate: november(1) });
  await sql.begin((db) => writeTransactions(db, place, [seed]));
  const [keys] = await sql<{ definition: string }[]>`
    select indexdef as definition from pg_indexes where indexname = 'transaction_search_keys_of_rows'`;
  await sql.begin(async (db) => {
    await db`set local session_replication_role = replica`;
    // Whoever searches or fills the search begins here, and waits holding nothing that is wanted below.
    await db`lock table transaction_search_heads in access exclusive mode`;
    await db`drop index transaction_search_keys_of_rows`;
    await db`insert into transactions (organization_id, environment, id, entity_id, connection_id, account_id, status, posted_date,
        amount, currency, rail, match_key, search_text, body, revision, first_position, last_position, event_head, updated_at)
      select t.organization_id, t.environment, each.id, t.entity_id, t.connection_id, t.account_id, t.status, t.posted_date,
        t.amount, t.currency, t.rail, 'k' || n, 'real row ' || n,
        replace(replace(t.body, ${seed.id}, each.id::text), 'Seed', 'Real row ' || n), 1, n + 1, n + 1, t.event_head, t.updated_at
      from (select n, uuidv7() as id from generate_series(1, ${MANY - 1}::int) n offset 0) each, transactions t
      where t.id = ${seed.id}`;
    await db`insert into transaction_search (organization_id, id, environment, entity_id, connection_id, account_id, sort_date,
        amount, status, currency, rail, content)
      select organization_id, id, environment, entity_id, connection_id, account_id, posted_date, amount, status, currency,
        rail, search_text || chr(10) from transactions where organization_id = ${other.id}
      on conflict do nothing`;
    await db.unsafe(keys?.definition ?? '');
    await db`update stream_heads set head = ${MANY} where organization_id = ${other.id} and environment = 'test'`;
    await db`insert into transaction_search_heads (organization_id, environment, position)
      values (${other.id}, 'test', ${MANY}) on conflict (organization_id, environment) do update set position = excluded.position`;
  });
  await sql`vacuum analyze transactions, transaction_search`;
  return other;
}

/**
 * Opens a page and acts on it, which makes `least` tasks or more, and none that is long. The processor time of a task grows when others use
 * the same core and its caches: what the page itself takes long for, it does each time, so the better of two times counts.
 */
async function expectShortTasks(page: Page, least: number, open: () => Promise<() => Promise<void>>): Promise<void> {
  const longMs: number[][] = [];
  while (longMs.length < 2 && longMs.at(-1)?.length !== 0) {
    const act = await open();
    await stage.browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await act();
    const tasksMs = readMainTasks(await stage.browser.stopTracing());
    expect(tasksMs.length).toBeGreaterThan(least);
    longMs.push(tasksMs.filter((ms) => ms >= LONG_TASK_MS));
  }
  expect(longMs.at(-1)).toEqual([]);
}

beforeAll(async () => {
  stage = await startWebStage();
  organization = await stage.system.createOrganization();
  const [entity] = await parts().sql<
    { id: string }[]
  >`select id from entities where organization_id = ${organization.id}`;
  const place = { ...tenant(), entityId: entity?.id ?? '' };
  account = await createAccount(parts(), tenant(), await createActiveConnection(parts(), place));
  await write(Array.from({ length: 30 }, (_, index) => planWrite(parts(), account, coffee(index + 1))));
});
afterAll(() => stage.stop());
afterEach(() => stage.expectClean());

describe('the page of transactions', () => {
  it('searches while one types, keeps filters in the address, and shows one transaction with its history', async () => {
    const known = planWrite(parts(), account, { ...coffee(77), rawDescription: 'Größe 100% "special"' });
    await write([known]);
    await write([planWrite(parts(), account, { ...coffee(78), rawDescription: 'Größe 100% "special"' }, known)]);
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    await goToPage('/transactions');
    await page.getByText('31 transactions').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('größe 100%');
    // On a slow machine a part of it is searched for first, and finds the same.
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('größe 100%');
    await page.getByText('1 transaction', { exact: true }).waitFor();
    await page.getByRole('row', { name: /special/ }).press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Transaction' });
    await drawer.getByText('Revision 2').waitFor();
    await expect
      .poll(() => drawer.getByRole('region', { name: 'History' }).innerText())
      .toMatch(/amount.*-77\.25.*→.*-78\.25/s);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.getByRole('row', { name: /special/ }).press('Enter');
    await drawer.waitFor();
    // The way back closes what was opened, then undoes the search as a whole.
    await page.goBack();
    await drawer.waitFor({ state: 'hidden' });
    await page.goBack();
    await page.getByText('31 transactions').waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await page.goForward();
    await page.getByText('1 transaction', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('7.25');
    await page.getByRole('button', { name: 'Search the amount −7.25' }).click();
    await page.getByText('1 transaction', { exact: true }).waitFor();
    await expect.poll(() => page.getByLabel('Amount from').inputValue()).toBe('-7.25');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('31 transactions').waitFor();
    await keepScreenshot(page, 'transactions');
  });

  it('offers the rows of a search as a file', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    await goToPage('/transactions?q=coffee%2017');
    await page.getByText('1 transaction', { exact: true }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('transactions.csv');
    // One that takes its time is stopped: the request itself is given up, and nothing is called an error.
    await page.route('**/transactions/export?**', () => new Promise(() => undefined));
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await Promise.all([
      page.waitForEvent('requestfailed', (request) => request.url().includes('/transactions/export')),
      page.getByRole('button', { name: 'Stop the export' }).click(),
    ]);
    await page.getByRole('button', { name: 'Export as CSV' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('says of an id that none of these data has that there is no such transaction, and of a removed one that it is gone', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    const drawer = page.getByRole('dialog', { name: 'Transaction' });
    await goToPage('/transactions?transaction=019a99d4-7b10-7c3a-9f21-4d8e6a02b7c1');
    await drawer.getByText('There is no such transaction').waitFor();
    expect(await drawer.getByText('Removed', { exact: true }).count()).toBe(0);
    await expectAccessible(page);
    const gone = planWrite(parts(), account, { ...coffee(79), rawDescription: 'Gone' });
    await write([gone]);
    await write([planRemoval(parts(), account, { id: gone.id, revision: 1 })]);
    await goToPage(`/transactions?transaction=${gone.id}`);
    await drawer.getByText('The transaction is not there any more').waitFor();
    await drawer.getByText('Revision 2').waitFor();
    await page.close();
  });

  it('scrolls and filters 100,000 rows without holding up the page', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    await page.addInitScript(MANY_ROWS);
    await expectShortTasks(page, 1_000, async () => {
      await goToPage('/transactions');
      await page.getByText('10,000+').waitFor();
      return async () => {
        await page.evaluate(READ_TO_THE_END);
        expect(await page.getByRole('table', { name: 'Transactions' }).getByRole('row').count()).toBeLessThan(100);
        await page.getByText(`Row number ${MANY - 1}`, { exact: true }).waitFor();
        await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight / 2)');
        await page
          .getByText(/^Row number 4999\d$|^Row number 5000\d$/)
          .first()
          .waitFor();
        await page.getByRole('searchbox', { name: 'Search' }).fill('filtered');
        await page.getByText('Filtered 0', { exact: true }).waitFor();
      };
    });
  });

  it('scrolls and filters 100,000 rows of the server without holding up the page', async () => {
    const large = await fillAccount();
    const { page, goToPage, close } = await stage.signIn({ organization: large, role: 'viewer' });
    await expectShortTasks(page, 200, async () => {
      await goToPage('/transactions');
      await page.getByText('10,000+').waitFor();
      return async () => {
        await page.evaluate(readOn(SCROLLED));
        expect(await page.getByRole('table', { name: 'Transactions' }).getByRole('row').count()).toBeLessThan(100);
        await page.getByRole('searchbox', { name: 'Search' }).fill(`real row ${MANY / 2}`);
        await page.getByText('1 transaction', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Clear filters' }).click();
        await page.getByText(`Real row ${MANY - 1}`, { exact: true }).waitFor();
      };
    });
    await close();
  });

  it('is a list of cards on a phone, in the dark', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer', device: 'phone', scheme: 'dark' });
    await goToPage('/transactions');
    await page.getByText('31 transactions').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await expectAccessible(page);
    await keepScreenshot(page, 'transactions-phone-dark');
  });
});

describe('the stream inspector', () => {
  it('shows changes as they are committed, what changed in them, and goes on after a pause without a loss', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    await goToPage('/stream');
    await page.locator('#main').getByText('Live', { exact: true }).waitFor();
    const known = planWrite(parts(), account, { ...coffee(90), rawDescription: 'Watched' });
    await write([known]);
    const rows = page.getByRole('table', { name: 'Changes' }).getByRole('row');
    await rows.filter({ hasText: 'Watched' }).filter({ hasText: 'Added' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await write([planWrite(parts(), account, { ...coffee(91), rawDescription: 'Watched' }, known)]);
    await page.getByRole('button', { name: 'Go on' }).click();
    await rows
      .filter({ hasText: 'Watched' })
      .filter({ has: page.getByText('amount', { exact: true }) })
      .waitFor();
    await write([planRemoval(parts(), account, { id: known.id, revision: 2 })]);
    await rows.filter({ hasText: 'withdrawnByBank' }).waitFor();
    await page.getByText('3 changes').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'stream');
    await page.getByRole('button', { name: 'From the beginning' }).click();
    await rows.filter({ hasText: 'Harbor Coffee 30' }).waitFor();
  });

  it('says once why it has ended, and promises nothing more', async () => {
    const { page, goToPage } = await stage.signIn({ organization, role: 'viewer' });
    await goToPage('/stream');
    await page.getByText('appears here at once').waitFor();
    await page.getByRole('textbox', { name: 'Cursor' }).fill('sc_made_up');
    await page.getByRole('button', { name: 'From this cursor' }).click();
    await page.getByText('The stream has ended').waitFor();
    const refusal = await page.getByRole('alert').textContent();
    expect(refusal?.match(/is damaged/g)).toHaveLength(1);
    expect(await page.getByText('appears here at once').count()).toBe(0);
    await expectAccessible(page);
    await keepScreenshot(page, 'stream-ended');
  });
});

/**
 * Runs in the page, before its own scripts: answers with pages of a list that is longer than anybody seeds in a test. The rows of a
 * search have another name.
 */
const MANY_ROWS = `
  const send = globalThis.fetch;
  globalThis.fetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url, location.href);
    if (pathname === '/console/api/transactions/count') return Response.json({ count: 10_000, isWhole: false });
    if (pathname !== '/console/api/transactions') return send(url, init);
    const from = Number(searchParams.get('cursor') ?? 0);
    const name = searchParams.has('text') ? 'Filtered' : 'Row number';
    const data = Array.from({ length: ${PAGE} }, (_, index) => ({
      id: '019a99d4-7b10-7c3a-9f21-' + String(from + index).padStart(12, '0'),
      connectionId: '019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18', accountId: '019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9',
      status: 'posted', postedDate: '2026-11-01', updatedAt: '2026-11-20T06:02:11.482Z', amount: '-' + index + '.05',
      currency: 'EUR', entryType: 'debit', rail: 'card', description: name + ' ' + (from + index), rawDescription: null,
      counterpartyName: 'Harbor Coffee', merchantName: null,
    }));
    const next = from + ${PAGE} < ${MANY} ? String(from + ${PAGE}) : null;
    return Response.json({ data, pagination: { hasMore: next !== null, nextCursor: next }, meta: { requestId: 'x' } });
  };
`;

/** Runs in the page: keeps at the end of the list until all of it is there. */
const READ_TO_THE_END = `new Promise((resolve) => {
  const step = () => {
    scrollTo(0, document.documentElement.scrollHeight);
    const rows = Number(document.querySelector('table').getAttribute('aria-rowcount')) - 1;
    const isAtEnd = [...document.querySelectorAll('td')].some((cell) => cell.textContent === 'Row number ${MANY - 1}');
    if (rows === ${MANY} && isAtEnd) resolve();
    else requestAnimationFrame(step);
  };
  step();
})`;

/** Runs in the page: keeps at the end of the list until so many rows are there, and it stands at the last of them. */
const readOn = (wanted: number) => `new Promise((resolve) => {
  const step = () => {
    scrollTo(0, document.documentElement.scrollHeight);
    const rows = Number(document.querySelector('table').getAttribute('aria-rowcount')) - 1;
    if (rows >= ${wanted}) resolve();
    else requestAnimationFrame(step);
  };
  step();
})`;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Processor time of the tasks of the pages' main threads, in milliseconds. What the browser itself calls a long task is told by the
 * clock, and on a machine that does other things at the same time every task is long.
 */
function readMainTasks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // Chromium's own form.
  const keyOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(keyOf),
  );
  return traceEvents
    .filter((event) => event.name.endsWith('RunTask') && event.ph === 'X' && mains.has(keyOf(event)))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1_000]));
}
