import { instantFromMs } from '../../domain/values/instant.ts';
import { listNeededContents } from '../../store/connections/evidence.ts';
import { deleteDiscarded, listDiscardedBefore } from '../../store/files/quarantined-files.ts';
import type { CommandParts } from '../parts.ts';

/** How long a file that a person has discarded can still be looked at. */
export const DISCARDED_LIFE_MS = 90 * 86_400_000;
/** Files of one purge; the next one takes the rest. */
const BATCH = 100;
/** Bytes that were handed in again so lately may be on their way into a run that is not written yet. */
const FRESH_MS = 86_400_000;

export interface PurgeParts extends Pick<CommandParts, 'sql' | 'nowMs'> {
  /** Removes bytes unless they were stored again after that moment. */
  removeEvidence(sha256: string, storedBeforeMs: number): Promise<boolean>;
}

/**
 * Forgets files that were discarded long ago, with their bytes where nothing else rests on them. The bytes go first:
 * whoever dies in between leaves a row that the next purge takes. Returns how many files went.
 */
export async function purgeDiscardedFiles({ sql, nowMs, removeEvidence }: PurgeParts): Promise<number> {
  const before = instantFromMs(nowMs() - DISCARDED_LIFE_MS);
  const files = await listDiscardedBefore(sql, before, BATCH);
  if (files.length === 0) return 0;
  const contents = [...new Set(files.map(({ fileSha256 }) => fileSha256))];
  const needed = await listNeededContents(sql, contents, before);
  for (const sha256 of contents) if (!needed.has(sha256)) await removeEvidence(sha256, nowMs() - FRESH_MS);
  return deleteDiscarded(sql, files);
}
