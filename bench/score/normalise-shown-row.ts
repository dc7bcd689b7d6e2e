import type { ShownRow } from '@causeway/bank-simulator';
import { calendarDate } from '../../src/domain/calendar-date.ts';
import type { NormalisedRow } from '../../src/domain/observation.ts';
import { railOfBaiCode } from '../../src/domain/rail.ts';
import { normaliseRow } from '../../src/ingest/normalise.ts';

/** A row of a simulated bank as a connector passes it on and the pipeline normalises it. */
export function normaliseShownRow(row: ShownRow, location: string): NormalisedRow {
  return normaliseRow({
    sourceId: row.id,
    status: row.status,
    postedDate: row.bookingDate === null ? null : calendarDate(row.bookingDate),
    pendingDate: row.authorisedDate === null ? null : calendarDate(row.authorisedDate),
    valueDate: row.valueDate === null ? null : calendarDate(row.valueDate),
    amount: row.amount,
    currency: row.currency,
    runningBalance: row.runningBalance,
    rawDescription: row.text,
    rail: row.mcc === null ? railOfBaiCode(row.baiCode) : 'card',
    paymentReference: row.customerReference,
    bankReference: row.bankReference,
    baiCode: row.baiCode,
    category: null,
    mcc: row.mcc,
    merchantName: row.merchantName,
    counterpartyName: row.counterpartyName,
    counterpartyAccount: row.counterpartyAccount,
    location,
  });
}
