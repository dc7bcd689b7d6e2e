import { createTurnQueue } from './turn-queue.ts';

export interface RoomBounds {
  readonly maxSessions: number;
  /** Bound on the memory of the browser with all its sessions. One session is always let in. */
  readonly maxMemoryBytes: number;
  /** How long a session may wait to be let in. */
  readonly waitMs: number;
}

interface RoomOptions extends RoomBounds {
  /** Memory of the browser: when it was measured last, and without any session. */
  measured(): { readonly memoryBytes: number; readonly baseBytes: number };
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

/** The places of a browser: as many sessions at a time as count and memory allow, first come, first served. */
export class SessionRoom {
  readonly #options: RoomOptions;
  readonly #queue = createTurnQueue();
  #sessions = 0;
  #sessionBytes = LEAST_SESSION_BYTES;
  /** When the sessions of late were let in. */
  #letInAtMs: number[] = [];

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** Places that are taken. */
  get sessions(): number {
    return this.#sessions;
  }

  get waiting(): number {
    return this.#queue.length();
  }

  /** What a further session is taken to need. */
  get sessionBytes(): number {
    return this.#sessionBytes;
  }

  /** Takes a place; `late` where all stayed taken. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<'turn' | 'late'> {
    const turn = this.#queue.wait(this.#options.waitMs, signal);
    this.letIn();
    return turn;
  }

  giveBack(): void {
    this.#sessions -= 1;
    this.letIn();
  }

  /** Learns from what the open sessions take, each of them on average. */
  learn(bytesOfEach: number): void {
    const latest = Math.max(LEAST_SESSION_BYTES, bytesOfEach);
    this.#sessionBytes += (latest - this.#sessionBytes) * LATEST_WEIGHT;
  }

  /** Lets in whoever fits by now. */
  letIn(): void {
    while (this.#queue.length() > 0 && this.#fits()) {
      this.#sessions += 1;
      this.#letInAtMs.push(performance.now());
      this.#queue.next();
    }
  }

  /**
   * Whether one more fits: beside what is measured and what the young ones are still to take, and beside what as many sessions usually
   * take, because on a busy machine they stay young for long.
   */
  #fits(): boolean {
    if (this.#sessions === 0) return true;
    if (this.#sessions >= this.#options.maxSessions) return false;
    this.#letInAtMs = this.#letInAtMs.filter((atMs) => atMs > performance.now() - GROWING_MS);
    const { memoryBytes, baseBytes } = this.#options.measured();
    const measured = memoryBytes + this.#letInAtMs.length * this.#sessionBytes;
    const usual = baseBytes + this.#sessions * this.#sessionBytes;
    return Math.max(measured, usual) + this.#sessionBytes <= this.#options.maxMemoryBytes;
  }
}
