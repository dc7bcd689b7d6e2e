import { type Decimal, negateDecimal, parseDecimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import type { StatementReport } from '../statement-report.ts';
import { findChild, findText, positionOf, type XmlElement } from './xml-element.ts';

export interface CamtAmount {
  readonly value: Decimal;
  readonly currency: string | null;
}

/** Reads an `Amt` element; damage is reported, and null comes back, when it holds anything but a decimal number. */
export function parseAmount(element: XmlElement, report: StatementReport): CamtAmount | null {
  const text = element.text.trim();
  const value = element.children.length === 0 ? parseDecimal(text) : null;
  if (value !== null) return { value, currency: element.currency };
  if (text === '') report.damage('amount_missing', 'the amount is blank', positionOf(element));
  else report.damage('amount_garbled', `amount ${quote(text)}, expected a decimal number`, positionOf(element));
  return null;
}

export type Side = 'credit' | 'debit';

/** The side in the `CdtDbtInd` child, or null when it is missing or not one that exists. */
export function findSide(element: XmlElement): Side | null {
  const text = findText(element, 'CdtDbtInd');
  return text === 'CRDT' ? 'credit' : text === 'DBIT' ? 'debit' : null;
}

/** camt amounts carry no sign; the side gives it: a debit is negative. */
export function signAmount(value: Decimal, side: Side): Decimal {
  return side === 'credit' ? value : negateDecimal(value);
}

/** An unsigned number in the text of a child, such as a sum or a count; null when absent or unreadable. */
export function findNumber(element: XmlElement | null, name: string): Decimal | null {
  const text = findChild(element, name)?.text.trim() ?? '';
  return text === '' ? null : parseDecimal(text);
}
