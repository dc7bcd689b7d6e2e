import type { Browser, Locator, Page } from 'playwright-core';
import type { Known, Recipe, Step, Target } from '../../src/connectors/portal/recipe.ts';
import { harborDemo } from '../../src/connectors/portal/recipes/harbor-demo.ts';
import { lindenDemo } from '../../src/connectors/portal/recipes/linden-demo.ts';
import { ridgelineDemo } from '../../src/connectors/portal/recipes/ridgeline-demo.ts';
import type { SyncWindow } from '../../src/domain/connection/sync-schedule.ts';
import { type BankId, COMPANY } from '../../test/support/banks/portal-connection.ts';

const RECIPES: Readonly<Record<BankId, Recipe>> = {
  harbor: harborDemo,
  ridgeline: ridgelineDemo,
  linden: lindenDemo,
};

/** What one session reads. */
export interface BareVisit {
  readonly bank: BankId;
  readonly bankUrl: string;
  readonly username: string;
  readonly password: string;
  readonly virtualTime: string;
  readonly window: SyncWindow;
}

/**
 * Reads a bank as a script does that one writes for oneself: the words of the recipe, played by Playwright alone. It looks at everything once,
 * knows of no trouble, keeps nothing, and trusts that all goes well. Gives how many cells it saw.
 */
export async function visitBank(browser: Browser, visit: BareVisit): Promise<number> {
  const recipe = RECIPES[visit.bank];
  const context = await browser.newContext({
    locale: recipe.locale,
    timezoneId: recipe.timezone,
    viewport: { width: 1_280, height: 1_024 },
    extraHTTPHeaders: { 'causeway-virtual-time': visit.virtualTime },
  });
  try {
    return await readAll(await context.newPage(), recipe, visit);
  } finally {
    await context.close();
  }
}

async function readAll(page: Page, recipe: Recipe, visit: BareVisit): Promise<number> {
  const known: Known = {
    portalUrl: `${visit.bankUrl}/${visit.bank}/portal`,
    credentials: { bankCustomerId: COMPANY, bankUsername: visit.username, password: visit.password },
    account: null,
    window: visit.window,
  };
  await play(page, recipe.signIn, known);
  await play(page, recipe.accounts.steps, known);
  const accounts: Known['account'][] = [];
  for (const link of await locate(page, recipe.accounts.links).getByRole('link').all()) {
    const name = (await link.textContent())?.trim() ?? '';
    accounts.push({ handle: new URL((await link.getAttribute('href')) ?? '', page.url()).href, number: '', name });
  }
  let cells = 0;
  for (const account of accounts) cells += await readAccount(page, recipe, { ...known, account });
  for (const account of accounts) cells += await readDocuments(page, recipe, { ...known, account });
  await play(page, recipe.signOut, known);
  return cells;
}

async function readAccount(page: Page, { activity, accounts }: Recipe, known: Known): Promise<number> {
  await play(page, activity.open, known);
  let cells = (await locate(page, accounts.facts).locator('dd').allTextContents()).length;
  for (;;) {
    for (const { table } of activity.tables)
      cells += (await locate(page, table).locator('td').allTextContents()).length;
    if (activity.paging === null || (await locate(page, activity.paging.next).count()) === 0) break;
    await locate(page, activity.paging.next).click();
  }
  if (activity.exports === null) return cells;
  await play(page, activity.exports.open, known);
  await play(
    page,
    activity.exports.fill.filter(({ name }) => name !== 'choose the account'),
    known,
  );
  return cells + (await download(page, locate(page, activity.exports.click)));
}

async function readDocuments(page: Page, { statements }: Recipe, known: Known): Promise<number> {
  if (statements === null) return 0;
  await play(page, statements.open, known);
  await play(
    page,
    statements.choose.filter((step) => step.do !== 'choose'),
    known,
  );
  let files = 0;
  for (const link of await locate(page, statements.links).getByRole('link').all()) files += await download(page, link);
  return files;
}

async function download(page: Page, target: Locator): Promise<number> {
  const [file] = await Promise.all([page.waitForEvent('download'), target.click()]);
  await file.path();
  return 1;
}

async function play(page: Page, steps: readonly Step[], known: Known): Promise<void> {
  for (const step of steps) await playStep(page, step, known);
}

async function playStep(page: Page, step: Step, known: Known): Promise<void> {
  switch (step.do) {
    case 'goTo':
      await page.goto(step.url(known), { waitUntil: 'domcontentloaded' });
      return;
    case 'fill':
      return locate(page, step.target).fill(step.value(known));
    case 'choose': {
      const target = locate(page, step.target);
      const isList = (await target.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT';
      if (isList) await target.selectOption({ label: step.option(known) });
      else await target.getByRole('radio', { name: step.option(known), exact: true }).check();
      return;
    }
    case 'click':
      return locate(page, step.target).click();
    case 'waitFor':
      return locate(page, step.target).waitFor();
    case 'expect': {
      const end = step.oneOf.find(({ means }) => means === 'goOn');
      if (end !== undefined) await locate(page, end.when).waitFor();
      return;
    }
    default:
      step satisfies never;
  }
}

function locate(page: Page, target: Target): Locator {
  const scope = target.within === undefined ? page : locate(page, target.within);
  if ('label' in target) return scope.getByLabel(target.label, { exact: typeof target.label === 'string' });
  if ('text' in target) return scope.getByText(target.text, { exact: typeof target.text === 'string' });
  const { role, name, hasText } = target;
  const found =
    name === undefined ? scope.getByRole(role) : scope.getByRole(role, { name, exact: typeof name === 'string' });
  return hasText === undefined ? found : found.filter({ hasText });
}
