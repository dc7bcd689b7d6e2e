import type { Rail } from '../../domain/transaction.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { SearchFilter } from '../../store/transactions/transaction-search.ts';
import type { OperationInput } from '../operation.ts';
import { idFilter } from './filters.ts';

type SearchQuery = OperationInput<'countTransactions'>['query'];

/** The filter that the query of a search asks for. Lists are separated by commas; ids that are none match nothing. */
export function readSearch(query: SearchQuery): SearchFilter {
  const { text, amountGte, amountLte, direction, currency, status, rail, postedDateGte, postedDateLt } = query;
  return {
    ...(text === undefined ? {} : { text: text.toLowerCase() }),
    ...(amountGte === undefined ? {} : { amountGte }),
    ...(amountLte === undefined ? {} : { amountLte }),
    ...(direction === undefined ? {} : { direction }),
    ...(currency === undefined ? {} : { currency: currency.split(',') }),
    ...(status === undefined ? {} : { status: [status] }),
    // A rail that does not exist is that of no transaction.
    ...(rail === undefined ? {} : { rail: rail.split(',') as Rail[] }),
    ...(query.accountIds === undefined ? {} : { account: readIds(query.accountIds) }),
    ...(query.connectionIds === undefined ? {} : { connection: readIds(query.connectionIds) }),
    ...(query.entityIds === undefined ? {} : { entity: readIds(query.entityIds) }),
    ...(postedDateGte === undefined ? {} : { dateGte: calendarDate(postedDateGte) }),
    ...(postedDateLt === undefined ? {} : { dateLt: calendarDate(postedDateLt) }),
  };
}

function readIds(text: string): string[] {
  return [...new Set(text.split(',').flatMap((id) => idFilter(id) ?? []))];
}
