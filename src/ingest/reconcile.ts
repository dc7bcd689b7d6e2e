import type { SourceIdTrust } from '../domain/institution.ts';
import type { NormalisedRow, Observation } from '../domain/observation.ts';
import type { ChangeSet } from '../domain/reconcile/change-set.ts';
import { reconcileAccount } from '../domain/reconcile/reconcile-account.ts';
import type { Tenant } from '../store/tenant.ts';
import { listMirrorRows, type StoredMirrorRow } from '../store/transaction-mirror.ts';
import { normaliseRow } from './normalise.ts';
import type { IngestParts } from './parts.ts';

/** A decided change set with the mirror rows that it speaks of. */
export interface Reconciled {
  readonly changes: ChangeSet;
  readonly mirror: ReadonlyMap<string, StoredMirrorRow>;
}

/**
 * Compares one observation with the stored rows that it can touch. Reads outside the commit's transaction: the lease
 * lets nobody else write this account meanwhile, and the commit checks the lease.
 */
export async function reconcileObservation(
  parts: IngestParts,
  tenant: Tenant,
  account: {
    readonly id: string | null;
    readonly observation: Observation;
    readonly sourceIds: SourceIdTrust;
    readonly pendingWindowDays: number;
  },
): Promise<Reconciled> {
  const rows = account.observation.rows.map(normaliseRow);
  const mirror =
    account.id === null ? [] : await listMirrorRows(parts.sql, tenant, account.id, reachOf(account.observation, rows));
  const changes = reconcileAccount({
    mirror,
    rows,
    coverage: account.observation.coverage,
    sourceIds: account.sourceIds,
    pendingWindowDays: account.pendingWindowDays,
  });
  return { changes, mirror: new Map(mirror.map((row) => [row.id, row])) };
}

/** The days of the window and of every row shown, because a source may show rows from outside the window. */
function reachOf({ coverage }: Observation, rows: readonly NormalisedRow[]) {
  const days = rows.map(({ content, pendingDate }) => content.postedDate ?? pendingDate).filter((day) => day !== null);
  const from = [...days, ...(coverage.from === null ? [] : [coverage.from])].sort()[0] ?? null;
  const to = [...days, ...(coverage.to === null ? [] : [coverage.to])].sort().at(-1) ?? null;
  return { from, to, sourceIds: rows.map(({ sourceId }) => sourceId).filter((id) => id !== null) };
}
