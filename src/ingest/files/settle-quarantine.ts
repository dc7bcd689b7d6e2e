import { maskAccountNumber } from '../../domain/account.ts';
import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { FileProblem } from '../../domain/files/file-problem.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import { keepInQuarantine, releaseFromQuarantine } from '../../store/files/quarantined-files.ts';

/** Problems kept of one file; a file with more is damaged all over. */
const MOST_PROBLEMS = 100;

/** In the transaction of the run: keeps a file that was not taken in whole, or lets one go that now was. */
export async function settleQuarantine(
  db: Db,
  {
    run,
    problems,
    format,
    newId,
    at,
  }: {
    readonly run: SyncRunRow;
    readonly problems: readonly FileProblem[];
    readonly format: BankFileFormat | null;
    newId(): string;
    readonly at: Instant;
  },
): Promise<void> {
  const { connectionId, fileSha256: sha256, fileSizeBytes } = run;
  if (sha256 === null || fileSizeBytes === null) return;
  if (problems.length === 0) {
    await releaseFromQuarantine(db, run, { connectionId, sha256, syncRunId: run.id }, at);
    return;
  }
  await keepInQuarantine(db, {
    organizationId: run.organizationId,
    id: newId(),
    environment: run.environment,
    connectionId,
    origin: run.fileOrigin ?? 'upload',
    fileSourceId: run.fileSourceId,
    fileName: run.fileName,
    fileFormat: format,
    fileSizeBytes,
    fileSha256: sha256,
    fileAccountId: run.fileAccountId,
    fileFormatHint: run.fileFormatHint,
    problems: problems
      .slice(0, MOST_PROBLEMS)
      .map((problem) => ({ ...problem, accountNumber: maskAccountNumber(problem.accountNumber) })),
    knowledge: run.fileKnowledge ?? {},
    receivedAt: run.createdAt,
    syncRunId: run.id,
  });
}
