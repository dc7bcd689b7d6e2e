import type { TransactionContent } from '../transaction.ts';

/** Who shows a transaction: the bank's own interface or portal, or a file. */
export type SourceName = 'bank' | 'file';

/** A transaction as one source showed it last. */
export interface SourceView {
  readonly content: TransactionContent;
  readonly pendingDate: string | null;
  readonly valueDate: string | null;
  readonly matchKey: string;
}

/** A transaction that both sources have shown, as each of them did. */
export interface TransactionViews {
  readonly bank: SourceView;
  readonly file: SourceView;
}

/**
 * What is known of the sources of an account's transactions, by id. A transaction that is not listed was shown by the bank
 * alone; one with null by files alone.
 */
export type KnownViews = ReadonlyMap<string, TransactionViews | null>;

/**
 * What clients see of a transaction that two sources show in different words. Only the two views decide, and not the order
 * in which they came: reading both again changes nothing.
 *
 * The booking is that of the source which shows it booked, for no source takes back what another one has booked; the bank's
 * own where both do or neither. The words of that source count. What it leaves out, the other one fills in: a poorer source
 * takes nothing away.
 */
export function mergeViews({ bank, file }: TransactionViews): TransactionContent {
  const isBookedByFile = file.content.status === 'posted' && bank.content.status === 'pending';
  const [best, rest] = isBookedByFile ? [file.content, bank.content] : [bank.content, file.content];
  return {
    status: best.status,
    postedDate: best.postedDate ?? rest.postedDate,
    amount: best.amount,
    currency: best.currency,
    entryType: best.entryType,
    // One text, never a mixture: the description is made from the raw one.
    description: best.description === '' ? rest.description : best.description,
    rail: best.rail === 'unknown' ? rest.rail : best.rail,
    rawDescription: best.description === '' ? rest.rawDescription : best.rawDescription,
    paymentReference: best.paymentReference ?? rest.paymentReference,
    bankReference: best.bankReference ?? rest.bankReference,
    baiCode: best.baiCode ?? rest.baiCode,
    category: best.category ?? rest.category,
    subcategory: best.subcategory ?? rest.subcategory,
    mcc: best.mcc ?? rest.mcc,
    merchantName: best.merchantName ?? rest.merchantName,
    counterpartyName: best.counterpartyName ?? rest.counterpartyName,
    counterpartyAccountMasked: best.counterpartyAccountMasked ?? rest.counterpartyAccountMasked,
  };
}
