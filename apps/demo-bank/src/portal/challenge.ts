import { randomInt } from 'node:crypto';
import type { Sending } from './delivery/messenger.ts';
import type { SecondFactor } from './looks/parts.ts';
import { isSameText } from './same-text.ts';

/** Wrong codes after which a code is void. */
const MAX_TRIES = 3;
/** Codes that are sent in one visit. */
const MAX_CODES = 5;

/** What became of a code that was entered. */
export type CodeOutcome = 'right' | 'wrong' | 'expired' | 'tooManyTries';

/** What became of a code that was to be sent. */
export type CodeSending = Sending | 'noAddress' | 'tooMany';

/** The check of one sign-in. A code that is sent is good once, for a while, and for a few tries. */
export class Challenge {
  readonly factor: SecondFactor;
  /** Null while nothing was to be sent. */
  sending: CodeSending | null = null;
  #code: string | null = null;
  #expiresAtMs = 0;
  #tries = 0;
  #codesMade = 0;

  constructor(factor: SecondFactor) {
    this.factor = factor;
  }

  /** Makes a code, which ends the one before; null when the visit has had too many. */
  make(digits: number, expiresAtMs: number): string | null {
    if (this.#codesMade >= MAX_CODES) return null;
    this.#codesMade += 1;
    this.#code = String(randomInt(0, 10 ** digits)).padStart(digits, '0');
    this.#expiresAtMs = expiresAtMs;
    this.#tries = 0;
    return this.#code;
  }

  /** Checks a code. A right one is used up by that. Spaces and hyphens are left out, for people copy them along. */
  check(entered: string, nowMs: number): CodeOutcome {
    if (this.#code === null || nowMs >= this.#expiresAtMs) return 'expired';
    if (this.#tries >= MAX_TRIES) return 'tooManyTries';
    this.#tries += 1;
    if (!isSameText(entered.replaceAll(/[\s-]/g, ''), this.#code)) {
      return this.#tries >= MAX_TRIES ? 'tooManyTries' : 'wrong';
    }
    this.#code = null;
    return 'right';
  }
}
