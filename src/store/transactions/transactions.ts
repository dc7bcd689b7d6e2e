import type { Rail, TransactionStatus } from '../../domain/transaction.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A current transaction, its JSON text as it is sent, and its sort keys. */
export interface TransactionRow {
  readonly id: string;
  readonly body: string;
  /** `YYYY-MM-DD`, or `infinity` for a transaction without a date. */
  readonly sortDate: string;
  readonly updatedAt: Instant;
}

export type TransactionSort = 'postedDate' | '-postedDate' | 'updatedAt' | '-updatedAt';

/** A page of one order: its place is the key of that order, with the id of the row. */
export interface TransactionPage extends Page<{ readonly key: string; readonly id: string }> {
  readonly sort: TransactionSort;
}

export interface TransactionFilter {
  readonly accountId: string | null;
  readonly connectionId: string | null;
  readonly entityId: string | null;
  readonly status: TransactionStatus | null;
  readonly rail: Rail | null;
  readonly postedDateGte: CalendarDate | null;
  readonly postedDateLt: CalendarDate | null;
  /** Decimal text. */
  readonly amountGte: string | null;
  readonly amountLte: string | null;
  /** Contained text, any case. */
  readonly query: string | null;
}

/** The current transaction with that id; null for one that was removed, whose tombstone only the stream shows. */
export async function findTransaction(db: Db, tenant: Tenant, id: string): Promise<TransactionRow | null> {
  const [row] = await db<TransactionRow[]>`select id, body, sort_date::text, updated_at from transactions
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and removed_at is null`;
  return row ?? null;
}

/** Current transactions in the page's order, ties by id in the same direction. */
export async function listTransactions(
  db: Db,
  tenant: Tenant,
  filter: TransactionFilter,
  page: TransactionPage,
): Promise<TransactionRow[]> {
  const { sort } = page;
  // Named in full: a bare name would mean the text that is selected under it, whose order no index has.
  const column = sort.endsWith('postedDate') ? db`transactions.sort_date` : db`transactions.updated_at`;
  const type = sort.endsWith('postedDate') ? db`date` : db`timestamptz`;
  const descending = sort.startsWith('-');
  const beyond = descending ? db`<` : db`>`;
  return db<TransactionRow[]>`select id, body, sort_date::text, updated_at from transactions
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and removed_at is null
      ${filterConditions(db, filter)}
      ${page.after === null ? db`` : db`and (${column}, id) ${beyond} (${page.after.key}::text::${type}, ${page.after.id})`}
    order by ${column} ${descending ? db`desc` : db`asc`}, id ${descending ? db`desc` : db`asc`} limit ${page.limit}`;
}

function filterConditions(db: Db, filter: TransactionFilter) {
  return db`
    ${filter.accountId === null ? db`` : db`and account_id = ${filter.accountId}`}
    ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
    ${filter.entityId === null ? db`` : db`and entity_id = ${filter.entityId}`}
    ${filter.status === null ? db`` : db`and status = ${filter.status}`}
    ${filter.rail === null ? db`` : db`and rail = ${filter.rail}`}
    ${filter.postedDateGte === null ? db`` : db`and posted_date >= ${filter.postedDateGte}`}
    ${filter.postedDateLt === null ? db`` : db`and posted_date < ${filter.postedDateLt}`}
    ${filter.amountGte === null ? db`` : db`and amount >= ${filter.amountGte}::text::numeric`}
    ${filter.amountLte === null ? db`` : db`and amount <= ${filter.amountLte}::text::numeric`}
    ${filter.query === null ? db`` : db`and strpos(search_text, ${filter.query.toLowerCase()}) > 0`}`;
}
