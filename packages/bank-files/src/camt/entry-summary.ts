import { addDecimals, compareDecimals, type Decimal, ZERO } from '../decimal.ts';
import type { Entry, Summary } from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import { findNumber } from './amount.ts';
import { findChild, type XmlElement } from './xml-element.ts';

/** What a statement's `TxsSummry` announces. */
export interface AnnouncedEntries {
  readonly count: Decimal | null;
  readonly creditSum: Decimal | null;
  readonly debitSum: Decimal | null;
  readonly summaries: readonly Summary[];
}

/** Reads `TxsSummry`: what the statement says of its entries as a whole. A figure that is missing or no number is null. */
export function parseEntrySummary(element: XmlElement, currency: string | null): AnnouncedEntries {
  const summaries: Summary[] = [];
  for (const code of ['TtlNtries', 'TtlCdtNtries', 'TtlDbtNtries']) {
    const total = findChild(element, code);
    const sum = findNumber(total, 'Sum');
    const count = findNumber(total, 'NbOfNtries');
    if (total === null) continue;
    const itemCount = count === null || count.scale > 0 ? null : Number(count.units);
    summaries.push({ code, amount: sum === null ? null : formatAmount(sum, currency), itemCount });
  }
  return {
    count: findNumber(findChild(element, 'TtlNtries'), 'NbOfNtries'),
    creditSum: findNumber(findChild(element, 'TtlCdtNtries'), 'Sum'),
    debitSum: findNumber(findChild(element, 'TtlDbtNtries'), 'Sum'),
    summaries,
  };
}

/** Sums every entry by side, whatever its status, as `TxsSummry` does. */
export class EntrySums {
  #credits: Decimal = ZERO;
  #debits: Decimal = ZERO;

  /** `amount` is signed. */
  add(entry: Entry, amount: Decimal): void {
    if (entry.entryType === 'credit') this.#credits = addDecimals(this.#credits, amount);
    else this.#debits = addDecimals(this.#debits, { units: -amount.units, scale: amount.scale });
  }

  /** Whether the announced sums agree; null when none is announced. */
  matches(announced: AnnouncedEntries): boolean | null {
    const { creditSum, debitSum } = announced;
    if (creditSum === null && debitSum === null) return null;
    const creditsMatch = creditSum === null || compareDecimals(creditSum, this.#credits) === 0;
    return creditsMatch && (debitSum === null || compareDecimals(debitSum, this.#debits) === 0);
  }
}
