import type { Entry, EntryDetail, TransactionCodes } from '@causeway/bank-files';

/** An entry as `causeway inspect --json` shows it: every key is always there. */
export function presentTransaction(entry: Entry) {
  return {
    status: entry.status,
    postedDate: entry.bookingDate,
    postedDateSource: entry.bookingDateSource,
    valueDate: entry.valueDate,
    amount: entry.amount,
    currency: entry.currency,
    entryType: entry.entryType,
    isReversal: entry.isReversal,
    description: entry.description,
    rawDescription: entry.rawDescription,
    counterparty: entry.counterparty,
    rail: entry.rail,
    bankReference: entry.bankReference,
    customerReference: entry.customerReference,
    references: entry.references,
    ...presentCodes(entry.codes),
    instructed: entry.instructed,
    charges: entry.charges,
    availability: entry.availability,
    byteOffset: entry.position.byteOffset,
    line: entry.position.line,
    record: entry.position.record,
    details: entry.details.map(presentDetail),
  };
}

function presentDetail(detail: EntryDetail) {
  return {
    amount: detail.amount,
    currency: detail.currency,
    description: detail.description,
    rawDescription: detail.rawDescription,
    counterparty: detail.counterparty,
    bankReference: detail.bankReference,
    references: detail.references,
    ...presentCodes(detail.codes),
    instructed: detail.instructed,
    charges: detail.charges,
  };
}

function presentCodes(codes: TransactionCodes): TransactionCodes {
  const { baiCode, isoCode, swiftType, gvcCode, ofxType, proprietaryCode, proprietaryIssuer, returnReason } = codes;
  return { baiCode, isoCode, swiftType, gvcCode, ofxType, proprietaryCode, proprietaryIssuer, returnReason };
}
