import { createInstitution } from '../../../../test/support/banks/institutions.ts';
import { type BrowserPool, createBrowserPool } from '../../../infra/browser/browser-pool.ts';
import type { BrowserProcess } from '../../../infra/browser/browser-process.ts';
import { createTestLauncher } from '../../../infra/browser/testing/test-browser.ts';
import { silentLog } from '../../../infra/log.ts';
import type { OpenBrowser } from '../../browser-session.ts';
import type { SessionContext, SessionStep } from '../../contract.ts';

/** A browser for the tests of one file. */
export interface BrowserStage {
  readonly pool: BrowserPool;
  readonly processes: readonly BrowserProcess[];
  /** A session at a bank on this machine; steps are noted in `steps`. */
  context(bank: { readonly url: string }, recipe: string, changes?: Partial<SessionContext>): SessionContext;
  readonly steps: SessionStep[];
  stop(): Promise<void>;
}

export function openBrowserStage(): BrowserStage {
  const launcher = createTestLauncher();
  const processes: BrowserProcess[] = [];
  const steps: SessionStep[] = [];
  const pool = createBrowserPool({
    start: async () => {
      const started = await launcher.start();
      processes.push(started);
      return started;
    },
    ...{ maxSessions: 4, maxMemoryBytes: 1024 ** 3, idleMs: 60_000, waitMs: 60_000, log: silentLog },
  });
  const openBrowser: OpenBrowser = (needs, signal) =>
    pool.lease(
      {
        ...needs,
        allowPrivate: true,
        headers: {},
        maxReceivedBytes: 16 * 1024 * 1024,
        downloads: { maxBytes: 1_000, maxCount: 20, timeoutMs: 60_000 },
      },
      signal,
    );
  return {
    pool,
    processes,
    steps,
    context: ({ url }, recipe, changes = {}) => {
      steps.length = 0;
      return {
        institution: createInstitution({ connector: { name: 'portal', settings: { portalUrl: url, recipe } } }),
        credentials: { bankUsername: 'user-44', password: 'canary-secret-9' },
        http: { request: async () => ({ kind: 'timeout' }) },
        now: '2026-11-21T10:00:00.000Z',
        signal: new AbortController().signal,
        keepEvidence: async () => 'evidence',
        openBrowser,
        noteStep: (step) => steps.push(step),
        ...changes,
      };
    },
    stop: () => pool.close(),
  };
}
