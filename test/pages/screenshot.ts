import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Whether somebody wants pictures. Where nobody does none is drawn, which takes its time. */
export function wantsScreenshots(): boolean {
  return (process.env.CAUSEWAY_ARTIFACTS ?? '') !== '';
}

/** Keeps a picture of the page in the folder that `CAUSEWAY_ARTIFACTS` names, if there is one. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.CAUSEWAY_ARTIFACTS;
  if (folder === undefined || folder === '') return;
  await mkdir(folder, { recursive: true });
  // What lies over the page stays where the window is, and would be drawn into the middle of a longer picture.
  const fullPage = (await page.getByRole('dialog').count()) === 0;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage, animations: 'disabled' });
}
