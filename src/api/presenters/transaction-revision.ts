import type { TransactionRevisionRow } from '../../store/transactions/transaction-revisions.ts';

/** A revision as JSON text, with the transaction as it was sent at the time. */
export function presentTransactionRevision(row: TransactionRevisionRow): string {
  const { evidenceId, evidenceKind, evidenceLocation, observedAt } = row;
  const evidence =
    evidenceId === null || evidenceKind === null || observedAt === null
      ? null
      : { kind: evidenceKind, reference: evidenceId, location: evidenceLocation, observedAt };
  const head = JSON.stringify({
    revision: row.revision,
    type: row.type,
    changedAt: row.changedAt,
    changedFields: [...row.changedFields],
    syncRunId: row.syncRunId,
    evidence,
  });
  return `${head.slice(0, -1)},"transaction":${row.body ?? 'null'}}`;
}
