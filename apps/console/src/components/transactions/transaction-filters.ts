import type { Filters } from '../../shell/routing/use-address.ts';

/** The names under which filters stand in the address. */
export const FILTER_NAMES = [
  ...['q', 'direction', 'status', 'rail', 'currency', 'accounts', 'connections', 'entities'],
  ...['from', 'to', 'min', 'max'],
] as const;

export type TransactionFilter = (typeof FILTER_NAMES)[number] | 'sort' | 'transaction';
export type TransactionFilters = Filters<TransactionFilter>;

/** The page of transactions with filters set, for links to it from everywhere. The page reads its address by the same names. */
export function transactionsWith(filters: TransactionFilters): {
  readonly to: '/transactions';
  readonly search: TransactionFilters;
} {
  return { to: '/transactions', search: filters };
}
