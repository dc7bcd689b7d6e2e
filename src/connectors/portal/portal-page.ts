import type { Locator, Page, Request, Response } from 'playwright-core';
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

/** Chromium's code for a request that was given up on purpose. */
const ABORTED = 'net::ERR_ABORTED';
const SCREENSHOT_TIMEOUT_MS = 5_000;
const FIELDS = 'input, textarea, select, output, [contenteditable]';
/** A setup key may be drawn as a code for the camera of a phone. */
const PICTURES = 'img, svg, canvas, picture, video, object, embed, iframe';
/** Base 32 in groups or in one. */
const SETUP_KEY = /(?:[A-Z2-7]{4}[\s-]?){4,}/;
/** Where the page is known to show one, words that merely look like it may be covered too. */
const SETUP_KEY_IN_ANY_CASE = new RegExp(SETUP_KEY, 'i');

/** Drives a page. Whatever goes wrong with it is an answer; only a page that is gone shows in the session's `lost`. */
export function createPortalPage({ page }: BrowserSession): PortalPage {
  let last: Response | null = null;
  page.on('response', (response) => {
    if (isDocument(response.request())) last = response;
  });
  let isCut = false;
  page.on('request', (request) => {
    if (isDocument(request)) isCut = false;
  });
  /** Told at once when a document has broken off: such a page is never ready. */
  let onCut: () => void = () => undefined;
  page.on('requestfailed', (request) => {
    // A download ends the request for a page in order.
    if (!isDocument(request) || request.failure()?.errorText === ABORTED) return;
    isCut = true;
    onCut();
  });

  /** Rejects when a document breaks off from now on. */
  function awaitCut(): Promise<never> {
    const cut = new Promise<never>((_, reject) => {
      onCut = () => reject(new Error('the answer has broken off'));
    });
    // Whoever has come to an end by then does not wait for it any more.
    cut.catch(() => undefined);
    return cut;
  }

  function isDocument(request: Request): boolean {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  }

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
      last = null;
      const cut = awaitCut();
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
        const cut = awaitCut();
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
    status: () => last?.status() ?? null,
    url: () => page.url(),
    isCut: () => isCut,
    screenshot: async (covered, withPictures) => {
      const places = withPictures ? `${FIELDS}, ${PICTURES}` : FIELDS;
      const key = withPictures ? SETUP_KEY_IN_ANY_CASE : SETUP_KEY;
      const mask = [page.locator(places), page.getByText(key), ...covered.map((text) => page.getByText(text))];
      try {
        return await page.screenshot({ mask, maskColor: '#000000', timeout: SCREENSHOT_TIMEOUT_MS, type: 'png' });
      } catch {
        // A page that is gone cannot be shown.
        return null;
      }
    },
  };
}

/**
 * Place of the first that is there, looked for by halves, because asking the page takes longer than what it is asked. What is wanted stands last
 * mostly, behind all that could stand in its way, so the last one is a half of its own.
 */
async function findFirst(locators: readonly Locator[]): Promise<number | null> {
  if (locators.length === 0) return null;
  const end = locators.length - 1;
  const [before, last] = await Promise.all([isThere(locators.slice(0, end)), isThere(locators.slice(end))]);
  if (!before) return last ? end : null;
  const middle = Math.ceil(end / 2);
  if (end === 1) return 0;
  return (await findFirst(locators.slice(0, middle))) ?? place(middle, await findFirst(locators.slice(middle, end)));
}

function place(offset: number, index: number | null): number | null {
  return index === null ? null : offset + index;
}

async function isThere(locators: readonly Locator[]): Promise<boolean> {
  return locators.length > 0 && (await uniteLocators(locators).count()) > 0;
}

/** One locator for all of them. Throws TypeError without any. */
function uniteLocators([first, ...others]: readonly Locator[]): Locator {
  if (first === undefined) throw new TypeError('no locators to unite');
  return others.reduce((all, each) => all.or(each), first);
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
