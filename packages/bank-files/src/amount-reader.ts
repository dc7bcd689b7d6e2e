import type { Decimal } from './decimal.ts';
import { type DecimalMark, parseLooseAmount } from './loose-amount.ts';
import { type ProblemCode, quote } from './problem.ts';

export type AmountReading =
  | { readonly ok: true; readonly value: Decimal }
  | { readonly ok: false; readonly code: ProblemCode; readonly reason: string };

/** Reads the amounts of one file, which are written in one style: what one of them proves about the decimal mark decides the doubtful ones. */
export class AmountReader {
  #mark: DecimalMark | null = null;

  read(text: string): AmountReading {
    const first = parseLooseAmount(text, null);
    const amount = first.kind === 'ambiguous' ? parseLooseAmount(text, this.#mark) : first;
    const isDoubtful = amount.kind === 'ambiguous' || this.#mayGroup(text);
    if (amount.kind === 'amount' && !isDoubtful) {
      this.#mark ??= amount.mark;
      return { ok: true, value: amount.value };
    }
    const code = text === '' ? 'amount_missing' : amount.kind === 'garbled' ? 'amount_garbled' : 'amount_ambiguous';
    return { ok: false, code, reason: `amount ${quote(text)}` };
  }

  /** One point before three digits is a thousand where the file writes a comma before decimals. */
  #mayGroup(text: string): boolean {
    return this.#mark === ',' && /^[-+]?\d{1,3}\.\d{3}$/.test(text);
  }
}
