import { quote } from '../problem.ts';
import type { Balance, BalanceType } from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { findSide, parseAmount, signAmount } from './amount.ts';
import { findDate } from './dates.ts';
import { findChild, findText, positionOf, type XmlElement } from './xml-element.ts';

const TYPES: ReadonlyMap<string, BalanceType> = new Map([
  ['OPBD', 'opening'],
  ['PRCD', 'previousClosing'],
  ['CLBD', 'closing'],
  ['OPAV', 'openingAvailable'],
  ['CLAV', 'closingAvailable'],
  ['ITBD', 'currentLedger'],
  ['ITAV', 'currentAvailable'],
  ['FWAV', 'forwardAvailable'],
]);

/**
 * Reads a `Bal`. One that cannot be told is left out with a warning; a garbled amount damages the statement. Some banks
 * leave out the mark; then the sign is taken as printed, and whether it was right shows when the balances are added up.
 */
export function parseBalance(element: XmlElement, report: StatementReport): Balance | null {
  const type = findChild(element, 'Tp');
  const code = findText(type, 'CdOrPrtry', 'Cd') ?? findText(type, 'Cd');
  const name = code ?? findText(type, 'CdOrPrtry', 'Prtry') ?? findText(type, 'Prtry');
  const amountElement = findChild(element, 'Amt');
  const isUnmarked = findText(element, 'CdtDbtInd') === null;
  const side = isUnmarked ? 'credit' : findSide(element);
  if (name === null || amountElement === null || side === null) {
    const missing = name === null ? 'Tp' : amountElement === null ? 'Amt' : 'CdtDbtInd';
    report.warn('balance_unreadable', `balance ${quote(name ?? '')} has no readable ${missing}`, positionOf(element));
    return null;
  }
  if (isUnmarked) report.warn('balance_side_assumed', `balance ${quote(name)} has no CdtDbtInd`, positionOf(element));
  const amount = parseAmount(amountElement, report);
  if (amount === null) return null;
  return {
    type: (code === null ? undefined : TYPES.get(code)) ?? 'other',
    code: name,
    amount: formatAmount(signAmount(amount.value, side), amount.currency),
    currency: amount.currency,
    date: findDate(findChild(element, 'Dt')),
    isIntermediate: (findText(type, 'SubTp', 'Cd') ?? findText(type, 'SubTp', 'Prtry')) === 'INTM',
  };
}
