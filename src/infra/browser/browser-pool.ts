import type { Log } from '../log.ts';
import { type BrowserLease, type BrowserSessionOptions, openLease } from './browser-lease.ts';
import type { BrowserProcess } from './browser-process.ts';
import { BrowserStuckError, BrowserUnavailableError } from './errors.ts';
import { measureGroup } from './process-group.ts';
import { createTurnQueue } from './turn-queue.ts';

export interface BrowserPoolOptions {
  start(): Promise<BrowserProcess>;
  readonly maxSessions: number;
  /** Bound on the memory of the browser with all its sessions. One session is always let in. */
  readonly maxMemoryBytes: number;
  /** A browser without sessions is closed after this time. */
  readonly idleMs: number;
  /** How long a session may wait to be let in. */
  readonly waitMs: number;
  readonly log: Log;
}

export type LeaseResult =
  | { readonly kind: 'leased'; readonly lease: BrowserLease }
  /** All places stayed taken for as long as one may wait. */
  | { readonly kind: 'busy' }
  /** No browser can be started here; the error says what was tried and what to do. */
  | { readonly kind: 'unavailable'; readonly cause: BrowserUnavailableError };

export interface BrowserPool {
  /** A context of its own in the shared browser, which is started when there is none. Rejects with the signal's reason. */
  lease(options: BrowserSessionOptions, signal: AbortSignal): Promise<LeaseResult>;
  stats(): PoolStats;
  /** Ends the browser with all sessions. No lease is given any more. */
  close(): Promise<void>;
}

export interface PoolStats {
  readonly sessions: number;
  readonly waiting: number;
  /** Memory when it was measured last; 0 without a browser. */
  readonly memoryBytes: number;
  /** What a further session is taken to need: what the open ones took of late, on average. */
  readonly sessionBytes: number;
  readonly browserPid: number | null;
}

/**
 * A session is taken to need this at least, which a long reading of plain pages comes to. Measurements count only where they show more:
 * sessions that have just begun show little, and would let in too many.
 */
const LEAST_SESSION_BYTES = 160 * 1024 * 1024;
/** Weight of the latest measurement; pages of sessions that have just ended are still in it. */
const LATEST_WEIGHT = 0.2;
/** A session that is younger has not taken its memory yet. */
const GROWING_MS = 4_000;
/** A browser that has had so many sessions is replaced when it is empty: they leave traces in its memory. */
const MAX_SESSIONS_SERVED = 500;
const MEASURE_INTERVAL_MS = 1_000;

/** The browser of the moment. */
interface Current {
  readonly process: BrowserProcess;
  readonly baseBytes: number;
  sessions: number;
  served: number;
  /** No longer used: it hangs, or ended. */
  spent: boolean;
}

