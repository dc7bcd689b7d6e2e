import type { InputOf } from '../../api/operation-types.ts';
import type { TransactionFilters } from '../../components/transactions/transaction-filters.ts';

export type SearchQuery = NonNullable<InputOf<'searchTransactions'>['query']>;

export const SORTS = [
  { value: '-postedDate', label: 'Newest first' },
  { value: 'postedDate', label: 'Oldest first' },
  { value: '-amount', label: 'Highest amount' },
  { value: 'amount', label: 'Lowest amount' },
] as const;

const AMOUNT = /^[+-]?\d{1,30}(?:\.\d{0,20})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CURRENCIES = /^[A-Z]{3}(?:,[A-Z]{3})*$/;

/** Whether a text can be asked for as an amount; an empty one asks for nothing. */
export function isAmount(text: string | undefined): boolean {
  return text === undefined || text === '' || AMOUNT.test(text);
}

/** An amount as people write it: with points or commas between thousands, and the other one before the decimals. */
const WRITTEN = /^([+−-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;
const WRITTEN_WITH_COMMA = /^([+−-]?)(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})$/;

/** The amounts that a text may stand for, which is those of both signs where it has none. Empty for a text that is no amount. */
export function listAmounts(text: string | undefined): readonly string[] {
  const match = WRITTEN.exec(text?.trim() ?? '') ?? WRITTEN_WITH_COMMA.exec(text?.trim() ?? '');
  if (match === null) return [];
  const [, sign = '', whole = '', decimals] = match;
  const amount = whole.replaceAll(/[.,]/g, '') + (decimals === undefined ? '' : `.${decimals}`);
  if (!isAmount(amount)) return [];
  if (sign === '') return [amount, `-${amount}`];
  return [sign === '+' ? amount : `-${amount}`];
}

/** Whether the first day is after the last one, so that nothing can be found. */
export function isBackwards({ from, to }: TransactionFilters): boolean {
  return from !== undefined && to !== undefined && DAY.test(from) && DAY.test(to) && from > to;
}

/** What to ask the server for. A filter that makes no sense is left out: its field says so itself. */
export function readSearchQuery(filters: TransactionFilters): SearchQuery {
  const { q, direction, status, rail, currency, accounts, connections, entities, from, to, min, max, sort } = filters;
  const dayAfter = to !== undefined && DAY.test(to) ? nextDay(to) : null;
  return {
    ...(q ? { text: q } : {}),
    ...(direction === 'in' || direction === 'out' ? { direction } : {}),
    ...(status === 'pending' || status === 'posted' ? { status } : {}),
    ...(rail ? { rail } : {}),
    ...(currency && CURRENCIES.test(currency) ? { currency } : {}),
    ...(accounts ? { accountIds: accounts } : {}),
    ...(connections ? { connectionIds: connections } : {}),
    ...(entities ? { entityIds: entities } : {}),
    ...(from !== undefined && DAY.test(from) ? { postedDateGte: from } : {}),
    ...(dayAfter === null ? {} : { postedDateLt: dayAfter }),
    ...(min && isAmount(min) ? { amountGte: min } : {}),
    ...(max && isAmount(max) ? { amountLte: max } : {}),
    sort: SORTS.find(({ value }) => value === sort)?.value ?? '-postedDate',
  };
}

/** The day after a calendar date; null where there is no such date. */
function nextDay(day: string): string | null {
  const atMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(atMs) ? null : new Date(atMs + 86_400_000).toISOString().slice(0, 10);
}
