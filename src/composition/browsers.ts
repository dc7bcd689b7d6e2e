import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { SessionContext } from '../connectors/contract.ts';
import type { Institution } from '../domain/institution.ts';
import { type BrowserLauncher, createBrowserLauncher } from '../infra/browser/browser-launcher.ts';
import { createBrowserPool, type PoolStats } from '../infra/browser/browser-pool.ts';
import { BrowserUnavailableError } from '../infra/browser/errors.ts';
import type { Log } from '../infra/log.ts';

/** A session that waits longer than this fails and is tried again by its schedule. */
const WAIT_MS = 120_000;
const MAX_RECEIVED_BYTES = 256 * 1024 * 1024;
/** Exports of business accounts are a few megabytes. */
const DOWNLOADS = { maxBytes: 64 * 1024 * 1024, maxCount: 200, timeoutMs: 120_000 };

/** Browser sessions for connectors, over one shared browser that starts with the first of them. */
export interface Browsers {
  /** Sessions at one institution; the headers go with every request. */
  open(institution: Institution, headers: Readonly<Record<string, string>>): NonNullable<SessionContext['openBrowser']>;
  /** Sessions and memory at the moment. */
  stats(): PoolStats;
  close(): Promise<void>;
}

/** Whether a browser can be had here: the fault that lists what was tried, or null. One is started and ended. */
export async function tryBrowser(config: Config, log: Log): Promise<BrowserUnavailableError | null> {
  try {
    const browser = await createLauncher(config, log, { headed: false }).start();
    await browser.stop();
    return null;
  } catch (cause) {
    if (cause instanceof BrowserUnavailableError) return cause;
    throw cause;
  }
}

function createLauncher(config: Config, log: Log, { headed }: { readonly headed: boolean }): BrowserLauncher {
  const { path, sandbox } = config.browser;
  const folder = join(config.dataDir, 'browser');
  return createBrowserLauncher({ path, sandbox, folder, headed, log, environment: process.env });
}

/** Puts launcher and pool together by the settings. Nothing is started yet. */
export function openBrowsers(config: Config, log: Log, options: { readonly headed: boolean }): Browsers {
  const launcher = createLauncher(config, log, options);
  const pool = createBrowserPool({
    start: launcher.start,
    maxSessions: config.browser.maxSessions,
    maxMemoryBytes: config.browser.maxMemoryBytes,
    idleMs: config.browser.idleMs,
    waitMs: WAIT_MS,
    log,
  });
  return {
    open: (institution, headers) => async (needs, signal) => {
      const bounds = { maxReceivedBytes: MAX_RECEIVED_BYTES, downloads: DOWNLOADS };
      // Demo banks run on this machine; a real bank's name that leads here is an attack.
      const result = await pool.lease({ ...needs, ...bounds, headers, allowPrivate: institution.demo }, signal);
      if (result.kind === 'unavailable') log.error({ err: result.cause }, 'no browser for a bank portal');
      return result;
    },
    stats: pool.stats,
    close: pool.close,
  };
}
