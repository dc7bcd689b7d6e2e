import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { startWebStage, type WebStage } from './stage.ts';

let stage: WebStage;
let testKey: string;
let liveKey: string;
beforeAll(async () => {
  stage = await startWebStage({ worker: false });
  const { test, live } = await stage.system.createOrganization();
  testKey = test.key;
  liveKey = live.key;
});
afterAll(() => stage?.stop());
afterEach(() => stage.expectClean());

describe('the documentation', () => {
  it('shows its pages in light and dark, accessible and without a request to anywhere else', async () => {
    const { page, goTo, close } = await stage.visit('/docs');
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(stage.system.apiUrl)) elsewhere.push(request.url());
    });
    const paths = {
      home: '/docs',
      guide: '/docs/guides/webhooks',
      reference: '/docs/api',
      operation: '/docs/api/createConnection',
      schema: '/docs/api/schemas/ConnectionHealth',
      webhook: '/docs/api/webhooks/account.created',
      error: '/docs/errors/validation_error',
    };
    for (const [name, path] of Object.entries(paths)) {
      await goTo(path);
      await expectAccessible(page);
      await keepScreenshot(page, `docs-${name}`);
    }
    expect(elsewhere).toEqual([]);
    await close();
  });

  it('fits a phone, whose navigation opens and closes by itself', async () => {
    const { page, goTo, close } = await stage.visit('/docs/operations/configuration', { device: 'phone' });
    const isTooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(await isTooWide()).toBe(false);
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    const navigation = page.getByRole('dialog', { name: 'Pages' });
    await expectAccessible(page);
    await navigation.getByRole('link', { name: 'Limits' }).click();
    await navigation.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor();
    await goTo('/docs/api/listTransactions');
    expect(await isTooWide()).toBe(false);
    await keepScreenshot(page, 'docs-operation-phone');
    await goTo('/docs');
    expect(await page.getByText('Ctrl K').filter({ visible: true }).count()).toBe(0);
    const words = await page.getByText('Search operations, schemas and guides').boundingBox();
    expect(words?.height).toBeLessThan(30);
    await keepScreenshot(page, 'docs-home-phone');
    await close();
  });

  it('finds operations and guides by the keyboard alone', async () => {
    const { page, close } = await stage.visit('/docs');
    // The page names its window when it has begun to listen for keys.
    await expect.poll(() => page.title()).toContain('An exact mirror of every account');
    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'Search' });
    await search.waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('Search');
    await page.keyboard.type('cursor expired');
    await page.getByRole('option').first().waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'docs-search');
    await search.fill('list transactions');
    await page.getByRole('option', { selected: true }).getByText('GET /v1/transactions', { exact: false }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'List transactions' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/docs/api/listTransactions');
    await expect.poll(() => page.title()).toContain('List transactions');
    // The reader goes on from the title of the page, and by tabs to its samples.
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.getByRole('tab', { name: 'curl' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel').getByText('client.listTransactions({ limit: 20 })').waitFor();
    await close();
  });

  it('keeps its addresses: to a heading, to the page of an error, and back', async () => {
    const { page, goTo, close } = await stage.visit('/docs/guides/webhooks#retries');
    // Below the header, which stays where it is.
    await page.waitForFunction('Math.abs(document.getElementById("retries")?.getBoundingClientRect().top - 68) < 40');
    const refused = await fetch(`${stage.system.apiUrl}/v1/accounts`);
    const { error } = (await refused.json()) as { error: { documentationUrl: string } }; // The contract's own form.
    expect(error.documentationUrl).toBe(`${stage.system.apiUrl}/docs/errors#missing_api_key`);
    await goTo(new URL(error.documentationUrl).pathname + new URL(error.documentationUrl).hash);
    await page.getByRole('heading', { level: 1, name: 'missing_api_key' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/docs/errors/missing_api_key');
    await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'API reference' }).click();
    await page.getByRole('heading', { level: 1, name: 'Causeway API' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'missing_api_key' }).waitFor();
    await close();
  });

  it('shows the programs that a guide leads to, with a button that copies them', async () => {
    const { page, goTo, close } = await stage.visit('/docs/guides/first-integration');
    await page.getByRole('link', { name: 'examples/integration/integrate.ts' }).click();
    await page.getByRole('heading', { level: 1, name: 'examples/integration/integrate.ts' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/docs/files/examples/integration/integrate.ts');
    await page.getByText("from '@causeway/client'").first().waitFor();
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'docs-file');
    await goTo('/docs/files/examples/nothing.ts');
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await close();
  });

  it('opens schemas, copies code, and links what belongs together', async () => {
    const { page, close } = await stage.visit('/docs/api/getTransaction');
    await page.getByRole('link', { name: 'insufficient_scope' }).waitFor();
    await page.getByText('transactions:read').first().waitFor();
    await page
      .getByRole('button', { name: /^Open / })
      .first()
      .click();
    await page.getByText('Signed decimal: money in is positive').first().waitFor();
    // The clipboard of a browser without a window cannot be read.
    await page.evaluate('navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }');
    // Said for a moment only.
    await Promise.all([
      page.getByRole('button', { name: 'Copied' }).waitFor(),
      page.getByRole('button', { name: 'Copy' }).first().click(),
    ]);
    expect(await page.evaluate('globalThis.copied')).toContain('curl -sS --fail-with-body');
    await close();
  });
});

