import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentLog } from '../../log.ts';
import {
  type BrowserLauncher,
  type BrowserLauncherOptions,
  CARRIED,
  createBrowserLauncher,
} from '../browser-launcher.ts';
import type { BrowserSessionOptions } from '../browser-lease.ts';
import { layOutCarriedChromium } from '../carried-chromium.ts';

/** Laid out once for all tests of this checkout. */
const FOLDER = fileURLToPath(new URL('../../../../node_modules/.cache/causeway-browser', import.meta.url));

/** Starts the carried Chromium, so that tests do not depend on what a machine has installed. */
export function createTestLauncher(
  changes: Partial<Pick<BrowserLauncherOptions, 'folder' | 'environment'>> = {},
): BrowserLauncher {
  return createBrowserLauncher({
    path: CARRIED,
    sandbox: 'auto',
    folder: FOLDER,
    headed: false,
    log: silentLog,
    environment: process.env,
    ...changes,
  });
}

/**
 * Puts the carried Chromium into a browser folder, as its first use there would. What all tests of this checkout share is linked or copied
 * to that place: to unpack it once more takes a processor ten seconds.
 */
export async function placeCarriedChromium(folder: string): Promise<void> {
  const shared = await layOutCarriedChromium(FOLDER);
  // None for this machine: whoever starts a browser from the folder will say so.
  if (shared === null) return;
  const source = dirname(shared.program);
  const target = join(folder, basename(source));
  await mkdir(target, { recursive: true, mode: 0o700 });
  // Folders come before what they hold.
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(target, relative(source, from));
    if (entry.isDirectory()) await mkdir(to, { mode: 0o700 });
    else await link(from, to).catch(() => copyFile(from, to));
  }
}

/** A session that reaches the given hosts of this machine. */
export function sessionFor(
  allowedHosts: readonly string[],
  changes: Partial<BrowserSessionOptions> = {},
): BrowserSessionOptions {
  return {
    allowedHosts,
    allowPrivate: true,
    locale: 'en-US',
    timezone: 'America/New_York',
    viewport: { width: 1_280, height: 900 },
    headers: {},
    maxReceivedBytes: 64 * 1024 * 1024,
    downloads: { maxBytes: 1024 * 1024, maxCount: 10, timeoutMs: 60_000 },
    ...changes,
  };
}
