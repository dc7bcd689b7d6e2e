import type { Decimal } from './decimal.ts';
import { type DecimalMark, parseLooseAmount } from './loose-amount.ts';
import { type ProblemCode, quote } from './problem.ts';

export type AmountReading =
  | { readonly ok: true; readonly value: Decimal }
  | { readonly ok: false; readonly code: ProblemCode; readonly reason: string };

/** Reads the amounts of one file, which are written in one style: what one of them proves about the decimal mark decides the doubtful ones. */
export class AmountReader {
  #mark: DecimalMark | null = null;

  /** `decimals` are those of the currency where it is known: one of three writes `1.234` for its own smallest unit. */
  read(text: string, decimals: number | null = null): AmountReading {
    const mark = this.#mark ?? (decimals === 3 && text.includes('.') ? '.' : null);
    const first = parseLooseAmount(text, null);
    const amount = first.kind === 'ambiguous' ? parseLooseAmount(text, mark) : first;
    // One point before three digits is a thousand where the file writes a comma before decimals.
    const isDoubtful = first.kind === 'ambiguous' && mark === ',' && text.includes('.');
    if (amount.kind === 'amount' && !isDoubtful) {
      this.#mark ??= first.kind === 'amount' ? first.mark : null;
      return { ok: true, value: amount.value };
    }
    const code = text === '' ? 'amount_missing' : amount.kind === 'garbled' ? 'amount_garbled' : 'amount_ambiguous';
    return { ok: false, code, reason: `amount ${quote(text)}` };
  }
}
