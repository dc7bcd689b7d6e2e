import { fileURLToPath } from 'node:url';
import { silentLog } from '../../log.ts';
import { type BrowserLauncher, CARRIED, createBrowserLauncher } from '../browser-launcher.ts';
import type { BrowserSessionOptions } from '../browser-lease.ts';

/** Laid out once for all tests of this checkout. */
const FOLDER = fileURLToPath(new URL('../../../../node_modules/.cache/causeway-browser', import.meta.url));

/** Starts the carried Chromium, so that tests do not depend on what a machine has installed. */
export function createTestLauncher(): BrowserLauncher {
  return createBrowserLauncher({
    path: CARRIED,
    sandbox: 'auto',
    folder: FOLDER,
    headed: false,
    log: silentLog,
    environment: process.env,
  });
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
    downloads: { maxBytes: 1024 * 1024, maxCount: 10, timeoutMs: 10_000 },
    ...changes,
  };
}
