import type { Client, Schemas } from '@causeway/client';
import { addDays, type CalendarDate, calendarDate } from '../../../domain/values/calendar-date.ts';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  subtractDecimals,
  ZERO,
} from '../../../domain/values/decimal.ts';
import { formatAmount } from '../../../domain/values/money.ts';

/** Which part of an account is exported; both days are in it, and null is open. */
export interface Period {
  readonly accountId: string;
  readonly from: CalendarDate | null;
  readonly to: CalendarDate | null;
}

/** What the posted transactions of a period come to. */
export interface PeriodTotals {
  readonly count: number;
  readonly sum: Decimal;
  readonly firstDay: CalendarDate | null;
  readonly lastDay: CalendarDate | null;
}

/** Ledger balances before the first and after the last transaction of a period. */
export interface PeriodBalances {
  readonly opening: { readonly amount: string; readonly date: CalendarDate };
  readonly closing: { readonly amount: string; readonly date: CalendarDate };
}

/** The posted transactions of the period, in the order of their days. */
export async function* listPosted(
  client: Client,
  { accountId, from, to }: Period,
): AsyncGenerator<Schemas['Transaction']> {
  const days = {
    ...(from === null ? {} : { postedDateGte: from }),
    ...(to === null ? {} : { postedDateLt: addDays(to, 1) }),
  };
  const query = { accountId, status: 'posted' as const, sort: 'postedDate' as const, limit: 500, ...days };
  yield* client.iterate.transactions(query);
}

/** Reads every posted transaction of the period, page by page, and keeps none of them. */
export async function sumPeriod(client: Client, period: Period): Promise<PeriodTotals> {
  let count = 0;
  let sum = ZERO;
  let firstDay: CalendarDate | null = null;
  let lastDay: CalendarDate | null = null;
  for await (const { amount, postedDate } of listPosted(client, period)) {
    count += 1;
    sum = addDecimals(sum, decimal(amount));
    if (postedDate === null) continue;
    firstDay ??= calendarDate(postedDate);
    lastDay = calendarDate(postedDate);
  }
  return { count, sum, firstDay, lastDay };
}

/**
 * The balances of the period, or why the mirror does not know them. The closing one is that of the last day with one, when no transaction
 * is behind it; the opening one is what the transactions leave of it. Where the mirror has a balance of the day before, it
 * has to be the same: otherwise transactions are missing, and no statement can say that it is whole.
 */
export async function findBalances(
  client: Client,
  period: Period,
  totals: PeriodTotals,
  currency: string,
): Promise<PeriodBalances | { readonly missing: string }> {
  const { to } = period;
  const last = await findLatestBalance(client, period.accountId, to === null ? null : addDays(to, 1));
  if (last === null) return { missing: 'The mirror knows no balance of this account by then.' };
  const lastDay = calendarDate(last.date);
  if (totals.lastDay !== null && lastDay < totals.lastDay) {
    return { missing: `The last balance that the mirror knows is of ${lastDay}, before the last transaction.` };
  }
  const firstDay = period.from ?? totals.firstDay ?? lastDay;
  const opening = subtractDecimals(decimal(last.ledgerBalance), totals.sum);
  const before = await findLatestBalance(client, period.accountId, firstDay);
  if (before !== null && lastDay >= firstDay && compareDecimals(decimal(before.ledgerBalance), opening) !== 0) {
    const found = `${before.ledgerBalance} on ${before.date} and ${last.ledgerBalance} on ${last.date}`;
    return { missing: `The transactions are not what lies between the balances of ${found}.` };
  }
  return {
    opening: { amount: formatAmount(opening, currency), date: firstDay },
    closing: { amount: formatAmount(decimal(last.ledgerBalance), currency), date: lastDay },
  };
}

async function findLatestBalance(
  client: Client,
  accountId: string,
  before: CalendarDate | null,
): Promise<Schemas['DailyBalance'] | null> {
  const { data } = await client.listBalances({ accountId, limit: 1, ...(before === null ? {} : { dateLt: before }) });
  return data[0] ?? null;
}
