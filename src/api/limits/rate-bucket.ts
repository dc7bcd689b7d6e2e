import { UnavailableError } from '../../domain/unavailable-error.ts';
import type { Loan } from '../../store/keys/rate-windows.ts';

/** Requests borrowed at once by a process that knows nothing of the subject yet. */
const FIRST_LOAN = 8;
/** How long requests wait for a loan; the database is as good as gone after that. */
const LOAN_BOUND_MS = 2_000;

/** What is left of a subject's quota, as far as this process knows. */
export interface QuotaView {
  readonly quota: number;
  readonly remaining: number;
  readonly resetMs: number;
}

export interface BucketParts {
  /** Milliseconds of a clock that is never set. */
  monotonicMs(): number;
  borrow(needed: number, wanted: number): Promise<Loan>;
}

/**
 * The part of one subject's window that this process may use. Most requests take from what was borrowed before; a new loan is
 * taken up in the background before that is used up. A loan is counted from before it was asked for, so that this
 * process lets go of it before the window ends by the database's clock: what all processes use of a window is never more than
 * what the database has lent of it.
 */
export class RateBucket {
  readonly #parts: BucketParts;
  #endsAtMs = Number.NEGATIVE_INFINITY;
  /** Null while the subject has no limit. */
  #quota: number | null = 0;
  #tokens = 0;
  #left = 0;
  #used = 0;
  #usedBefore = 0;
  #waiting = 0;
  #loan: Promise<void> | null = null;

  constructor(parts: BucketParts) {
    this.#parts = parts;
  }

  /** Takes one request; a promise only when the database has to be asked, which fails with what failed there. */
  take(): boolean | Promise<boolean> {
    if (this.isOver()) return this.#takeAfterLoan();
    if (this.#quota === null) return true;
    if (this.#tokens === 0) return this.#left === 0 ? false : this.#takeAfterLoan();
    this.#use();
    if (this.#tokens * 4 < this.#wanted() && this.#left > 0) this.#borrowAhead();
    return true;
  }

  /** Gives back what `take` has taken for a request that was then refused for another reason. */
  giveBack(): void {
    if (this.isOver() || this.#quota === null) return;
    this.#tokens += 1;
    this.#used -= 1;
  }

  /** Null while there is no limit. */
  view(): QuotaView | null {
    if (this.#quota === null) return null;
    const resetMs = Math.max(0, this.#endsAtMs - this.#parts.monotonicMs());
    return { quota: this.#quota, remaining: this.#left + this.#tokens, resetMs };
  }

  /** True when the last window known has ended; a bucket that nobody uses any more can be forgotten then. */
  isOver(): boolean {
    return this.#parts.monotonicMs() >= this.#endsAtMs;
  }

  #turnOver(): void {
    if (this.#used > 0 || this.#tokens > 0) this.#usedBefore = this.#used;
    this.#used = 0;
    this.#tokens = 0;
  }

  #use(): void {
    this.#tokens -= 1;
    this.#used += 1;
  }

  /** As much again as was used of this window, and a share of what the last one took: the loans grow with the use. */
  #wanted(): number {
    return Math.max(FIRST_LOAN, this.#used, Math.floor(this.#usedBefore / 8));
  }

  async #takeAfterLoan(): Promise<boolean> {
    this.#waiting += 1;
    try {
      // A loan that was under way already may be used up by those who came before, and belong to a window that has ended.
      for (let tries = 0; tries < 3; tries += 1) {
        await this.#borrow();
        if (this.#quota === null) return true;
        if (this.#tokens > 0) {
          this.#use();
          return true;
        }
        if (this.#left === 0 && !this.isOver()) return false;
      }
      return false;
    } finally {
      this.#waiting -= 1;
    }
  }

  #borrowAhead(): void {
    // Whoever needs the next loan asks again and meets the same fault.
    this.#borrow().catch(() => undefined);
  }

  #borrow(): Promise<void> {
    this.#loan ??= this.#askForLoan().finally(() => {
      this.#loan = null;
    });
    return this.#loan;
  }

  async #askForLoan(): Promise<void> {
    const askedAtMs = this.#parts.monotonicMs();
    if (askedAtMs >= this.#endsAtMs) this.#turnOver();
    const loan = await inTime(this.#parts.borrow(Math.max(1, this.#waiting), this.#wanted()));
    const endsAtMs = askedAtMs + loan.remainingMs;
    // The window may have ended while a loan ahead of need was under way; what was left of the old one is worth nothing then.
    if (endsAtMs > this.#endsAtMs + loan.remainingMs / 2) this.#turnOver();
    this.#tokens += loan.lent;
    this.#quota = loan.quota;
    this.#left = loan.left;
    this.#endsAtMs = endsAtMs;
  }
}

/** What was borrowed in vain stays unused, which is on the safe side. */
async function inTime(loan: Promise<Loan>): Promise<Loan> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new UnavailableError('the counter of requests did not answer in time', { retryAfterSeconds: 1 })),
    LOAN_BOUND_MS,
  );
  try {
    return await Promise.race([loan, late]);
  } finally {
    clearTimeout(timer);
  }
}
