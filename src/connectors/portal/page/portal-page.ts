import type { Locator } from 'playwright-core';
import type { BrowserSession } from '../../browser-session.ts';
import type { RawTable } from '../cells.ts';
import type { Target } from '../recipe.ts';
import { findFirst, locate, uniteLocators } from './locators.ts';
import { watchMainDocument } from './main-document.ts';
import { type PageLink, readFactElements, readLinkElements, readTableElement } from './page-elements.ts';
import { takeScreenshot } from './screenshot.ts';

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
  /** Whether that could be chosen from the list, or the group, as it is there now. True where it is empty: it may be filled yet. */
  offers(target: Target, option: string): Promise<boolean>;
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
  /** Whether the page, or the one that was to come in its place, has not come whole: what is there of it tells nothing. */
  isCut(): boolean;
  /**
   * PNG with all fields, every given text and whatever looks like the setup key of an authenticator app covered, and `withPictures` all pictures
   * too; null when none can be made.
   */
  screenshot(covered: readonly string[], withPictures: boolean): Promise<Uint8Array | null>;
}

/** Drives a page. Whatever goes wrong with it is an answer; only a page that is gone shows in the session's `lost`. */
export function createPortalPage({ page }: BrowserSession): PortalPage {
  const document = watchMainDocument(page);

  async function act(target: Target, action: (locator: Locator) => Promise<unknown>): Promise<Act> {
    const locator = locate(page, target);
    try {
      await action(locator);
      return 'done';
    } catch {
      // Covered, disabled, replaced while it was used, gone with the page, or one of several.
      const count = await locator.count().catch(() => null);
      if (count === 0) return 'missing';
      return count !== null && count > 1 ? 'ambiguous' : 'failed';
    }
  }

  return {
    goTo: async (url, timeoutMs) => {
      document.forget();
      const cut = document.awaitCut();
      try {
        const arrived = page.goto(url, { timeout: timeoutMs, waitUntil: 'domcontentloaded' });
        arrived.catch(() => undefined);
        await Promise.race([arrived, cut]);
        return 'arrived';
      } catch {
        // What exactly failed is known to the session's proxy.
        return 'failed';
      }
    },
    waitForAny: async (targets, timeoutMs) => {
      const locators = targets.map((target) => locate(page, target).filter({ visible: true }));
      try {
        const found = await findFirst(locators);
        // Playwright takes no time for endless time.
        if (found !== null || timeoutMs === 0 || locators.length === 0) return found;
        await uniteLocators(locators).first().waitFor({ state: 'visible', timeout: timeoutMs });
        return await findFirst(locators);
      } catch {
        // None within the time, or the page is gone.
        return null;
      }
    },
    fill: (target, value, timeout) => act(target, (locator) => locator.fill(value, { timeout })),
    choose: (target, option, timeout) =>
      act(target, async (locator) => {
        const isList = (await locator.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT';
        if (isList) await locator.selectOption({ label: option }, { timeout });
        else await locator.getByRole('radio', { name: option, exact: true }).check({ timeout });
      }),
    offers: async (target, option) => {
      const place = locate(page, target);
      const listed = (name: { name: string; exact: true } | Record<string, never>) =>
        place.getByRole('option', name).or(place.getByRole('radio', name)).count();
      // A list that holds nothing yet tells nothing.
      return (await listed({ name: option, exact: true })) > 0 || (await listed({})) === 0;
    },
    click: (target, timeout) => act(target, (locator) => locator.click({ timeout })),
    clickAway: (target, timeout) =>
      act(target, async (locator) => {
        const left = page.waitForEvent('framenavigated', {
          predicate: (frame) => frame === page.mainFrame(),
          timeout,
        });
        // When the click fails nobody waits for what it would have led to.
        left.catch(() => undefined);
        const cut = document.awaitCut();
        await locator.click({ timeout, noWaitAfter: true });
        const arrived = left.then(() => page.waitForLoadState('domcontentloaded', { timeout }));
        arrived.catch(() => undefined);
        await Promise.race([arrived, cut]);
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
    status: document.status,
    url: () => page.url(),
    isCut: document.isCut,
    screenshot: (covered, withPictures) => takeScreenshot(page, covered, withPictures),
  };
}
