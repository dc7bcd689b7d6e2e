import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { november } from '../support/banks/rows.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { createMember, PASSWORD } from '../support/system/member.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { expectAccessible, setScheme } from './accessibility.ts';
import { readStop, tabTo } from './focus.ts';
import { keepScreenshot, wantsScreenshots } from './screenshot.ts';
import { type SignedInPage, startWebStage, type WebStage } from './stage.ts';

const PAGES = fileURLToPath(new URL('../../apps/console/src/pages', import.meta.url));
/** Rows enough for a page to be scrolled. */
const ROWS = 60;

let stage: WebStage;
let organization: TestOrganization;
let stock: Stock;

beforeAll(async () => {
  stage = await startWebStage({ worker: false });
  organization = await stage.system.createOrganization();
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    postedDate: november(1 + (index % 20)),
    amount: index % 4 === 0 ? `${index * 1_250}.00` : `-${index * 37}.25`,
    rawDescription: index % 4 === 0 ? `Rent of flat ${index}` : `Harbor Coffee ${index}`,
    counterpartyName: index % 4 === 0 ? 'J. Doe' : 'Harbor Coffee',
  }));
  stock = await stockTenant(stage.system.installation.commands, organization.id, 'test', rows);
});
afterAll(() => stage?.stop());
afterEach(() => stage.expectClean());

/** A button of the page, or the first `row` of a table, that opens something over it. `tab` and `menu` are pressed before. */
interface Opener {
  readonly press: string;
  /** Whose row it is, where the page has several. */
  readonly table?: string;
  readonly tab?: string;
  readonly menu?: string;
}

/** What lies behind buttons and rows, by the path of its page. */
const OPENERS: Readonly<Record<string, readonly Opener[]>> = {
  '/audit': [{ press: 'row' }],
  '/connections/$connectionId': [
    { table: 'Sync runs', press: 'row' },
    { menu: 'More', press: 'Upload a bank file' },
    { menu: 'More', press: 'Change the login' },
    { menu: 'More', press: 'Revoke…' },
  ],
  '/connections/new': [{ press: 'Send a link instead' }],
  '/entities': [{ press: 'Add entity' }, { press: 'Edit' }, { press: 'Delete' }],
  '/events': [{ press: 'row' }, { press: 'Replay a time…' }],
  '/files': [{ press: 'row' }, { tab: 'Sources', press: 'row' }, { tab: 'Sources', press: 'Add source' }],
  '/institutions': [{ press: 'row' }],
  '/keys': [{ press: 'Create key' }, { press: 'Revoke' }],
  '/members': [{ press: 'Invite' }],
  '/settings': [{ press: 'Set up' }],
  '/transactions': [{ press: 'row' }],
  '/webhooks': [{ press: 'Add webhook' }],
  '/webhooks/$webhookId': [
    { press: 'row' },
    { menu: 'More', press: 'Replay events…' },
    { menu: 'More', press: 'Rotate the secret…' },
    { menu: 'More', press: 'Edit address and events…' },
    { menu: 'More', press: 'Delete…' },
  ],
};

/** Pages for everybody, as their folders name them. */
const OPEN_PAGES = globSync('*/route.tsx', { cwd: PAGES }).flatMap((path) =>
  [...readFileSync(`${PAGES}/${path}`, 'utf8').matchAll(/path: '([^']+)', title: '[^']+', isPublic: true/g)].map(
    ([, name = '']) => name,
  ),
);

const fileName = (path: string) => (path === '/' ? 'overview' : path.slice(1).replaceAll(/[^a-z]+/gi, '-'));

/** The list is there, and nothing is on its way any more. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[role=status][aria-label=Loading]').first().waitFor({ state: 'detached' });
}

type Device = 'desktop' | 'phone';

/**
 * No finding in light and dark, nothing wider than the window, and a picture of each. A narrow window moves things and colours none, so there
 * the rules about colours are left out.
 */
