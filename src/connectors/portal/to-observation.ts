import type { StatedBalance } from '../../domain/account.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { Observation, ObservedRow } from '../../domain/observation.ts';
import { addDays, type CalendarDate, laterDate } from '../../domain/values/calendar-date.ts';
import { addDecimals, decimal, formatDecimal, negateDecimal } from '../../domain/values/decimal.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { RangeBalance, ReadAccount, ShownRow } from './recipe.ts';

/** What was read of one account. */
export interface ReadActivity {
  readonly account: ReadAccount;
  readonly rows: readonly ObservedRow[];
  readonly balances: readonly RangeBalance[];
  readonly window: SyncWindow;
  /** First day that the bank shows; null where it shows all that was asked for. */
  readonly earliest: CalendarDate | null;
  readonly complete: boolean;
  readonly now: Instant;
}

/** A row with everything that a portal does not show left open. `location` is its place in what was read. */
export function toObservedRow(row: ShownRow, account: ReadAccount, location: string): ObservedRow {
  return {
    sourceId: null,
    valueDate: null,
    currency: account.details.currency,
    rawDescription: null,
    rail: 'unknown',
    paymentReference: null,
    bankReference: null,
    baiCode: null,
    category: null,
    mcc: null,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccount: null,
    ...row,
    location,
  };
}

/** All rows of one account as one observation. */
export function toObservation(read: ReadActivity): Observation {
  const { account, balances, window, now } = read;
  const opening = balances.find(({ kind }) => kind === 'opening');
  const earliest = read.earliest ?? window.from;
  return {
    accountNumber: account.number,
    details: account.details,
    rows: read.rows,
    coverage: {
      // A bank that shows less far back than was asked covers only what it shows.
      from: laterDate(laterDate(earliest, window.from), opening?.date ?? window.from),
      to: window.to,
      complete: read.complete,
      proves: ['pending', 'posted'],
    },
    currentBalances:
      account.ledger === null && account.available === null
        ? null
        : { ledger: account.ledger, available: account.available, asOf: now },
    statedBalances: read.complete ? listStated(balances, read.rows) : [],
    ...(balances.length === 0 || !read.complete ? {} : { spanBalances: balances.map(toSpan) }),
    // A portal names no time, but calls the balance beside the rows the current one: with that, its data is of the moment of reading.
    dataAsOf: read.complete && (account.ledger ?? account.available) !== null ? now : null,
  };
}

function toSpan({ kind, date, amount }: RangeBalance): StatedBalance {
  return { date: kind === 'opening' ? addDays(date, -1) : date, statedAs: kind, amount };
}

/**
 * The opening balance holds at the end of the day before. The closing one may be of this moment, while its day still goes on, so it
 * is worked back to the end of the day before over the rows of its day.
 */
function listStated(balances: readonly RangeBalance[], rows: readonly ObservedRow[]): StatedBalance[] {
  return balances.map((balance) => {
    if (balance.kind === 'opening') return toSpan(balance);
    let amount = decimal(balance.amount);
    for (const row of rows)
      if (row.status === 'posted' && row.postedDate !== null && row.postedDate >= balance.date)
        amount = addDecimals(amount, negateDecimal(decimal(row.amount)));
    return { date: addDays(balance.date, -1), statedAs: 'running', amount: formatDecimal(amount) };
  });
}