/** One browser, shared by isolated sessions, as many at a time as count and memory allow. Nothing starts before the first lease. */
export function createBrowserPool(options: BrowserPoolOptions): BrowserPool {
  const queue = createTurnQueue();
  let starting: Promise<Current> | null = null;
  let current: Current | null = null;
  let sessions = 0;
  let memoryBytes = 0;
  let sessionBytes = LEAST_SESSION_BYTES;
  /** When the sessions of late were let in. */
  let letInAtMs: number[] = [];
  let idleTimer: NodeJS.Timeout | null = null;
  let measureTimer: NodeJS.Timeout | null = null;
  let closed = false;

  async function startCurrent(): Promise<Current> {
    const process = await options.start();
    const { bytes } = await measureGroup(process.groupId);
    memoryBytes = bytes;
    const started: Current = { process, baseBytes: bytes, sessions: 0, served: 0, spent: false };
    process.ended.then(() => {
      started.spent = true;
      if (current === started) current = null;
      options.log.info({ served: started.served }, 'browser ended');
    });
    options.log.info({ pid: process.groupId, version: process.browser.version() }, 'browser started');
    return started;
  }

  async function getCurrent(): Promise<Current> {
    if (current !== null && !current.spent) return current;
    starting ??= startCurrent().finally(() => {
      starting = null;
    });
    current = await starting;
    return current;
  }

  async function measure(): Promise<void> {
    const measured = current;
    if (measured === null) return;
    const { bytes } = await measureGroup(measured.process.groupId);
    memoryBytes = bytes;
    if (measured.sessions > 0) {
      const latest = Math.max(LEAST_SESSION_BYTES, (bytes - measured.baseBytes) / measured.sessions);
      sessionBytes += (latest - sessionBytes) * LATEST_WEIGHT;
    }
    letIn();
  }

  /**
   * Whether one more fits: beside what is measured and what the young ones are still to take, and beside what as many sessions usually
   * take, because on a busy machine they stay young for long.
   */
  function fits(): boolean {
    if (sessions === 0) return true;
    if (sessions >= options.maxSessions) return false;
    letInAtMs = letInAtMs.filter((atMs) => atMs > performance.now() - GROWING_MS);
    const measured = memoryBytes + letInAtMs.length * sessionBytes;
    const usual = (current?.baseBytes ?? 0) + sessions * sessionBytes;
    return Math.max(measured, usual) + sessionBytes <= options.maxMemoryBytes;
  }

  function letIn(): void {
    while (queue.length() > 0 && fits()) {
      sessions += 1;
      letInAtMs.push(performance.now());
      queue.next();
    }
  }

  function keepMeasuring(): void {
    measureTimer ??= setInterval(() => {
      measure().catch((cause: unknown) => options.log.warn({ err: cause }, 'browser memory not measured'));
    }, MEASURE_INTERVAL_MS);
    measureTimer.unref();
  }

  function restWhenEmpty(): void {
    if (sessions > 0) return;
    if (measureTimer !== null) clearInterval(measureTimer);
    measureTimer = null;
    const worn =
      current !== null && (current.served >= MAX_SESSIONS_SERVED || memoryBytes > options.maxMemoryBytes / 2);
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = setTimeout(retire, worn ? 0 : options.idleMs);
    idleTimer.unref();
  }

  function retire(): void {
    if (sessions > 0 || current === null) return;
    current.spent = true;
    stop(current);
  }

  /** A browser that hangs is not given to anybody any more, and is ended when its last session is over. */
  function setAside(stuck: Current): void {
    options.log.warn(
      { pid: stuck.process.groupId },
      'browser did not open or close a session in time and is set aside',
    );
    stuck.spent = true;
  }

  function stop(which: Current): void {
    if (current === which) current = null;
    which.process.stop().catch((cause: unknown) => options.log.error({ err: cause }, 'browser not ended'));
  }

  async function open(sessionOptions: BrowserSessionOptions, signal: AbortSignal): Promise<LeaseResult> {
    try {
      const lease = await openOnLiving(sessionOptions, signal);
      keepMeasuring();
      return { kind: 'leased', lease };
    } catch (cause) {
      givePlaceBack();
      if (cause instanceof BrowserUnavailableError) return { kind: 'unavailable', cause };
      throw cause;
    }
  }

  /** A browser may end between being taken and being used, or hang; a second one is tried then, and no third. */
  async function openOnLiving(sessionOptions: BrowserSessionOptions, signal: AbortSignal): Promise<BrowserLease> {
    for (let attempt = 1; ; attempt += 1) {
      const used = await getCurrent();
      used.sessions += 1;
      used.served += 1;
      try {
        const lease = await openLease(used.process, sessionOptions, { signal, onStuck: () => setAside(used) });
        return { ...lease, release: once(() => endLease(lease, used)) };
      } catch (cause) {
        leave(used);
        const isOfUse = used.process.browser.isConnected() && !(cause instanceof BrowserStuckError);
        if (attempt === 2 || isOfUse) throw cause;
        used.spent = true;
      }
    }
  }

  async function endLease(lease: BrowserLease, used: Current): Promise<void> {
    await lease.release();
    leave(used);
    givePlaceBack();
  }

  function leave(used: Current): void {
    used.sessions -= 1;
    if (used.spent && used.sessions === 0) stop(used);
  }

  function givePlaceBack(): void {
    sessions -= 1;
    letIn();
    restWhenEmpty();
  }

  return {
    lease: async (sessionOptions, signal) => {
      signal.throwIfAborted();
      if (closed) throw new Error('the browser pool is closed');
      if (idleTimer !== null) clearTimeout(idleTimer);
      const turn = queue.wait(options.waitMs, signal);
      letIn();
      if ((await turn) === 'late') return { kind: 'busy' };
      const result = await open(sessionOptions, signal);
      if (signal.aborted && result.kind === 'leased') await result.lease.release();
      signal.throwIfAborted();
      return result;
    },
    stats: () => ({
      sessions,
      waiting: queue.length(),
      memoryBytes: current === null ? 0 : memoryBytes,
      sessionBytes: Math.round(sessionBytes),
      browserPid: current?.process.groupId ?? null,
    }),
    close: async () => {
      closed = true;
      if (idleTimer !== null) clearTimeout(idleTimer);
      if (measureTimer !== null) clearInterval(measureTimer);
      const last = current ?? (await starting?.catch(() => null)) ?? null;
      await last?.process.stop();
    },
  };
}

/** The same promise for every call: a session that is closed twice is given back once. */
function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= action();
    return done;
  };
}
