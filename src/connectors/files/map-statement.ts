import {
  type AccountKind,
  type Balance,
  type Entry,
  findBalance,
  type StatementHeader,
  type StatementTrailer,
} from '@causeway/bank-files';
import {
  type AccountDetails,
  type AccountType,
  type CurrentBalances,
  maskAccountNumber,
  type StatedBalance,
} from '../../domain/account.ts';
import type { Observation } from '../../domain/observation.ts';
import { addDays, type CalendarDate, calendarDate } from '../../domain/values/calendar-date.ts';
import { UNKNOWN_CURRENCY } from '../contract.ts';
import { mapEntry } from './map-entry.ts';

/** What the statement ends with: all of the trailer, or nothing where a damaged statement was cut. */
export type StatementEnd = Pick<StatementTrailer, 'balances' | 'asOfDate'>;

/** The currency of a statement's account; null where the file names none anywhere. */
export function currencyOf(header: StatementHeader, entries: readonly Entry[]): string | null {
  return header.account.currency ?? entries.find((entry) => entry.currency !== null)?.currency ?? null;
}

/**
 * A statement as an observation of its account. Information rows are not money and are left out. `isWhole` is false for
 * the part in front of a damage, which states no balances.
 */
export function mapStatement(
  header: StatementHeader,
  entries: readonly Entry[],
  trailer: StatementEnd,
  isWhole = true,
): Observation {
  const currency = currencyOf(header, entries) ?? UNKNOWN_CURRENCY;
  const rows = entries
    .filter(({ status }) => status !== 'information')
    .map((entry) => mapEntry(entry, header, currency));
  const days = rows
    .map(({ postedDate, pendingDate }) => postedDate ?? pendingDate)
    .filter((day) => day !== null)
    .sort();
  // Many formats tell the day only at the end.
  const asOf = dateOrNull(trailer.asOfDate ?? header.asOfDate);
  const isFinal = header.timing === 'final' && isWhole;
  return {
    accountNumber: header.account.id ?? '',
    details: mapAccount(header, currency),
    rows,
    coverage: {
      from: days[0] ?? dateOrNull(header.periodFrom) ?? asOf,
      to: days.at(-1) ?? dateOrNull(header.periodTo) ?? asOf,
      // Whole in itself; absence is proven by no file, least of all by a report of the running day.
      complete: true,
      proves: [],
    },
    currentBalances: mapCurrentBalances(trailer.balances, currency, asOf),
    statedBalances: isFinal ? mapStatedBalances(trailer.balances, currency, days, asOf) : [],
    dataAsOf: asOf === null || !isWhole ? null : endOfDay(asOf),
  };
}

const TYPE_OF_KIND: Readonly<Record<AccountKind, AccountType>> = {
  checking: 'checking',
  savings: 'savings',
  moneyMarket: 'moneyMarket',
  creditLine: 'loan',
  certificateOfDeposit: 'other',
  creditCard: 'creditCard',
  cash: 'wallet',
  investment: 'investment',
  asset: 'other',
  liability: 'other',
};

function mapAccount({ account }: StatementHeader, currency: string): AccountDetails {
  const servicer = account.servicerId?.trim() ?? '';
  const masked = maskAccountNumber(account.rawId);
  return {
    type: account.kind === null ? 'unknown' : TYPE_OF_KIND[account.kind],
    currency,
    name: account.name ?? account.ownerName ?? (masked === null ? (account.rawId ?? 'Account') : `Account ${masked}`),
    status: 'unknown',
    officialName: null,
    accountNumber: account.rawId,
    routingNumber: /^\d{9}$/.test(servicer) ? servicer : null,
    swiftBic: /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(servicer) ? servicer : null,
  };
}

/** Balances in another currency say nothing about the account's own and are left out. */
function listOwn(balances: readonly Balance[], currency: string): Balance[] {
  return balances.filter((balance) => balance.currency === null || balance.currency === currency);
}

function mapCurrentBalances(
  balances: readonly Balance[],
  currency: string,
  asOf: CalendarDate | null,
): CurrentBalances | null {
  const own = listOwn(balances, currency);
  const ledger = findBalance(own, 'closing') ?? findBalance(own, 'currentLedger');
  const available = findBalance(own, 'closingAvailable') ?? findBalance(own, 'currentAvailable');
  const date = ledger?.date ?? available?.date ?? asOf;
  if ((ledger === null && available === null) || date === null) return null;
  return { ledger: ledger?.amount ?? null, available: available?.amount ?? null, asOf: endOfDay(calendarDate(date)) };
}

/**
 * Stated ledger balances as end-of-day balances. A closing balance holds at the end of its day. Whether an opening
 * balance means the start of its day or the end of the day before is told by the rows: where the statement has rows on
 * that day or earlier, it held before them; where all come later, it still held at the end of its day.
 */
function mapStatedBalances(
  balances: readonly Balance[],
  currency: string,
  days: readonly CalendarDate[],
  asOf: CalendarDate | null,
): StatedBalance[] {
  const own = listOwn(balances, currency).filter(({ isIntermediate }) => !isIntermediate);
  const closing = findBalance(own, 'closing');
  const closingDate = dateOrNull(closing?.date ?? asOf);
  const opening = findBalance(own, 'opening');
  const openingDate = dateOrNull(opening?.date ?? asOf);
  const stated: StatedBalance[] = [];
  if (opening !== null && openingDate !== null) {
    const firstDay = days[0] ?? (openingDate === closingDate ? openingDate : null);
    const date = firstDay !== null && firstDay <= openingDate ? addDays(firstDay, -1) : openingDate;
    stated.push({ date, statedAs: 'opening', amount: opening.amount });
  }
  if (closing !== null && closingDate !== null)
    stated.push({ date: closingDate, statedAs: 'closing', amount: closing.amount });
  return stated;
}

/** The last millisecond of a day: a bank's end-of-day figure holds then, in whatever zone the bank keeps its days. */
function endOfDay(date: CalendarDate): string {
  return `${date}T23:59:59.999Z`;
}

function dateOrNull(text: string | null): CalendarDate | null {
  return text === null ? null : calendarDate(text);
}
