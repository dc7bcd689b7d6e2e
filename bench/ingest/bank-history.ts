import type { StatedBalance } from '../../src/domain/account.ts';
import type { SyncWindow } from '../../src/domain/connection/sync-schedule.ts';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { addDays, type CalendarDate, calendarDate } from '../../src/domain/values/calendar-date.ts';
import { addDecimals, type Decimal, decimal, formatDecimal, ZERO } from '../../src/domain/values/decimal.ts';
import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { chooseRow } from '../organization/sample-row.ts';

export const CURRENCY = 'EUR';
/** The day on which the bank is asked. */
export const TODAY = calendarDate('2026-11-20');
const OPENING_BALANCE = decimal('1000000.00');
/** Of the rows of the last days some are still pending. */
const OPEN_DAYS = 2;
const OPEN_SHARE = 0.5;

/** Everything that a bank shows of one account: rows by date, and the closing balance of each day. */
export interface BankHistory {
  readonly rows: readonly ObservedRow[];
  readonly balances: readonly StatedBalance[];
}

/** So many rows, spread evenly over so many days up to today, with ids or without. */
export interface HistoryShape {
  readonly rows: number;
  readonly days: number;
  readonly withIds: boolean;
}

/** An account whose balances add up; the seed determines it. */
export function createHistory(shape: HistoryShape, seed: string): BankHistory {
  const choices = seededChoices(seed);
  const rows = Array.from({ length: shape.rows }, (_, index) => {
    const age = Math.floor(((shape.rows - 1 - index) * shape.days) / shape.rows);
    return createRow(choices, shape, index, age);
  });
  return { rows, balances: closingBalances(rows, shape.days) };
}

/** The account once the bank has booked that many more rows today. */
export function addToday(history: BankHistory, shape: HistoryShape, count: number, seed: string): BankHistory {
  const choices = seededChoices(seed);
  const added = Array.from({ length: count }, (_, index) =>
    createRow(choices, shape, history.rows.length + index, OPEN_DAYS),
  ).map((row) => ({ ...row, postedDate: TODAY, pendingDate: TODAY, valueDate: TODAY }));
  const rows = [...history.rows, ...added];
  return { rows, balances: closingBalances(rows, shape.days) };
}

/** What the bank shows of it over a window. */
export function showWindow(history: BankHistory, { from, to }: SyncWindow): BankHistory {
  const isShown = (day: CalendarDate | null) => day === null || (day >= from && day <= to);
  return {
    rows: history.rows.filter(({ postedDate }) => isShown(postedDate)),
    balances: history.balances.filter(({ date }) => isShown(date)),
  };
}

function createRow(choices: Choices, { withIds }: HistoryShape, index: number, age: number): ObservedRow {
  const day = addDays(TODAY, -age);
  const row = chooseRow(choices, index, CURRENCY);
  const isOpen = age < OPEN_DAYS && choices.chance(OPEN_SHARE);
  return {
    ...row,
    sourceId: withIds ? row.sourceId : null,
    status: isOpen ? 'pending' : 'posted',
    postedDate: isOpen ? null : day,
    pendingDate: day,
    valueDate: isOpen ? null : day,
    location: `entry ${index + 1}`,
  };
}

function closingBalances(rows: readonly ObservedRow[], days: number): StatedBalance[] {
  const totals = new Map<CalendarDate, Decimal>();
  for (const { postedDate: day, amount } of rows)
    if (day !== null) totals.set(day, addDecimals(totals.get(day) ?? ZERO, decimal(amount)));
  let balance = OPENING_BALANCE;
  return Array.from({ length: days + 1 }, (_, index): StatedBalance => {
    const date = addDays(TODAY, index - days);
    balance = addDecimals(balance, totals.get(date) ?? ZERO);
    return { date, statedAs: 'closing', amount: formatDecimal(balance, 2) };
  });
}
