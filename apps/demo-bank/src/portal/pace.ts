/** From how many pages on a visit is slowed down, and then stopped. */
interface PaceLimits {
  readonly freePages: number;
  readonly stopAtPages: number;
}

const WINDOW_MS = 10_000;
const DELAY_PER_PAGE_MS = 400;
const LONGEST_DELAY_MS = 2_000;
/** Faster than anybody clicks; a patient program meets none of it. */
const USUAL: PaceLimits = { freePages: 60, stopAtPages: 120 };
/** What a nervous bank does. */
const STRICT: PaceLimits = { freePages: 4, stopAtPages: 10 };

/** How fast a visit opens pages. A bank slows down who reads faster than people do, and stops who goes on. */
export class Pace {
  /** Moments of the pages of the last seconds, in real time. */
  #pages: number[] = [];
  #isStopped = false;

  /** Counts a page. Gives how long its answer is to wait, or that the visit is stopped until somebody continues it. */
  meet(nowMs: number, isStrict: boolean): { readonly delayMs: number } | 'stopped' {
    if (this.#isStopped) return 'stopped';
    const { freePages, stopAtPages } = isStrict ? STRICT : USUAL;
    this.#pages = [...this.#pages.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs];
    const excess = this.#pages.length - freePages;
    if (this.#pages.length >= stopAtPages) {
      this.#isStopped = true;
      return 'stopped';
    }
    return { delayMs: excess <= 0 ? 0 : Math.min(excess * DELAY_PER_PAGE_MS, LONGEST_DELAY_MS) };
  }

  /** Begins anew, because somebody has confirmed to be there. */
  restart(): void {
    this.#pages = [];
    this.#isStopped = false;
  }
}
