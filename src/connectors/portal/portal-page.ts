import type { Locator, Page, Response } from 'playwright-core';
import type { BrowserSession } from '../browser-session.ts';
import type { RawTable } from './cells.ts';
import { type PageLink, readFactElements, readLinkElements, readTableElement } from './page-elements.ts';
import type { Target } from './recipe.ts';

/** What became of something that was to be done to a thing on the page. */
export type Act = 'done' | 'missing' | 'ambiguous' | 'failed';

/** The portal's page as a recipe sees it: things found by role, label and text. */
export interface PortalPage {
  goTo(url: string, timeoutMs: number): Promise<'arrived' | 'failed'>;
  /** Place in the list of the first target that can be seen; null when none can within the time. Without time it is only looked. */
  waitForAny(targets: readonly Target[], timeoutMs: number): Promise<number | null>;
  fill(target: Target, value: string, timeoutMs: number): Promise<Act>;
  /** Chooses from a list that opens, or presses the round button of that label in a group. */
  choose(target: Target, option: string, timeoutMs: number): Promise<Act>;
  click(target: Target, timeoutMs: number): Promise<Act>;
  /** As `click`, and waits until the page has been left for another one; `failed` when it was not. */
  clickAway(target: Target, timeoutMs: number): Promise<Act>;
  /** Null where there is no such table, or more than one. */
  readTable(target: Target): Promise<RawTable | null>;
  readFacts(target: Target): Promise<(readonly [string, string])[]>;
  readLinks(target: Target): Promise<PageLink[]>;
  /** Text of the first thing that can be seen and is the target. */
  readText(target: Target): Promise<string | null>;
  /** Text of the first thing that can be seen with a text like this. */
  findText(text: RegExp): Promise<string | null>;
  /** Status with which the page came; null when none came. */
  status(): number | null;
  url(): string;
  /** PNG with all fields and every given text covered; null when none can be made. */
  screenshot(covered: readonly string[]): Promise<Uint8Array | null>;
}

const SCREENSHOT_TIMEOUT_MS = 5_000;
const FIELDS = 'input, textarea, select, output, [contenteditable]';

/** Drives a page. Whatever goes wrong with it is an answer; only a page that is gone shows in the session's `lost`. */
export function createPortalPage({ page }: BrowserSession): PortalPage {
  let last: Response | null = null;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) last = response;
  });

  async function act(target: Target, action: (locator: Locator) => Promise<unknown>): Promise<Act> {
    const locator = locate(page, target);
    try {
      const count = await locator.count();
      if (count === 0) return 'missing';
      if (count > 1) return 'ambiguous';
      await action(locator);
      return 'done';
    } catch {
      // Covered, disabled, replaced while it was used, or gone with the page.
      return 'failed';
    }
  }

  return {
    goTo: async (url, timeoutMs) => {
      last = null;
      try {
        await page.goto(url, { timeout: timeoutMs, waitUntil: 'domcontentloaded' });
        return 'arrived';
      } catch {
        // What exactly failed is known to the session's proxy.
        return 'failed';
      }
    },
    waitForAny: async (targets, timeoutMs) => {
      const [first, ...others] = targets.map((target) => locate(page, target).filter({ visible: true }));
      if (first === undefined) return null;
      const any = others.reduce((all, each) => all.or(each), first);
      try {
        // Playwright takes no time for endless time.
        if (timeoutMs > 0) await any.first().waitFor({ state: 'visible', timeout: timeoutMs });
        for (const [index, locator] of [first, ...others].entries()) if ((await locator.count()) > 0) return index;
      } catch {
        // None within the time, or the page is gone.
      }
      return null;
    },
    fill: (target, value, timeout) => act(target, (locator) => locator.fill(value, { timeout })),
    choose: (target, option, timeout) =>
      act(target, async (locator) => {
        const isList = (await locator.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT';
        if (isList) await locator.selectOption({ label: option }, { timeout });
        else await locator.getByRole('radio', { name: option, exact: true }).check({ timeout });
      }),
    click: (target, timeout) => act(target, (locator) => locator.click({ timeout })),
    clickAway: (target, timeout) =>
      act(target, async (locator) => {
        const left = page.waitForEvent('framenavigated', {
          predicate: (frame) => frame === page.mainFrame(),
          timeout,
        });
        // When the click fails nobody waits for what it would have led to.
        left.catch(() => undefined);
        await locator.click({ timeout, noWaitAfter: true });
        await left;
        await page.waitForLoadState('domcontentloaded', { timeout });
      }),
    readTable: async (target) => {
      const table = locate(page, target);
      return (await table.count()) === 1 ? table.evaluate(readTableElement) : null;
    },
    readFacts: (target) => locate(page, target).first().evaluate(readFactElements),
    readLinks: (target) => locate(page, target).first().evaluate(readLinkElements),
    readText: async (target) => {
      const found = locate(page, target).filter({ visible: true }).first();
      return (await found.count()) === 0 ? null : found.textContent();
    },
    findText: async (text) => {
      const found = page.getByText(text).filter({ visible: true }).first();
      return (await found.count()) === 0 ? null : found.textContent();
    },
    status: () => last?.status() ?? null,
    url: () => page.url(),
    screenshot: async (covered) => {
      const mask = [page.locator(FIELDS), ...covered.map((text) => page.getByText(text))];
      try {
        return await page.screenshot({ mask, maskColor: '#000000', timeout: SCREENSHOT_TIMEOUT_MS, type: 'png' });
      } catch {
        // A page that is gone cannot be shown.
        return null;
      }
    },
  };
}

function locate(page: Page, target: Target): Locator {
  const scope = target.within === undefined ? page : locate(page, target.within);
  if ('role' in target) {
    const named =
      target.name === undefined
        ? scope.getByRole(target.role)
        : scope.getByRole(target.role, { name: target.name, exact: typeof target.name === 'string' });
    return target.hasText === undefined ? named : named.filter({ hasText: target.hasText });
  }
  if ('label' in target) return scope.getByLabel(target.label, { exact: typeof target.label === 'string' });
  return scope.getByText(target.text, { exact: typeof target.text === 'string' });
}

/** A target in words, for messages. */
export function describeTarget(target: Target): string {
  const where = target.within === undefined ? '' : ` in ${describeTarget(target.within)}`;
  if ('role' in target) {
    const words = target.name ?? target.hasText;
    return `${target.role}${words === undefined ? '' : ` "${words}"`}${where}`;
  }
  if ('label' in target) return `field "${target.label}"${where}`;
  return `text "${target.text}"${where}`;
}
