import type { SourceKind } from '../../domain/observation.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** One visible state in the life of a transaction, with what it rests on. */
export interface TransactionRevisionRow {
  readonly revision: number;
  readonly type: 'added' | 'modified' | 'removed';
  readonly changedAt: Instant;
  readonly changedFields: readonly string[];
  readonly syncRunId: string | null;
  readonly evidenceId: string | null;
  readonly evidenceKind: SourceKind | null;
  readonly evidenceLocation: string | null;
  readonly observedAt: Instant | null;
  /** The transaction as it was sent; null for `removed`. */
  readonly body: string | null;
}

/** Revisions of a transaction, latest first; also of one that has been removed. Empty for one that never was. */
export async function listTransactionRevisions(
  db: Db,
  tenant: Tenant,
  transactionId: string,
  page: Page<{ readonly revision: number }>,
): Promise<TransactionRevisionRow[]> {
  return db<TransactionRevisionRow[]>`select r.revision, r.type, r.changed_at, r.changed_fields, r.sync_run_id,
      e.id as evidence_id, e.kind as evidence_kind, r.evidence_location, e.observed_at,
      coalesce(r.body, case when r.revision = t.revision and r.type <> 'removed' then t.body end) as body
    from transaction_revisions r
    join transactions t on t.organization_id = r.organization_id and t.id = r.transaction_id
    left join evidence e on e.organization_id = r.organization_id and e.id = r.evidence_id
    where r.organization_id = ${tenant.organizationId} and t.environment = ${tenant.environment}
      and r.transaction_id = ${transactionId}
      ${page.after === null ? db`` : db`and r.revision < ${page.after.revision}`}
    order by r.revision desc limit ${page.limit}`;
}