async function look(page: Page, device: Device, name: string, part?: string): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${name} fits`).toBeLessThanOrEqual(
    0,
  );
  await expectAccessible(page, part, { colours: device === 'desktop' });
  for (const scheme of wantsScreenshots() ? (['dark', 'light'] as const) : []) {
    await setScheme(page, scheme);
    await keepScreenshot(page, `${name}-${device}-${scheme}`);
  }
}

/** Waits until the keyboard is in what has opened, as somebody does who sees where it is. */
async function focusWithin(page: Page, selector: string, name: string): Promise<void> {
  const isWithin = () => page.evaluate(`document.activeElement.closest(${JSON.stringify(selector)}) !== null`);
  await expect.poll(isWithin, { message: `${name}: the focus is in ${selector}` }).toBe(true);
}

/** Opens what lies over a page, looks at it, and closes it: the keyboard stays in it, and is given back. */
async function lookBehind(page: Page, device: Device, opens: Opener, name: string): Promise<void> {
  const { press, table, tab, menu } = opens;
  if (tab !== undefined) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await settle(page);
  }
  const main = page.locator('#main');
  const rows = main
    .getByRole('table', table === undefined ? {} : { name: table })
    .first()
    .getByRole('row');
  const opener = press === 'row' ? rows.nth(1) : main.getByRole('button', { name: press }).first();
  const returnsTo = menu === undefined ? opener : main.getByRole('button', { name: menu });
  await returnsTo.press('Enter');
  if (menu !== undefined) {
    await focusWithin(page, '[role=menu]', name);
    await page.getByRole('menuitem', { name: press }).press('Enter');
  }
  const dialog = page.getByRole('dialog').last();
  await focusWithin(page, '[role=dialog]', name);
  // A title names its dialog one step after it is drawn.
  const named = page.getByRole('dialog', { name: /./ });
  await expect
    .poll(async () => (await page.getByRole('dialog').count()) - (await named.count()), { message: name })
    .toBe(0);
  await settle(page);
  await look(page, device, name, '[role=dialog]');
  for (let presses = 0; presses < 3; presses += 1) {
    await page.keyboard.press('Shift+Tab');
    expect(await readStop(page), name).toMatchObject({ isInDialog: true });
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(() => returnsTo.evaluate((each) => each === each.ownerDocument.activeElement), { message: name })
    .toBe(true);
}

describe.each(['desktop', 'phone'] as const)('on a %s', (device) => {
  let member: SignedInPage;
  let paths: readonly string[];

  beforeAll(async () => {
    member = await stage.signIn({ organization, device });
    paths = (await member.page.evaluate('Object.keys(__TSR_ROUTER__.routesByPath)')) as string[]; // The router's own table.
  });
  afterAll(() => member.close());

  it('every page of the router, and what opens over it, is accessible in light and dark and fits', async () => {
    const { page } = member;
    expect(paths.length).toBeGreaterThan(15);
    expect(Object.keys(OPENERS).filter((path) => !paths.includes(path))).toEqual([]);
    const { account: _account, ...ids } = stock;
    const known: Readonly<Record<string, string | undefined>> = ids;
    for (const path of paths) {
      const to = path.replaceAll(/\$(\w+)/g, (_all, name: string) => known[name] ?? `no ${name} is in stock`);
      // So that the name in which the keyboard is seen below is that of the new page.
      await page.evaluate('document.activeElement.blur()');
      await page.evaluate(`__TSR_ROUTER__.navigate({ to: ${JSON.stringify(to)} })`);
      // The name of the page takes the keyboard when somebody comes to it from another one; the first one was loaded.
      if (path !== paths[0])
        await expect.poll(() => page.evaluate('document.activeElement.tagName'), { message: path }).toBe('H1');
      await settle(page);
      expect(await page.getByText('There is no page at this address').count(), path).toBe(0);
      await look(page, device, `page-${fileName(path)}`);
      for (const opener of OPENERS[path] ?? []) {
        const name = fileName(`/${opener.tab ?? ''}-${opener.press}`);
        await lookBehind(page, device, opener, `page-${fileName(path)}-${name}`);
      }
    }
  }, 240_000);

  it('every page for everybody is so too', async () => {
    expect(OPEN_PAGES.toSorted()).toEqual(['/invitation', '/reset-password', '/set-up']);
    for (const path of OPEN_PAGES) {
      const visitor = await stage.visit(`/console${path}#token=not-a-token`, { device });
      await settle(visitor.page);
      await look(visitor.page, device, `page-${fileName(path)}`);
      await visitor.close();
    }
  });
});

describe('the keyboard alone', () => {
  it('leads from the sign-in to a connection and to a transaction of a search, and is seen wherever it is', async () => {
    const { email } = await createMember(stage.system, {
      ...{ organizationId: organization.id, role: 'admin', environment: 'test' },
    });
    const visitor = await stage.visit('/console/test');
    const { page } = visitor;
    const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
    const stop = (name: string) => expect.poll(async () => (await readStop(page)).name).toBe(name);
    if (!(await readStop(page)).name.startsWith('field E-mail')) await tabTo(page, /^field E-mail address/);
    await page.keyboard.type(email);
    await tabTo(page, /^field Password/);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await heading('Overview');
    await settle(page);
    await tabTo(page, 'link Connections');
    await page.keyboard.press('Enter');
    await stop('h1 Connections');
    await settle(page);
    await tabTo(page, /^row /);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
    await settle(page);
    await page.keyboard.press('Control+k');
    await stop('field Where to go');
    await page.keyboard.type('transactions');
    await page
      .getByRole('option', { name: /^Transactions/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await stop('h1 Transactions');
    await page.getByText(`${ROWS} transactions`).waitFor();
    await page.keyboard.press('/');
    expect(await readStop(page)).toMatchObject({ name: 'field Search', isSeen: true });
    await page.keyboard.type('rent of flat 8');
    // The number of rows comes by itself, and may come sooner than they do.
    await page.getByText('1 transaction', { exact: true }).waitFor();
    const rows = page.getByRole('table', { name: 'Transactions' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(2);
    await tabTo(page, /^row .*Rent of flat 8/);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Transaction' });
    await drawer.getByText('Revision 1').waitFor();
    await focusWithin(page, '[role=dialog]', 'the drawer');
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await readStop(page)).toMatchObject({ isInDialog: true, isSeen: true });
    }
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(async () => (await readStop(page)).name).toMatch(/^row .*Rent of flat 8/);
    await visitor.close();
  });
});
