import type { SourceKind } from '../domain/observation.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { EvidenceRow } from '../store/connections/evidence.ts';
import type { IngestParts } from './parts.ts';

/** Collects what a run reads. The bytes are kept at once; the records commit together with the rows that rest on them. */
export interface EvidenceLog {
  keep(bytes: Uint8Array, mediaType: string): Promise<string>;
  /** The same for a file that is found by its hash. */
  keepFile(bytes: Uint8Array, mediaType: string): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
  /** Notes bytes that are in the store already. */
  note(stored: { readonly sha256: string; readonly sizeBytes: number }, mediaType: string): string;
  readonly records: readonly EvidenceRow[];
}

/** Collects the records of one run's evidence: bytes are stored as they come, records are written with the commit. */
export function createEvidenceLog(
  parts: Pick<IngestParts, 'newId' | 'storeEvidence'>,
  run: { readonly organizationId: string; readonly connectionId: string; readonly runId: string },
  kind: SourceKind,
  observedAt: Instant,
): EvidenceLog {
  const records: EvidenceRow[] = [];
  const note: EvidenceLog['note'] = ({ sha256, sizeBytes }, mediaType) => {
    const id = parts.newId();
    records.push({
      organizationId: run.organizationId,
      id,
      connectionId: run.connectionId,
      syncRunId: run.runId,
      kind,
      sha256,
      sizeBytes: BigInt(sizeBytes),
      mediaType,
      observedAt,
    });
    return id;
  };
  const keepFile: EvidenceLog['keepFile'] = async (bytes, mediaType) => {
    const stored = await parts.storeEvidence(bytes);
    note(stored, mediaType);
    return stored;
  };
  return {
    keep: async (bytes, mediaType) => note(await parts.storeEvidence(bytes), mediaType),
    keepFile,
    note,
    records,
  };
}
