import {
  type Balance,
  type Entry,
  findBalance,
  type StatementHeader,
  type StatementTrailer,
} from '@causeway/bank-files';
import {
  type AccountDetails,
  type CurrentBalances,
  maskAccountNumber,
  type StatedBalance,
} from '../../domain/account.ts';
import { addDays, type CalendarDate, calendarDate } from '../../domain/calendar-date.ts';
import type { Observation } from '../../domain/observation.ts';
import { mapEntry } from './map-entry.ts';

/** ISO 4217 code for "no currency involved", for a file that names none anywhere. */
export const UNKNOWN_CURRENCY = 'XXX';

/** The header of a statement that says which account it is for. */
export type NamedHeader = StatementHeader & {
  readonly account: { readonly id: string; readonly rawId: string };
};

export function namesAccount(header: StatementHeader): header is NamedHeader {
  return header.account.id !== null && header.account.rawId !== null;
}

/** A whole statement as an observation of its account. Information rows are not money and are left out. */
export function mapStatement(header: NamedHeader, entries: readonly Entry[], trailer: StatementTrailer): Observation {
  const currency =
    header.account.currency ?? entries.find((entry) => entry.currency !== null)?.currency ?? UNKNOWN_CURRENCY;
  const rows = entries
    .filter(({ status }) => status !== 'information')
    .map((entry) => mapEntry(entry, header, currency));
  const days = rows
    .map(({ postedDate, pendingDate }) => postedDate ?? pendingDate)
    .filter((day) => day !== null)
    .sort();
  const asOf = header.asOfDate === null ? null : calendarDate(header.asOfDate);
  return {
    accountNumber: header.account.id,
    details: mapAccount(header, currency),
    rows,
    coverage: {
      from: days[0] ?? dateOrNull(header.periodFrom) ?? asOf,
      to: days.at(-1) ?? dateOrNull(header.periodTo) ?? asOf,
      complete: true,
      proves: [],
    },
    currentBalances: mapCurrentBalances(header, trailer, currency),
    statedBalances: header.timing === 'final' ? mapStatedBalances(header, trailer, currency, days) : [],
    dataAsOf: asOf === null ? null : endOfDay(asOf),
  };
}

function mapAccount({ account }: NamedHeader, currency: string): AccountDetails {
  const servicer = account.servicerId?.trim() ?? '';
  const masked = maskAccountNumber(account.rawId);
  return {
    type: 'unknown',
    currency,
    name: account.name ?? account.ownerName ?? (masked === null ? account.rawId : `Account ${masked}`),
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
  { asOfDate }: StatementHeader,
  { balances }: StatementTrailer,
  currency: string,
): CurrentBalances | null {
  const own = listOwn(balances, currency);
  const ledger = findBalance(own, 'closing') ?? findBalance(own, 'currentLedger');
  const available = findBalance(own, 'closingAvailable') ?? findBalance(own, 'currentAvailable');
  const date = ledger?.date ?? available?.date ?? asOfDate;
  if ((ledger === null && available === null) || date === null) return null;
  return { ledger: ledger?.amount ?? null, available: available?.amount ?? null, asOf: endOfDay(calendarDate(date)) };
}

/**
 * Stated ledger balances as end-of-day balances. A closing balance holds at the end of its day. Whether an opening
 * balance means the start of its day or the end of the day before is told by the rows: where the statement has rows on
 * that day or earlier, it held before them; where all come later, it still held at the end of its day.
 */
function mapStatedBalances(
  header: StatementHeader,
  { balances }: StatementTrailer,
  currency: string,
  days: readonly CalendarDate[],
): StatedBalance[] {
  const own = listOwn(balances, currency).filter(({ isIntermediate }) => !isIntermediate);
  const closing = findBalance(own, 'closing');
  const closingDate = dateOrNull(closing?.date ?? header.asOfDate);
  const opening = findBalance(own, 'opening');
  const openingDate = dateOrNull(opening?.date ?? header.asOfDate);
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
