import { instantFromMs } from '../../domain/values/instant.ts';
import { deleteExpiredSteps, listExpiredScreenshots } from '../../store/connections/sync-run-steps.ts';
import type { PurgeParts } from './purge-discarded-files.ts';

/** How long it can be looked up what a session with a portal did. */
export const TIMELINE_LIFE_MS = 30 * 86_400_000;
/** Screenshots of one purge; the next one takes the rest. */
const BATCH = 1_000;

/**
 * Forgets timelines that are old, with their screenshots. The pictures go first: whoever dies in between leaves steps that the
 * next purge takes. Returns how many steps went.
 */
export async function purgeTimelines({ sql, nowMs, removeEvidence }: PurgeParts): Promise<number> {
  const beforeMs = nowMs() - TIMELINE_LIFE_MS;
  const before = instantFromMs(beforeMs);
  const screenshots = await listExpiredScreenshots(sql, before, BATCH);
  // One that was stored again since belongs to a step that is about to be written.
  for (const sha256 of screenshots) await removeEvidence(sha256, beforeMs);
  return deleteExpiredSteps(sql, before, screenshots);
}
