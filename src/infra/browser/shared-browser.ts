import type { Log } from '../log.ts';
import type { BrowserProcess } from './browser-process.ts';
import { measureGroup } from './process-group.ts';

export interface SharedBrowserOptions {
  start(): Promise<BrowserProcess>;
  readonly log: Log;
}

/** A browser that was started. */
export interface RunningBrowser {
  readonly process: BrowserProcess;
  /** Memory without any session. */
  readonly baseBytes: number;
  sessions: number;
  served: number;
  /** No longer used: it hangs, or ended. */
  spent: boolean;
}

/** The browser of the moment; the first who uses it starts it. One that is spent lives on until its last session is over. */
export class SharedBrowser {
  readonly #options: SharedBrowserOptions;
  #starting: Promise<RunningBrowser> | null = null;
  #current: RunningBrowser | null = null;
  #memoryBytes = 0;

  constructor(options: SharedBrowserOptions) {
    this.#options = options;
  }

  get current(): RunningBrowser | null {
    return this.#current;
  }

  /** Memory of the browser that was measured last. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** The browser for one more session. Followed by `leave`. */
  async enter(): Promise<RunningBrowser> {
    const used = await this.#get();
    used.sessions += 1;
    used.served += 1;
    return used;
  }

  leave(used: RunningBrowser): void {
    used.sessions -= 1;
    if (used.spent && used.sessions === 0) this.#stop(used);
  }

  /** Measures the browser of the moment; null without one. */
  async measure(): Promise<RunningBrowser | null> {
    const measured = this.#current;
    if (measured === null) return null;
    const { bytes } = await measureGroup(measured.process.groupId);
    this.#memoryBytes = bytes;
    return measured;
  }

  /** A browser that hangs is not given to anybody any more, and is ended when its last session is over. */
  setAside(stuck: RunningBrowser): void {
    this.#options.log.warn(
      { browserPid: stuck.process.groupId },
      'browser did not open or close a session in time and is set aside',
    );
    stuck.spent = true;
  }

  /** Ends the browser of the moment, which has no session. */
  retire(): void {
    if (this.#current === null) return;
    this.#current.spent = true;
    this.#stop(this.#current);
  }

  /** Ends the browser of the moment, or the one that is just starting, with all its sessions. */
  async close(): Promise<void> {
    const last = this.#current ?? (await this.#starting?.catch(() => null)) ?? null;
    await last?.process.stop();
  }

  async #get(): Promise<RunningBrowser> {
    if (this.#current !== null && !this.#current.spent) return this.#current;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    this.#current = await this.#starting;
    return this.#current;
  }

  async #start(): Promise<RunningBrowser> {
    const { log } = this.#options;
    const process = await this.#options.start();
    const { bytes } = await measureGroup(process.groupId);
    this.#memoryBytes = bytes;
    const started: RunningBrowser = { process, baseBytes: bytes, sessions: 0, served: 0, spent: false };
    process.ended.then(() => {
      started.spent = true;
      if (this.#current === started) this.#current = null;
      log.info({ served: started.served }, 'browser ended');
    });
    log.info({ browserPid: process.groupId, version: process.browser.version() }, 'browser started');
    return started;
  }

  #stop(which: RunningBrowser): void {
    if (this.#current === which) this.#current = null;
    which.process.stop().catch((cause: unknown) => this.#options.log.error({ err: cause }, 'browser not ended'));
  }
}
