import { type BrowserLease, type BrowserSessionOptions, openLease } from './browser-lease.ts';
import { BrowserStuckError, BrowserUnavailableError } from './errors.ts';
import { type RoomBounds, SessionRoom } from './session-room.ts';
import { type RunningBrowser, SharedBrowser, type SharedBrowserOptions } from './shared-browser.ts';

export interface BrowserPoolOptions extends RoomBounds, SharedBrowserOptions {
  /** A browser without sessions is closed after this time. */
  readonly idleMs: number;
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

/** A browser that has had so many sessions is replaced when it is empty: they leave traces in its memory. */
const MAX_SESSIONS_SERVED = 500;
const MEASURE_INTERVAL_MS = 1_000;

/** One browser, shared by isolated sessions, as many at a time as count and memory allow. Nothing starts before the first lease. */
export function createBrowserPool(options: BrowserPoolOptions): BrowserPool {
  const pool = new Pool(options);
  return {
    lease: (sessionOptions, signal) => pool.lease(sessionOptions, signal),
    stats: () => pool.stats(),
    close: () => pool.close(),
  };
}

class Pool implements BrowserPool {
  readonly #options: BrowserPoolOptions;
  readonly #browser: SharedBrowser;
  readonly #room: SessionRoom;
  #idleTimer: NodeJS.Timeout | null = null;
  #measureTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: BrowserPoolOptions) {
    this.#options = options;
    const browser = new SharedBrowser(options);
    this.#browser = browser;
    this.#room = new SessionRoom({
      ...options,
      measured: () => ({ memoryBytes: browser.memoryBytes, baseBytes: browser.current?.baseBytes ?? 0 }),
    });
  }

  async lease(sessionOptions: BrowserSessionOptions, signal: AbortSignal): Promise<LeaseResult> {
    signal.throwIfAborted();
    if (this.#closed) throw new Error('the browser pool is closed');
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    if ((await this.#room.take(signal)) === 'late') return { kind: 'busy' };
    const result = await this.#open(sessionOptions, signal);
    if (signal.aborted && result.kind === 'leased') await result.lease.release();
    signal.throwIfAborted();
    return result;
  }

  stats(): PoolStats {
    const { current, memoryBytes } = this.#browser;
    return {
      sessions: this.#room.sessions,
      waiting: this.#room.waiting,
      memoryBytes: current === null ? 0 : memoryBytes,
      sessionBytes: Math.round(this.#room.sessionBytes),
      browserPid: current?.process.groupId ?? null,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    if (this.#measureTimer !== null) clearInterval(this.#measureTimer);
    await this.#browser.close();
  }

  async #open(sessionOptions: BrowserSessionOptions, signal: AbortSignal): Promise<LeaseResult> {
    try {
      const lease = await this.#openOnLiving(sessionOptions, signal);
      this.#keepMeasuring();
      return { kind: 'leased', lease };
    } catch (cause) {
      this.#givePlaceBack();
      if (cause instanceof BrowserUnavailableError) return { kind: 'unavailable', cause };
      throw cause;
    }
  }

  /** A browser may end between being taken and being used, or hang; a second one is tried then, and no third. */
  async #openOnLiving(sessionOptions: BrowserSessionOptions, signal: AbortSignal): Promise<BrowserLease> {
    for (let attempt = 1; ; attempt += 1) {
      const used = await this.#browser.enter();
      try {
        const onStuck = () => this.#browser.setAside(used);
        const lease = await openLease(used.process, sessionOptions, { signal, onStuck });
        return { ...lease, release: once(() => this.#endLease(lease, used)) };
      } catch (cause) {
        this.#browser.leave(used);
        const isOfUse = used.process.browser.isConnected() && !(cause instanceof BrowserStuckError);
        if (attempt === 2 || isOfUse) throw cause;
        used.spent = true;
      }
    }
  }

  async #endLease(lease: BrowserLease, used: RunningBrowser): Promise<void> {
    await lease.release();
    this.#browser.leave(used);
    this.#givePlaceBack();
  }

  #givePlaceBack(): void {
    this.#room.giveBack();
    this.#restWhenEmpty();
  }

  #restWhenEmpty(): void {
    if (this.#room.sessions > 0) return;
    if (this.#measureTimer !== null) clearInterval(this.#measureTimer);
    this.#measureTimer = null;
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#retire(), this.#isWorn() ? 0 : this.#options.idleMs);
    this.#idleTimer.unref();
  }

  #isWorn(): boolean {
    const { current, memoryBytes } = this.#browser;
    if (current === null) return false;
    return current.served >= MAX_SESSIONS_SERVED || memoryBytes > this.#options.maxMemoryBytes / 2;
  }

  #retire(): void {
    if (this.#room.sessions === 0) this.#browser.retire();
  }

  #keepMeasuring(): void {
    this.#measureTimer ??= setInterval(() => {
      this.#measure().catch((cause: unknown) => this.#options.log.warn({ err: cause }, 'browser memory not measured'));
    }, MEASURE_INTERVAL_MS);
    this.#measureTimer.unref();
  }

  async #measure(): Promise<void> {
    const measured = await this.#browser.measure();
    if (measured === null) return;
    const { sessions, baseBytes } = measured;
    if (sessions > 0) this.#room.learn((this.#browser.memoryBytes - baseBytes) / sessions);
    this.#room.letIn();
  }
}

/** The same promise for every call: a session that is closed twice is given back once. */
function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= action();
    return done;
  };
}
