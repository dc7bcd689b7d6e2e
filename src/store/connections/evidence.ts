import type { SourceKind } from '../../domain/observation.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface EvidenceRow {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string;
  readonly syncRunId: string;
  readonly kind: SourceKind;
  /** Lower-case hex; the bytes lie in the evidence store under it. */
  readonly sha256: string;
  readonly sizeBytes: bigint;
  readonly mediaType: string;
  readonly observedAt: Instant;
}

/** The record alone: the bytes are in the evidence store before it can exist. */
export async function insertEvidence(db: Db, evidence: EvidenceRow): Promise<void> {
  await db`insert into evidence
      (organization_id, id, connection_id, sync_run_id, kind, sha256, size_bytes, media_type, observed_at)
    values (${evidence.organizationId}, ${evidence.id}, ${evidence.connectionId}, ${evidence.syncRunId},
      ${evidence.kind}, ${evidence.sha256}, ${evidence.sizeBytes}, ${evidence.mediaType}, ${evidence.observedAt})`;
}

/**
 * Those of the contents that something rests on, in whatever organization: a run that took it in or still may, what a source gave,
 * a document of an account, a file in quarantine that is not closed or was discarded after that moment. An upload that failed has
 * stored nothing, so nothing rests on its evidence. Reads whole tables: for now and then.
 */
export async function listNeededContents(
  db: Db,
  contents: readonly string[],
  discardedAfter: Instant,
): Promise<Set<string>> {
  const asked = [...contents];
  const rows = await db<{ sha256: string }[]>`select file_sha256 as sha256 from sync_runs
      where file_sha256 = any(${asked}) and status <> 'failed'
    union select e.sha256 from evidence e
      join sync_runs r on r.organization_id = e.organization_id and r.id = e.sync_run_id
      where e.sha256 = any(${asked}) and not (r.trigger = 'upload' and r.status = 'failed')
    union select file_sha256 from quarantined_files
      where file_sha256 = any(${asked}) and (status <> 'discarded' or decided_at >= ${discardedAfter})
    union select sha256 from statements where sha256 = any(${asked})
    union select screenshot_sha256 from sync_run_steps where screenshot_sha256 = any(${asked})`;
  return new Set(rows.map(({ sha256 }) => sha256));
}
