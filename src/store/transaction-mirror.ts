import type { CalendarDate } from '../domain/calendar-date.ts';
import type { MirrorRow } from '../domain/reconcile/change-set.ts';
import type { Transaction, TransactionContent } from '../domain/transaction.ts';
import type { Db } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';

/** A mirror row with what a new revision of it needs. */
export interface StoredMirrorRow extends MirrorRow {
  readonly revision: number;
  /** The connection that brought it. */
  readonly connectionId: string;
}

/**
 * Live transactions of an account that an observation can touch: those dated inside the window, all pending and all
 * undated ones, and those that carry one of the given source ids whatever their date.
 */
export async function listMirrorRows(
  db: Db,
  tenant: Tenant,
  accountId: string,
  reach: {
    readonly from: CalendarDate | null;
    readonly to: CalendarDate | null;
    readonly sourceIds: readonly string[];
  },
): Promise<StoredMirrorRow[]> {
  const rows = await db<
    (Omit<StoredMirrorRow, 'content'> & { readonly body: string })[]
  >`select t.id, t.connection_id, t.body, t.pending_date, t.value_date, t.match_key, t.missed_reads, t.revision,
      array(select x.source_id from transaction_aliases x
        where x.organization_id = t.organization_id and x.transaction_id = t.id) as source_ids
    from (
      select id from transactions
      where organization_id = ${tenant.organizationId} and account_id = ${accountId} and removed_at is null
        and sort_date >= ${reach.from ?? '-infinity'}::text::date and sort_date <= ${reach.to ?? 'infinity'}::text::date
      union
      select id from transactions
      where organization_id = ${tenant.organizationId} and account_id = ${accountId} and removed_at is null
        and (status = 'pending' or posted_date is null)
      union
      select transaction_id from transaction_aliases
      where organization_id = ${tenant.organizationId} and account_id = ${accountId}
        and source_id = any(${[...reach.sourceIds]})
    ) near
    join transactions t on t.organization_id = ${tenant.organizationId} and t.id = near.id and t.removed_at is null`;
  return rows.map(({ body, ...row }) => ({ ...row, content: contentOf(body) }));
}

/** Days of the oldest rows of an account that the next read has to tell more of; null where there is none with a date. */
export interface OpenDays {
  readonly oldestPending: CalendarDate | null;
  /** Of the posted rows that the last complete read did not show. */
  readonly oldestMissed: CalendarDate | null;
}

export async function findOpenDays(db: Db, tenant: Tenant, accountId: string): Promise<OpenDays> {
  const [row] = await db<OpenDays[]>`
    select
      (select min(coalesce(posted_date, pending_date)) from transactions
        where organization_id = ${tenant.organizationId} and account_id = ${accountId}
          and removed_at is null and status = 'pending') as oldest_pending,
      (select min(posted_date) from transactions
        where organization_id = ${tenant.organizationId} and account_id = ${accountId}
          and removed_at is null and missed_reads > 0) as oldest_missed`;
  return row ?? { oldestPending: null, oldestMissed: null };
}

/** The body is our own rendering of a Transaction, so it is read back as one. */
export function contentOf(body: string): TransactionContent {
  const {
    id: _id,
    connectionId: _connection,
    accountId: _account,
    updatedAt: _at,
    ...content
  } = JSON.parse(body) as Transaction; // Rendered by renderTransaction.
  return content;
}
