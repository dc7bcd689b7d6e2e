import type { Instant } from '../domain/instant.ts';
import type { SourceKind } from '../domain/observation.ts';
import type { Db } from '../infra/database.ts';

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

export async function insertEvidence(db: Db, evidence: EvidenceRow): Promise<void> {
  await db`insert into evidence
      (organization_id, id, connection_id, sync_run_id, kind, sha256, size_bytes, media_type, observed_at)
    values (${evidence.organizationId}, ${evidence.id}, ${evidence.connectionId}, ${evidence.syncRunId},
      ${evidence.kind}, ${evidence.sha256}, ${evidence.sizeBytes}, ${evidence.mediaType}, ${evidence.observedAt})`;
}

/** Everything that a run rests on, in the order in which it was read. */
export async function listEvidenceOfRun(db: Db, organizationId: string, syncRunId: string): Promise<EvidenceRow[]> {
  return db<EvidenceRow[]>`select * from evidence
    where organization_id = ${organizationId} and sync_run_id = ${syncRunId} order by id`;
}
