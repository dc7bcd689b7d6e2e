import type { AccountBook } from './account.ts';
import {
  addDays,
  type CalendarDate,
  earlierDate,
  type Instant,
  laterDate,
  localDateAt,
  toInstant,
} from './calendar.ts';
import { renderDecimal } from './money.ts';
import { hashDigits, hashHex } from './random.ts';
import type { InstitutionStyle } from './style.ts';
import { findPostingAt, type Posting, type TransactionRecord } from './transaction.ts';

/** A transaction as the bank shows it. Amounts are signed decimal strings, credit positive. Null: the bank shows nothing. */
export interface ShownRow {
  readonly id: string | null;
  readonly status: 'pending' | 'posted';
  readonly bookingDate: CalendarDate | null;
  readonly authorisedDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
  readonly bankReference: string | null;
  readonly customerReference: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly baiCode: string | null;
  readonly mcc: string | null;
  readonly merchantName: string | null;
  readonly runningBalance: string | null;
}

/** An account as the bank shows it, with its balances at the moment of asking. */
export interface ShownAccount {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly type: 'checking' | 'savings';
  readonly currency: string;
  readonly routingNumber: string | null;
  readonly bic: string | null;
  readonly ledgerBalance: string;
  readonly availableBalance: string;
}

/** The ledger balance before the first row of a window, or after its last posted row. */
export interface ShownBalance {
  readonly type: 'openingLedger' | 'closingLedger';
  readonly date: CalendarDate;
  readonly amount: string;
}

/** What a bank shows of one account in a window of dates at one moment. */
export interface ShownWindow {
  readonly asOf: Instant;
  readonly account: ShownAccount;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** False when the window reaches back further than the bank shows rows. */
  readonly complete: boolean;
  readonly balances: readonly ShownBalance[];
  /** Posted rows by booking date, pending rows by authorisation date, in the bank's own order. */
  readonly rows: readonly ShownRow[];
}

/** Whose eyes to look through, and at what. */
export interface View {
  readonly seed: string;
  readonly style: InstitutionStyle;
  readonly book: AccountBook;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly atMs: number;
}

/** Shows an account without rows. */
export function showAccount(book: AccountBook, atMs: number): ShownAccount {
  const { id, number, name, type, currency, routingNumber, bic } = book.plan;
  return {
    ...{ id, number, name, type, currency, routingNumber, bic },
    ledgerBalance: renderDecimal(book.ledgerMinorAt(atMs), currency),
    availableBalance: renderDecimal(book.availableMinorAt(atMs), currency),
  };
}

/** Shows a window: opening ledger balance plus its posted rows is its closing ledger balance, at every moment. */
export function showWindow(view: View): ShownWindow {
  const { book, style, atMs } = view;
  const window = selectRows(view);
  const today = localDateAt(atMs, style.calendar);
  const { currency } = book.plan;
  return {
    asOf: toInstant(atMs),
    account: showAccount(book, atMs),
    from: view.from,
    to: view.to,
    complete: window.shownFrom === view.from,
    balances: [
      { type: 'openingLedger', date: window.shownFrom, amount: renderDecimal(window.openingMinor, currency) },
      {
        type: 'closingLedger',
        date: earlierDate(view.to, today),
        amount: renderDecimal(window.closingMinor, currency),
      },
    ],
    rows: window.selected.map((row) => presentRow(row, view)),
  };
}

/** The true transaction behind each row of the same view, in the same order. */
export function identifyRows(view: View): string[] {
  return selectRows(view).selected.map(({ record }) => record.plan.id);
}

/** The id under which the bank shows a transaction in a status, or null when it shows none. */
export function deriveRowId(transactionId: string, status: ShownRow['status'], view: Pick<View, 'seed' | 'style'>) {
  switch (view.style.rowIds) {
    case 'none':
      return null;
    case 'stable':
      return hashHex(view.seed, 'row', transactionId);
    case 'newOnPosting':
      return hashHex(view.seed, 'row', status, transactionId);
  }
}

interface SelectedRow {
  readonly record: TransactionRecord;
  /** Null while pending. */
  readonly posting: Posting | null;
  /** Ledger balance after a posted row. */
  readonly balanceMinor: bigint;
}

function selectRows(view: View) {
  const { book, style, atMs, to } = view;
  const horizon = addDays(localDateAt(atMs, style.calendar), -style.retentionDays);
  const shownFrom = laterDate(view.from, horizon);
  const posted: SelectedRow[] = [];
  let balanceMinor = book.plan.openingMinor;
  let openingMinor = balanceMinor;
  let closingMinor = balanceMinor;
  for (const record of book.posted) {
    const posting = findPostingAt(record, atMs);
    if (posting === null) continue;
    balanceMinor += posting.amountMinor;
    if (posting.bookingDate < shownFrom) openingMinor = balanceMinor;
    if (posting.bookingDate <= to) closingMinor = balanceMinor;
    if (posting.bookingDate >= shownFrom && posting.bookingDate <= to) posted.push({ record, posting, balanceMinor });
  }
  const pending: SelectedRow[] = book
    .listPendingAt(atMs)
    .filter((record) => {
      const date = findAuthorisedDate(record, style);
      return date !== null && date >= shownFrom && date <= to;
    })
    .map((record) => ({ record, posting: null, balanceMinor }));
  if (style.postedOrder === 'newestFirst') {
    posted.reverse();
    pending.reverse();
  }
  const selected = style.pendingPlacement === 'first' ? [...pending, ...posted] : [...posted, ...pending];
  return { selected, shownFrom, openingMinor, closingMinor };
}

function findAuthorisedDate({ authorisedAtMs }: TransactionRecord, style: InstitutionStyle): CalendarDate | null {
  return authorisedAtMs === null ? null : localDateAt(authorisedAtMs, style.calendar);
}

function presentRow({ record, posting, balanceMinor }: SelectedRow, view: View): ShownRow {
  const { style, book } = view;
  const { currency } = book.plan;
  const { details, id } = record.plan;
  const status = posting === null ? 'pending' : 'posted';
  return {
    id: deriveRowId(id, status, view),
    status,
    bookingDate: posting?.bookingDate ?? null,
    authorisedDate: findAuthorisedDate(record, style),
    valueDate: posting?.valueDate ?? null,
    amount: renderDecimal(posting?.amountMinor ?? record.plan.heldMinor, currency),
    currency,
    text: details.text,
    bankReference: posting === null ? null : deriveBankReference(record, posting, view),
    customerReference: details.customerReference,
    counterpartyName: style.showsCounterparty ? details.counterpartyName : null,
    counterpartyAccount: style.showsCounterparty ? details.counterpartyAccount : null,
    // Codes are assigned by the bookkeeping, so a pending row has none yet.
    baiCode: style.showsBaiCode && posting !== null ? details.baiCode : null,
    mcc: style.showsMerchant ? details.mcc : null,
    merchantName: style.showsMerchant ? details.merchantName : null,
    runningBalance: style.showsRunningBalance && posting !== null ? renderDecimal(balanceMinor, currency) : null,
  };
}

function deriveBankReference(record: TransactionRecord, posting: Posting, { seed, style }: View): string | null {
  const { details, id } = record.plan;
  if (!style.bankReferenceRails.includes(details.rail)) return null;
  return posting.bookingDate.replaceAll('-', '') + hashDigits(9, seed, 'reference', id);
}
