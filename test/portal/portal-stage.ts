import { type RunningBank, runBank } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD, orderPortal, signInPlainly } from '../../apps/demo-bank/src/testing/sign-in.ts';
import type { OpenBrowser } from '../../src/connectors/browser-session.ts';
import type {
  AccountReading,
  Credentials,
  Session,
  SessionContext,
  SessionStep,
  SourceAccount,
} from '../../src/connectors/contract.ts';
import { portalConnector } from '../../src/connectors/portal/connector-set.ts';
import type { Institution } from '../../src/domain/institution.ts';
import { calendarDate } from '../../src/domain/values/calendar-date.ts';
import { type BrowserPool, createBrowserPool } from '../../src/infra/browser/browser-pool.ts';
import { createTestLauncher } from '../../src/infra/browser/testing/test-browser.ts';
import { silentLog } from '../../src/infra/log.ts';

export type BankId = 'harbor' | 'ridgeline' | 'linden';
export const BANKS: readonly BankId[] = ['harbor', 'ridgeline', 'linden'];
export const WINDOW = { from: calendarDate('2026-09-01'), to: calendarDate('2026-11-21') };

/** A demo bank with portals, a browser, and the portal connector between them. */
export interface PortalStage {
  readonly bank: RunningBank;
  readonly pool: BrowserPool;
  /** Steps of the latest session. */
  readonly steps: SessionStep[];
  /** A delegated user with a password of its own, whom nothing stands in the way of. */
  createUser(bankId: BankId, changes?: Record<string, unknown>): Promise<Credentials>;
  context(bankId: BankId, credentials: Credentials, changes?: Partial<SessionContext>): SessionContext;
  /** Signs in, reads every account and signs out. */
  read(
    context: SessionContext,
  ): Promise<{ readonly accounts: readonly SourceAccount[]; readonly readings: readonly AccountReading[] }>;
  stop(): Promise<void>;
}

export async function openPortalStage(
  maxSessions = 8,
  bankOptions: Parameters<typeof runBank>[0] = {},
): Promise<PortalStage> {
  const bank = await runBank(bankOptions);
  const pool = createBrowserPool({
    start: createTestLauncher().start,
    maxSessions,
    maxMemoryBytes: 1024 ** 3,
    idleMs: 60_000,
    waitMs: 600_000,
    log: silentLog,
  });
  const steps: SessionStep[] = [];
  const now = () => new Date(bank.clockMs).toISOString();
  const openBrowser: OpenBrowser = (needs, signal) =>
    pool.lease(
      {
        ...needs,
        allowPrivate: true,
        headers: { 'causeway-virtual-time': now() },
        maxReceivedBytes: 256 * 1024 * 1024,
        downloads: { maxBytes: 16 * 1024 * 1024, maxCount: 100, timeoutMs: 60_000 },
      },
      signal,
    );
  let users = 0;
  return {
    bank,
    pool,
    steps,
    createUser: async (bankId, changes = {}) => {
      users += 1;
      const login = await bank.createUser(bankId, { username: `portal-user-${users}`, ...changes });
      await signInPlainly(bank, bankId, login);
      return { bankCustomerId: login.companyId, bankUsername: login.username, password: GOOD_PASSWORD };
    },
    context: (bankId, credentials, changes = {}) => {
      steps.length = 0;
      return {
        institution: institutionOf(bankId, bank.url),
        credentials,
        http: { request: async () => ({ kind: 'timeout' }) },
        now: now(),
        signal: new AbortController().signal,
        keepEvidence: async () => 'evidence',
        openBrowser,
        noteStep: (step) => steps.push(step),
        ...changes,
      };
    },
    read: async (context) => {
      const session = await openSession(context);
      try {
        const listed = await session.listAccounts();
        if (!listed.ok) throw new Error(`not listed: ${listed.fault.code} ${listed.fault.message}`);
        const readings: AccountReading[] = [];
        for (const account of listed.value) readings.push(await session.observe(account, WINDOW));
        return { accounts: listed.value, readings };
      } finally {
        // Time enough to sign out on a busy machine.
        await session.close(AbortSignal.timeout(30_000));
      }
    },
    stop: async () => {
      await pool.close();
      await bank.stop();
    },
  };
}

/** The session, or an error that says why there is none. */
async function openSession(context: SessionContext): Promise<Session> {
  const opened = await portalConnector.open(context);
  if (!opened.ok) throw new Error(`not signed in: ${opened.fault.code} ${opened.fault.message}`);
  return opened.value;
}

/** How the bank checks a second time, and what else it does in its portal. */
export async function orderBank(stage: PortalStage, bankId: BankId, settings: object): Promise<void> {
  await orderPortal(stage.bank, bankId, settings);
}

function institutionOf(bankId: BankId, bankUrl: string): Institution {
  return {
    id: `${bankId}-portal`,
    name: bankId,
    country: null,
    demo: true,
    defaultPortalUrl: null,
    additionalPortalUrls: [],
    connector: { name: 'portal', settings: { portalUrl: `${bankUrl}/${bankId}/portal`, recipe: `${bankId}-demo` } },
    sandboxControlUrl: null,
    demoBank: null,
    codeDigits: {},
    requiredCredentials: ['bankCustomerId', 'bankUsername', 'password'],
    delegatedUser: { permissions: [], guideUrl: null, terms: {} },
    sourceIds: 'none',
    pendingWindowDays: 10,
    latenessDays: 10,
    historyDays: 120,
    rhythm: { everyMinutes: 240, jitterMinutes: 0 },
  };
}
