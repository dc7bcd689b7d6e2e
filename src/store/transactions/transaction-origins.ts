import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { SourceKind } from '../../domain/observation.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** The source that last told something of a transaction. */
export interface TransactionOrigin {
  readonly transactionId: string;
  readonly kind: SourceKind;
  readonly fileFormat: BankFileFormat | null;
}

/** By the latest revision that rests on evidence; a transaction that has none is left out. In the order of the ids. */
export async function listOrigins(db: Db, tenant: Tenant, ids: readonly string[]): Promise<TransactionOrigin[]> {
  if (ids.length === 0) return [];
  return db<TransactionOrigin[]>`select distinct on (r.transaction_id) r.transaction_id, e.kind, s.file_format
    from transaction_revisions r
    join evidence e on e.organization_id = r.organization_id and e.id = r.evidence_id
    join sync_runs s on s.organization_id = e.organization_id and s.id = e.sync_run_id
    where r.organization_id = ${tenant.organizationId} and s.environment = ${tenant.environment}
      and r.transaction_id = any(${[...ids]})
    order by r.transaction_id, r.revision desc`;
}
