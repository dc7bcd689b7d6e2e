import type { TransactionContent } from '../../domain/transaction.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { contentOf } from './transaction-mirror.ts';

/** A live transaction with all that moves when it becomes one with another. */
export interface MergeableTransaction {
  readonly organizationId: string;
  readonly id: string;
  readonly accountId: string;
  readonly connectionId: string;
  readonly entityId: string;
  readonly content: TransactionContent;
  readonly pendingDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  readonly matchKey: string;
  readonly revision: number;
  /** What its present state rests on. */
  readonly evidenceId: string | null;
  readonly evidenceLocation: string | null;
}

/** The live transaction with that id; null for one that was removed in the meantime. */
export async function findMergeableTransaction(
  db: Db,
  tenant: Tenant,
  id: string,
): Promise<MergeableTransaction | null> {
  const [row] = await db<(Omit<MergeableTransaction, 'content'> & { readonly body: string })[]>`
    select t.organization_id, t.id, t.account_id, t.connection_id, t.entity_id, t.body, t.pending_date, t.value_date, t.match_key, t.revision,
      r.evidence_id, r.evidence_location
    from transactions t
    left join transaction_revisions r on r.organization_id = t.organization_id and r.transaction_id = t.id
      and r.revision = t.revision
    where t.organization_id = ${tenant.organizationId} and t.environment = ${tenant.environment} and t.id = ${id}
      and t.removed_at is null`;
  if (row === undefined) return null;
  const { body, ...rest } = row;
  return { ...rest, content: contentOf(body) };
}

/**
 * Gives the hidden identity of one transaction to another: its names, its key and its days, and that the last read showed
 * it. From then on a source that shows the one is understood to show the other.
 */
export async function moveIdentity(
  db: Db,
  organizationId: string,
  from: Pick<MergeableTransaction, 'id'>,
  to: Pick<MergeableTransaction, 'id'>,
): Promise<void> {
  await db`update transaction_aliases set transaction_id = ${to.id}
    where organization_id = ${organizationId} and transaction_id = ${from.id}`;
  await db`update transactions t set match_key = f.match_key, missed_reads = f.missed_reads,
      pending_date = coalesce(f.pending_date, t.pending_date), value_date = coalesce(f.value_date, t.value_date)
    from transactions f
    where t.organization_id = ${organizationId} and t.id = ${to.id}
      and f.organization_id = ${organizationId} and f.id = ${from.id}`;
}
