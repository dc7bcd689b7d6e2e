/** Answers that are kept at once; each is read again at little cost. */
const MAX_KEPT = 10_000;

/** Answers about callers that are given again for a while, so that not every request asks the database who sends it. */
export class RecentAnswers<T> {
  readonly #lifeMs: number;
  readonly #kept = new Map<string, { readonly answer: T; readonly askedAtMs: number }>();

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  /** Undefined where nothing was kept, or not lately. */
  find(name: string, nowMs: number): T | undefined {
    const known = this.#kept.get(name);
    if (known === undefined) return undefined;
    const ageMs = nowMs - known.askedAtMs;
    // A clock that was set back must not keep an answer alive.
    if (ageMs >= 0 && ageMs < this.#lifeMs) return known.answer;
    this.#kept.delete(name);
    return undefined;
  }

  /** Keeps an answer from the moment at which it was asked for. */
  keep(name: string, answer: T, askedAtMs: number): void {
    // The oldest goes first: a flood of invented names can only push out what is read again.
    this.#kept.delete(name);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    this.#kept.set(name, { answer, askedAtMs });
  }
}
