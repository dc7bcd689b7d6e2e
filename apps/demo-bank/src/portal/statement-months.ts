import {
  addDays,
  type CalendarDate,
  type Instant,
  parseCalendarDate,
  type SimulatedBank,
  toEpochMs,
  toInstant,
} from '@causeway/bank-simulator';
import { bankDay } from './bank-day.ts';

/** Days of history that the bank has before a user was created. */
const HISTORY_DAYS = 90;
const MAX_MONTHS = 24;
const MINUTE_MS = 60_000;
/** A statement is issued in the morning after its month. */
const ISSUED_AT_MINUTE = 6 * 60;

/** A month of which there is a statement. */
export interface StatementMonth {
  /** As `2026-10`. */
  readonly month: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** When it was issued. It shows the books as they were then, and never changes. */
  readonly issuedAt: Instant;
}

/** The months of which an account has statements, latest first: whole ones that are over and issued. */
export function listStatementMonths(bank: SimulatedBank, accountId: string, userSince: Instant): StatementMonth[] {
  const months: StatementMonth[] = [];
  const historyFrom = addDays(parseCalendarDate(userSince.slice(0, 10)), 1 - HISTORY_DAYS);
  let next = firstOfMonth(bankDay(bank));
  while (months.length < MAX_MONTHS) {
    const to = addDays(next, -1);
    const from = firstOfMonth(to);
    const issuedAt = issueOf(next, bank);
    if (from < historyFrom) break;
    next = from;
    if (toEpochMs(issuedAt) > toEpochMs(bank.now())) continue;
    if (!bank.listAccounts(issuedAt).some(({ id }) => id === accountId)) continue;
    months.push({ month: from.slice(0, 7), from, to, issuedAt });
  }
  return months;
}

function firstOfMonth(date: CalendarDate): CalendarDate {
  return parseCalendarDate(`${date.slice(0, 7)}-01`);
}

/** The morning of a day by the bank's own clock. */
function issueOf(day: CalendarDate, { style }: SimulatedBank): Instant {
  const midnightMs = Date.parse(`${day}T00:00:00Z`) - style.calendar.utcOffsetMinutes * MINUTE_MS;
  return toInstant(midnightMs + ISSUED_AT_MINUTE * MINUTE_MS);
}