/** What a screen reader says of the field that has the focus, and whether nothing lies over it and all of it is in the window. */
const TOLD_AT_FOCUS = `(() => {
  const field = document.activeElement;
  const { left, top, bottom } = field.getBoundingClientRect();
  const described = (field.getAttribute('aria-describedby') ?? '').split(' ');
  return {
    label: field.labels?.[0]?.textContent,
    isInSight: top >= 0 && bottom <= innerHeight && document.elementFromPoint(left + 20, top + 10) === field,
    told: described.map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
  };
})()`;

describe('the form that sends requests', () => {
  it('sends one with a test key, which is gone with the page, and refuses live keys', async () => {
    const { page, goTo, close } = await stage.visit('/docs/api/listEntities');
    const field = page.getByLabel('Test key', { exact: true });
    const send = page.getByRole('button', { name: 'Send GET' });
    const toldAt = () => page.evaluate(TOLD_AT_FOCUS);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/v1/entities') asked.push(request.url());
    });
    // Of the whole form only the button is in sight, as in a form of many fields.
    await page.setViewportSize({ width: 1_280, height: 240 });
    await send.scrollIntoViewIfNeeded();
    await send.click();
    expect(await toldAt()).toEqual({
      label: 'Test key',
      isInSight: true,
      told: expect.stringContaining('Type a test'),
    });
    await field.fill(liveKey);
    await send.click();
    await page.getByRole('alert').getByText('Live keys must stay on servers').waitFor();
    expect(await toldAt()).toMatchObject({ label: 'Test key', isInSight: true });
    await keepScreenshot(page, 'docs-try-it-refused');
    await page.setViewportSize({ width: 1_280, height: 860 });
    expect(asked).toEqual([]);
    await field.fill(testKey);
    await page.getByLabel('externalEntityId').fill('default');
    await send.click();
    // The page shows examples of the same words.
    const answer = page.getByRole('region', { name: 'Try it' });
    await answer.getByText('"isDefaultOrgEntity": true').waitFor();
    expect(asked.map((url) => new URL(url).search)).toEqual(['?limit=20&externalEntityId=default']);
    await expectAccessible(page);
    await keepScreenshot(page, 'docs-try-it');
    // Kept from page to page, as long as nothing is loaded anew.
    await page.getByRole('link', { name: 'Create an entity' }).click();
    await page.getByRole('heading', { level: 1, name: 'Create an entity' }).waitFor();
    expect(await field.inputValue()).toBe(testKey);
    await page.getByRole('textbox', { name: 'Body' }).fill('{"externalEntityId":"from the documentation"}');
    await page.getByRole('button', { name: 'Send POST' }).click();
    await answer.getByText('"entityId"').waitFor();
    await goTo('/docs/api/listEntities');
    expect(await field.inputValue()).toBe('');
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(kept).not.toContain(testKey);
    await close();
  });

  it('names fields that the operation takes where it asks for some', async () => {
    const { page, goTo, close } = await stage.visit('/docs/api/listAccounts');
    expect(await page.getByLabel('fields', { exact: true }).getAttribute('placeholder')).toBe('type,currency');
    await goTo('/docs/api/listTransactions');
    expect(await page.getByLabel('fields', { exact: true }).getAttribute('placeholder')).toBe('status,postedDate');
    await close();
  });

  it('shows a live stream as it comes, until it is stopped', async () => {
    const { page, close } = await stage.visit('/docs/api/streamTransactions');
    await page.getByLabel('Test key', { exact: true }).fill(testKey);
    await page.getByRole('button', { name: 'Send GET' }).click();
    // The page shows an example of the same words; whoever stops before the first of them has no answer.
    await page.getByRole('region', { name: 'Try it' }).getByText('event: stream.open').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('There was more than is shown.').waitFor();
    await close();
  });
});
