import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Evaluated by the debugger, so that the page's policy has no say in it. Turning signs of waiting never end. */
const FADED = `Promise.all(document.getAnimations()
  .filter((each) => each.effect.getTiming().iterations !== Infinity)
  .map((each) => each.finished.catch(() => undefined))).then(() => undefined)`;
/** Characters of an element that a failure shows. */
const SHOWN = 300;
const SERIOUS = new Set(['serious', 'critical']);
/** The rules about colours. Nothing else of a page changes with them, so once is enough for all other rules. */
const ABOUT_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * Fails when axe finds something serious or critical, in light or in dark. The page is left in the colours it had. `part` is a selector, where
 * the rest of the page is known; `colours: false` leaves colours out, where they are known from a wider window.
 */
export async function expectAccessible(page: Page, part?: string, { colours = true } = {}): Promise<void> {
  if (!colours) {
    expect(await listFindings(page, { part, without: ABOUT_COLOUR })).toEqual([]);
    return;
  }
  const before = await readScheme(page);
  const other = before === 'light' ? 'dark' : 'light';
  await setScheme(page, before);
  const findings = (await listFindings(page, { part })).map((finding) => `${before}: ${finding}`);
  await setScheme(page, other);
  findings.push(...(await listFindings(page, { part, rules: ABOUT_COLOUR })).map((finding) => `${other}: ${finding}`));
  await setScheme(page, before);
  expect(findings).toEqual([]);
}

/** What axe finds on the page as it looks now, serious or critical. */
async function listFindings(
  page: Page,
  {
    part,
    rules,
    without = [],
  }: { readonly part: string | undefined; readonly rules?: readonly string[]; readonly without?: readonly string[] },
): Promise<string[]> {
  // Put in by the debugger, so that the page's policy has no say in it.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(await readAxe());
  const left = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const options = { resultTypes: ['violations'], rules: left, ...(rules === undefined ? {} : { runOnly: rules }) };
  const where = part === undefined ? 'document' : JSON.stringify(part);
  const { violations } = (await page.evaluate(`axe.run(${where}, ${JSON.stringify(options)})`)) as AxeResults; // What axe answers with.
  return violations
    .filter(({ impact }) => SERIOUS.has(impact ?? ''))
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.join(' ')}, ${node.html.slice(0, SHOWN)}: ${node.failureSummary}`),
    );
}

async function readAxe(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return `${await readFile(AXE, 'utf8')}; undefined`;
}

async function readScheme(page: Page): Promise<'light' | 'dark'> {
  const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
  return scheme === 'dark' ? 'dark' : 'light';
}

/** Turns the whole page at once; colours that fade into each other would be measured on their way. */
export async function setScheme(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.locator('html').evaluate((html, value) => html.setAttribute('data-mantine-color-scheme', value), scheme);
  await page.evaluate(FADED);
}
