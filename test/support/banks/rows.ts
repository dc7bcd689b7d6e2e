import type { ObservedRow } from '../../../src/domain/observation.ts';
import { addDays, calendarDate } from '../../../src/domain/values/calendar-date.ts';

/** The day `number` of November 2026. */
export function november(number: number) {
  return addDays(calendarDate('2026-11-01'), number - 1);
}

/** A row as a source shows it: a posted coffee of 2 November, unless said otherwise. */
export function createRow(changes: Partial<ObservedRow> = {}): ObservedRow {
  return {
    sourceId: null,
    status: 'posted',
    postedDate: november(2),
    pendingDate: null,
    valueDate: null,
    amount: '-5.00',
    currency: 'USD',
    rawDescription: 'COFFEE',
    rail: 'card',
    paymentReference: null,
    bankReference: null,
    baiCode: null,
    category: null,
    mcc: null,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccount: null,
    location: null,
    ...changes,
  };
}
