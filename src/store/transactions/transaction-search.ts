import type { Environment } from '../../domain/environment.ts';
import type { Rail, TransactionStatus } from '../../domain/transaction.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

export type SearchSort = 'postedDate' | '-postedDate' | 'amount' | '-amount';

/** What a transaction has to be. Absent means any; a list means one of it. */
export interface SearchFilter {
  /** Contained in one of the texts, in lower case. */
  readonly text?: string;
  /** Decimal text. */
  readonly amountGte?: string;
  readonly amountLte?: string;
  readonly direction?: 'in' | 'out';
  readonly currency?: readonly string[];
  readonly status?: readonly TransactionStatus[];
  readonly rail?: readonly Rail[];
  readonly account?: readonly string[];
  readonly connection?: readonly string[];
  readonly entity?: readonly string[];
  /** Of the posted date; what has none is later than every day. */
  readonly dateGte?: CalendarDate;
  readonly dateLt?: CalendarDate;
}

/** A current transaction and its place in the order that was asked for. */
export interface FoundTransaction {
  readonly id: string;
  /** `YYYY-MM-DD` or `infinity`; a decimal where amounts give the order. */
  readonly sortKey: string;
  readonly body: string;
}

/** The first `limit` transactions of a filter after a place in the order; ties by id in the direction of the order. */
export async function searchTransactions(
  db: Db,
  filter: SearchFilter,
  sort: SearchSort,
  page: { readonly limit: number; readonly after: { readonly key: string; readonly id: string } | null },
): Promise<FoundTransaction[]> {
  return db<FoundTransaction[]>`select id, sort_key, body from search_transactions(${db.json(filter as never)}, ${sort},
    ${page.after?.key ?? null}, ${page.after?.id ?? null}, ${page.limit})`;
}

/** How many transactions a filter has: exact up to `bound`, where there are more, `bound` and not whole. */
export async function countTransactions(
  db: Db,
  filter: SearchFilter,
  bound: number,
): Promise<{ readonly counted: number; readonly isWhole: boolean }> {
  const [row] = await db<{ counted: number; isWhole: boolean }[]>`
    select counted, is_whole from count_transactions(${db.json(filter as never)}, ${bound})`;
  if (row === undefined) throw new Error('a count has always one row');
  return row;
}

/** Tenants with changes that the search has not taken over, up to a thousand. */
export async function listUnindexedTenants(db: Db): Promise<Tenant[]> {
  return db<{ organizationId: string; environment: Environment }[]>`
    select h.organization_id, h.environment from stream_heads h
    left join transaction_search_heads s
      on s.organization_id = h.organization_id and s.environment = h.environment
    where h.head > coalesce(s.position, 0) limit 1000`;
}

/**
 * Takes the next changes of the session's tenant over into the search. Returns how many there were, and null while another
 * session does the same.
 */
export async function indexTransactions(db: Db, batchSize: number): Promise<number | null> {
  const [row] = await db<{ taken: number | null }[]>`select index_transactions(${batchSize}) as taken`;
  return row?.taken ?? null;
}
