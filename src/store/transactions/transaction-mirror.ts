import type { MirrorRow } from '../../domain/reconcile/change-set.ts';
import type { Transaction, TransactionContent } from '../../domain/transaction.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { column } from './batch-relation.ts';

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
  const near = (await listNearRows(db, tenant, accountId, reach)).map(mirrorRowOf);
  // Nearly every id stands on a row of the window: only the others have to be looked for.
  const known = new Set(near.flatMap(({ sourceIds }) => sourceIds));
  const unknown = [...new Set(reach.sourceIds)].filter((sourceId) => !known.has(sourceId));
  if (unknown.length === 0) return near;
  const named = new Map((await listNamedRows(db, tenant, accountId, unknown)).map((row) => [row.id, row]));
  return [...near, ...[...named.values()].map(mirrorRowOf)];
}

type StoredRow = Omit<StoredMirrorRow, 'content'> & { readonly body: string };

function mirrorRowOf({ body, ...row }: StoredRow): StoredMirrorRow {
  return { ...row, content: contentOf(body) };
}

async function listNearRows(
  db: Db,
  tenant: Tenant,
  accountId: string,
  { from, to }: { readonly from: CalendarDate | null; readonly to: CalendarDate | null },
): Promise<StoredRow[]> {
  const [first, last] = [from ?? '-infinity', to ?? 'infinity'];
  return db<StoredRow[]>`select ${columns(db)} from transactions t
    where t.organization_id = ${tenant.organizationId} and t.account_id = ${accountId} and t.removed_at is null
      and t.sort_date >= ${first}::text::date and t.sort_date <= ${last}::text::date
    union all
    select ${columns(db)} from transactions t
    where t.organization_id = ${tenant.organizationId} and t.account_id = ${accountId} and t.removed_at is null
      and (t.status = 'pending' or t.posted_date is null)
      and not (t.sort_date >= ${first}::text::date and t.sort_date <= ${last}::text::date)`;
}

/** Owners of ids that stand on no row of the window; one that has several of them comes as often. */
async function listNamedRows(
  db: Db,
  tenant: Tenant,
  accountId: string,
  sourceIds: readonly string[],
): Promise<StoredRow[]> {
  return db<StoredRow[]>`select ${columns(db)}
    from transaction_aliases a
    join transactions t
      on t.organization_id = ${tenant.organizationId} and t.id = a.transaction_id and t.removed_at is null
    where a.organization_id = ${tenant.organizationId} and a.account_id = ${accountId}
      and a.source_id = any(${column(db, 'text', sourceIds)})`;
}

function columns(db: Db) {
  return db`t.id, t.connection_id, t.body, t.pending_date, t.value_date, t.match_key, t.missed_reads, t.revision,
    array(select x.source_id from transaction_aliases x
      where x.organization_id = t.organization_id and x.transaction_id = t.id) as source_ids`;
}

/** Days of the oldest rows of an account that the next read has to tell more of; null where there is none with a date. */
export interface OpenDays {
  readonly oldestPending: CalendarDate | null;
  /** Of the posted rows that the last complete read did not show. */
  readonly oldestMissed: CalendarDate | null;
}

/** A pending row without a posted date counts with its pending date; what was removed does not count. */
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

/** Position of the latest change of an account that is not purged; null where there is none. */
export async function findLastChange(db: Db, tenant: Tenant, accountId: string): Promise<bigint | null> {
  const { organizationId, environment } = tenant;
  // Compared as a whole, so that only the order of the account's own stream serves: a walk down that of the tenant would
  // pass all that has happened elsewhere since.
  const [row] = await db<{ position: bigint }[]>`select last_position as position from (
      select organization_id, environment, account_id, last_position from transactions
      where (organization_id, environment, account_id, last_position)
        <= (${organizationId}, ${environment}, ${accountId}, 9223372036854775807)
      order by organization_id desc, environment desc, account_id desc, last_position desc limit 1
    ) last
    where organization_id = ${organizationId} and environment = ${environment} and account_id = ${accountId}`;
  return row?.position ?? null;
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
