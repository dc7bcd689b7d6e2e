import type { InstructedAmount } from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { parseAmount } from './amount.ts';
import { findChild, findDescendant, findText, type XmlElement } from './xml-element.ts';

/** Reads the instructed amount and the exchange rate of an entry or detail; null when it names none. */
export function parseInstructed(holder: XmlElement, report: StatementReport): InstructedAmount | null {
  const details = findChild(holder, 'AmtDtls');
  const element = findDescendant(details, 'InstdAmt', 'Amt');
  if (element === null) return null;
  const amount = parseAmount(element, report);
  if (amount === null) return null;
  const exchangeRate =
    findText(details, 'InstdAmt', 'CcyXchg', 'XchgRate') ??
    findText(details, 'TxAmt', 'CcyXchg', 'XchgRate') ??
    findText(details, 'CntrValAmt', 'CcyXchg', 'XchgRate');
  return { amount: formatAmount(amount.value, amount.currency), currency: amount.currency, exchangeRate };
}
