import type { Entry, StatementHeader } from '@causeway/bank-files';
import type { ObservedRow } from '../../domain/observation.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { railOf } from '../rail-of-hint.ts';

/** An entry of a bank file as a row. A camt entry's details stay in the evidence: balances move by entries. */
export function mapEntry(entry: Entry, header: StatementHeader, accountCurrency: string): ObservedRow {
  const pending = entry.status === 'pending' || header.timing === 'interim';
  const date = entry.bookingDate === null ? null : calendarDate(entry.bookingDate);
  return {
    // References in files are unique within bank and day at best, so no row is named by one.
    sourceId: null,
    status: pending ? 'pending' : 'posted',
    postedDate: date,
    pendingDate: pending ? date : null,
    valueDate: entry.valueDate === null ? null : calendarDate(entry.valueDate),
    amount: entry.amount,
    currency: entry.currency ?? accountCurrency,
    rawDescription: entry.rawDescription.length > 0 ? entry.rawDescription.join('\n') : entry.description,
    rail: railOf(entry.rail),
    paymentReference: entry.references.endToEndId ?? entry.references.creditorReference ?? entry.customerReference,
    bankReference: entry.bankReference,
    baiCode: entry.codes.baiCode,
    category: null,
    mcc: null,
    merchantName: null,
    counterpartyName: entry.counterparty.name,
    counterpartyAccount: entry.counterparty.account,
    location: `line ${entry.position.line}`,
  };
}
