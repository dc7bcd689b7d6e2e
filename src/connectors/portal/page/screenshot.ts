import type { Page } from 'playwright-core';

const TIMEOUT_MS = 5_000;
const FIELDS = 'input, textarea, select, output, [contenteditable]';
/** A setup key may be drawn as a code for the camera of a phone. */
const PICTURES = 'img, svg, canvas, picture, video, object, embed, iframe';
/** Base 32 in groups or in one. */
const SETUP_KEY = /(?:[A-Z2-7]{4}[\s-]?){4,}/;
/** Where the page is known to show one, words that merely look like it may be covered too. */
const SETUP_KEY_IN_ANY_CASE = new RegExp(SETUP_KEY, 'i');

/** A picture of the page with all that may be secret covered, as `PortalPage.screenshot` says. */
export async function takeScreenshot(
  page: Page,
  covered: readonly string[],
  withPictures: boolean,
): Promise<Uint8Array | null> {
  const places = withPictures ? `${FIELDS}, ${PICTURES}` : FIELDS;
  const key = withPictures ? SETUP_KEY_IN_ANY_CASE : SETUP_KEY;
  const mask = [page.locator(places), page.getByText(key), ...covered.map((text) => page.getByText(text))];
  try {
    return await page.screenshot({ mask, maskColor: '#000000', timeout: TIMEOUT_MS, type: 'png' });
  } catch {
    // A page that is gone cannot be shown.
    return null;
  }
}
