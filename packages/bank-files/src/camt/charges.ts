import type { Charge } from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { findSide, parseAmount, signAmount } from './amount.ts';
import { findChild, findText, listChildren, type XmlElement } from './xml-element.ts';

/** Reads all `Chrgs` of an entry or detail: one record each in old versions, `Rcrd` elements since 001.04. */
export function parseCharges(holder: XmlElement, report: StatementReport): Charge[] {
  const charges: Charge[] = [];
  for (const element of listChildren(holder, 'Chrgs')) {
    const records = listChildren(element, 'Rcrd');
    for (const record of records.length > 0 ? records : [element]) {
      const charge = parseCharge(record, report);
      if (charge !== null) charges.push(charge);
    }
  }
  return charges;
}

function parseCharge(record: XmlElement, report: StatementReport): Charge | null {
  const element = findChild(record, 'Amt');
  const amount = element === null ? null : parseAmount(element, report);
  if (amount === null) return null;
  const type = findChild(record, 'Tp');
  const included = findText(record, 'ChrgInclInd');
  return {
    // A charge without a mark is one the account pays.
    amount: formatAmount(signAmount(amount.value, findSide(record) ?? 'debit'), amount.currency),
    currency: amount.currency,
    type: findText(type, 'Cd') ?? findText(type, 'Prtry', 'Id') ?? findText(type, 'Prtry'),
    isIncluded: included === null ? null : included === 'true' || included === '1',
  };
}
