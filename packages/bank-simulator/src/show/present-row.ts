import { renderDecimal } from '../money.ts';
import { hashDigits } from '../random.ts';
import type { Posting, TransactionRecord } from '../transaction.ts';
import { presentText } from './present-text.ts';
import { findAuthorisedDate } from './select-rows.ts';
import type { ShownRow } from './shown.ts';
import type { SelectedRow, View } from './view.ts';

/** Prints a row under an id; `place` is its place in the answer, from 0. */
export function presentRow(row: SelectedRow, id: string | null, place: number, view: View): ShownRow {
  const { style, book } = view;
  const { record, posting, balanceMinor } = row;
  const { currency } = book.plan;
  const { details } = record.plan;
  const isPosted = posting !== null;
  return {
    id,
    status: isPosted ? 'posted' : 'pending',
    bookingDate: posting?.bookingDate ?? null,
    authorisedDate: isPosted && !style.keepsAuthorisedDate ? null : findAuthorisedDate(record, style),
    valueDate: posting?.valueDate ?? null,
    amount: renderDecimal(posting?.amountMinor ?? record.plan.heldMinor, currency),
    currency,
    text: presentText(row, place, view),
    bankReference: posting === null ? null : deriveBankReference(record, posting, view),
    customerReference: details.customerReference,
    counterpartyName: style.showsCounterparty ? details.counterpartyName : null,
    counterpartyAccount: style.showsCounterparty ? details.counterpartyAccount : null,
    // Codes are assigned by the bookkeeping, so a pending row has none yet.
    baiCode: style.showsBaiCode && isPosted ? details.baiCode : null,
    mcc: style.showsMerchant ? details.mcc : null,
    merchantName: style.showsMerchant ? details.merchantName : null,
    runningBalance: style.showsRunningBalance && isPosted ? renderDecimal(balanceMinor, currency) : null,
  };
}

function deriveBankReference(record: TransactionRecord, posting: Posting, { seed, style }: View): string | null {
  const { details, id } = record.plan;
  if (!style.bankReferenceRails.includes(details.rail)) return null;
  return posting.bookingDate.replaceAll('-', '') + hashDigits(9, seed, 'reference', id);
}
