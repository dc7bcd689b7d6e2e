import type { AccountDetails, StatedBalance } from '../../domain/account.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { Observation, ObservedRow } from '../../domain/observation.ts';
import { addDays, laterDate } from '../../domain/values/calendar-date.ts';
import { addDecimals, decimal, formatDecimal, negateDecimal } from '../../domain/values/decimal.ts';
import type { SourceAccount } from '../contract.ts';
import { railOfBaiCode } from '../rail-of-hint.ts';
import type { ExportedPage, ExportedRow, ListedAccount } from './bank-answer.ts';

/** An account as the bank lists it. */
export function detailsOf(account: ListedAccount): AccountDetails {
  return {
    type: account.type,
    currency: account.currency,
    name: account.name,
    status: account.status,
    officialName: null,
    accountNumber: account.number,
    routingNumber: account.routingNumber,
    swiftBic: account.bic,
  };
}

/** All pages of one account, at least one, as one observation. */
export function toObservation(
  account: SourceAccount,
  pages: readonly ExportedPage[],
  window: SyncWindow,
  complete: boolean,
): Observation {
  const [first] = pages;
  if (first === undefined) throw new Error('an observation needs a page');
  const rows = pages.flatMap((page) =>
    page.rows.map((row, index) => toObservedRow(row, `page ${page.page}, row ${index + 1}`)),
  );
  return {
    accountNumber: account.accountNumber,
    details: detailsOf(first.account),
    rows,
    // A bank that shows less far back than was asked covers only what it shows.
    coverage: {
      from: laterDate(first.opening.date, window.from),
      to: window.to,
      complete,
      proves: ['pending', 'posted'],
    },
    currentBalances: {
      ledger: first.account.ledgerBalance,
      available: first.account.availableBalance,
      asOf: first.asOf,
    },
    statedBalances: complete ? statedBalances(first, rows) : [],
    spanBalances: [openingBalance(first), { ...first.closing, statedAs: 'closing' }],
    dataAsOf: first.asOf,
  };
}

/**
 * The opening balance holds at the end of the day before. The closing one holds now, while its day still goes on, so it
 * is worked back to the end of the day before over the rows of today.
 */
function statedBalances(first: ExportedPage, rows: readonly ObservedRow[]): StatedBalance[] {
  const { closing } = first;
  let endOfYesterday = decimal(closing.amount);
  for (const { status, postedDate, amount } of rows)
    if (status === 'posted' && postedDate !== null && postedDate >= closing.date)
      endOfYesterday = addDecimals(endOfYesterday, negateDecimal(decimal(amount)));
  return [
    openingBalance(first),
    { date: addDays(closing.date, -1), statedAs: 'running', amount: formatDecimal(endOfYesterday) },
  ];
}

function openingBalance({ opening }: ExportedPage): StatedBalance {
  return { date: addDays(opening.date, -1), statedAs: 'opening', amount: opening.amount };
}

/** `location` tells where in the bank's answer the row stands. */
export function toObservedRow(row: ExportedRow, location: string): ObservedRow {
  return {
    sourceId: row.id,
    status: row.status,
    postedDate: row.bookingDate,
    pendingDate: row.authorisedDate,
    valueDate: row.valueDate,
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
  };
}
