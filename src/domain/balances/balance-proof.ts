import type { StatedBalance } from '../account.ts';
import { addDays, type CalendarDate, daysBetween } from '../values/calendar-date.ts';
import { addDecimals, compareDecimals, type Decimal, decimal, subtractDecimals, ZERO } from '../values/decimal.ts';
import { formatAmount } from '../values/money.ts';

export type BalanceProofState = 'proven' | 'unproven' | 'broken';

/** Whether the posted rows of an account explain every balance that the bank stated. */
export interface BalanceProof {
  readonly state: BalanceProofState;
  /** Last day up to which rows and balances agree; null when nothing is proven. */
  readonly provenThrough: CalendarDate | null;
  /** First stated day that does not add up; null unless `broken`. */
  readonly brokenFrom: CalendarDate | null;
  /** Stated minus computed balance on that day; null unless `broken`. */
  readonly difference: string | null;
}

/** Sum of the posted rows of one day. */
export interface DayTotal {
  readonly date: CalendarDate;
  readonly total: string;
}

/** End-of-day position of an account. */
export interface DailyBalance {
  readonly date: CalendarDate;
  readonly ledgerBalance: string;
  readonly postedTransactionDelta: string;
  readonly source: 'bankProvided' | 'derived';
}

/** Days between two known ones are filled in only up to this span; beyond it only days with a row or a balance are. */
const MAX_FILLED_DAYS = 3_660;

/**
 * Balance proof: between any two stated balances, the first plus the posted rows after it equals the second. One stated
 * balance alone proves nothing. `stated` and `days` may come in any order. What `base` (see findProofBase) has proven is
 * taken as proven; then `days` need not reach back before it.
 */
export function proveBalances(
  stated: readonly StatedBalance[],
  days: readonly DayTotal[],
  currency: string,
  base: CalendarDate | null = null,
): BalanceProof {
  const anchors = inOrder(stated);
  const [first, ...rest] = anchors;
  if (first === undefined || rest.length === 0) return UNPROVEN;
  const totals = days.filter(({ date }) => base === null || date > base).sort((a, b) => (a.date < b.date ? -1 : 1));
  let next = totals.findIndex(({ date }) => date > first.date);
  let running = decimal(first.amount);
  let provenThrough: CalendarDate | null = null;
  for (const anchor of rest) {
    if (base !== null && anchor.date <= base) {
      running = decimal(anchor.amount);
      provenThrough = anchor.date;
      continue;
    }
    for (let day = totals[next]; next >= 0 && day !== undefined && day.date <= anchor.date; day = totals[++next])
      running = addDecimals(running, decimal(day.total));
    const difference = subtractDecimals(decimal(anchor.amount), running);
    if (compareDecimals(difference, ZERO) !== 0) {
      return {
        state: 'broken',
        provenThrough,
        brokenFrom: anchor.date,
        difference: formatAmount(difference, currency),
      };
    }
    provenThrough = anchor.date;
  }
  return { state: 'proven', provenThrough, brokenFrom: null, difference: null };
}

/**
 * End-of-day balances: as stated where the bank states one, otherwise carried from the nearest earlier stated balance
 * (or back from the first one) over the posted rows. Empty when the bank stated none. Ascending by date. With a `base` (see
 * findProofBase) only the days after it, for those before are as they were; then `days` need not reach back before it.
 */
export function projectDailyBalances(
  stated: readonly StatedBalance[],
  days: readonly DayTotal[],
  currency: string,
  base: CalendarDate | null = null,
): DailyBalance[] {
  if (base !== null) return projectAfter(base, stated, days, currency);
  // Of several statements for one day the last one counts here, which is the day's own closing where there is one.
  const statedByDate = new Map(inOrder(stated).map(({ date, amount }) => [date, decimal(amount)] as const));
  const totalByDate = new Map(days.map(({ date, total }) => [date, decimal(total)] as const));
  const dates = fillDays([...new Set([...statedByDate.keys(), ...totalByDate.keys()])].sort());
  const bankProvided = new Set(stated.filter(({ statedAs }) => statedAs !== 'running').map(({ date }) => date));
  const firstStated = dates.find((date) => statedByDate.has(date));
  if (firstStated === undefined) return [];
  let balance = balanceBefore(dates, firstStated, statedByDate, totalByDate);
  return dates.map((date) => {
    const delta = totalByDate.get(date) ?? ZERO;
    const known = statedByDate.get(date);
    balance = known ?? addDecimals(balance, delta);
    return {
      date,
      ledgerBalance: formatAmount(balance, currency),
      postedTransactionDelta: formatAmount(delta, currency),
      source: bankProvided.has(date) ? 'bankProvided' : 'derived',
    };
  });
}

function projectAfter(
  base: CalendarDate,
  stated: readonly StatedBalance[],
  days: readonly DayTotal[],
  currency: string,
): DailyBalance[] {
  const isLater = ({ date }: { readonly date: CalendarDate }) => date > base;
  const anchors = stated.filter(({ date }) => date >= base);
  return projectDailyBalances(anchors, days.filter(isLater), currency).filter(isLater);
}

const UNPROVEN: BalanceProof = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null };

/** By date; on one day what was worked out first and what the bank says of the day itself last. */
function inOrder(stated: readonly StatedBalance[]): StatedBalance[] {
  const rank = { running: 0, opening: 1, closing: 2 } as const;
  return [...stated].sort((a, b) =>
    a.date === b.date ? rank[a.statedAs] - rank[b.statedAs] : a.date < b.date ? -1 : 1,
  );
}

/** Balance before the first day, walked back from the first stated one. */
function balanceBefore(
  dates: readonly CalendarDate[],
  firstStated: CalendarDate,
  stated: ReadonlyMap<CalendarDate, Decimal>,
  totals: ReadonlyMap<CalendarDate, Decimal>,
): Decimal {
  let balance = stated.get(firstStated) ?? ZERO;
  for (const date of dates) if (date <= firstStated) balance = subtractDecimals(balance, totals.get(date) ?? ZERO);
  return balance;
}

function fillDays(known: readonly CalendarDate[]): readonly CalendarDate[] {
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return known;
  const span = daysBetween(first, last);
  return span > MAX_FILLED_DAYS ? known : Array.from({ length: span + 1 }, (_, days) => addDays(first, days));
}
