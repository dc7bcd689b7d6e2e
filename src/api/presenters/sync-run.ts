import { FAULTS, type Fault } from '../../domain/connection/connection-fault.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';

/** One run with its counts and fault; who has to act follows from the fault code. */
export function presentSyncRun(run: SyncRunRow) {
  return {
    id: run.id,
    connectionId: run.connectionId,
    trigger: run.trigger,
    status: presentStatus(run.status),
    outcome: run.outcome,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    windowStart: run.windowStart,
    windowEnd: run.windowEnd,
    counts: { added: run.added, modified: run.modified, removed: run.removed },
    perAccount: run.perAccount.map((result) => ({ ...result, error: presentFault(result.error) })),
    error: presentFault(run.error),
    file:
      run.fileSha256 === null || run.fileSizeBytes === null
        ? null
        : {
            name: run.fileName,
            format: run.fileFormat,
            sizeBytes: Number(run.fileSizeBytes),
            sha256: run.fileSha256,
          },
  };
}

/** That a sync waits for a one-time code shows in the challenge. */
function presentStatus(status: SyncRunRow['status']) {
  return status === 'suspended' ? 'running' : status;
}

/** A fault with the one who can clear it. */
export function presentFault(fault: Fault | null) {
  return fault === null
    ? null
    : { code: fault.code, message: fault.message, actionRequiredBy: FAULTS[fault.code].actor };
}
