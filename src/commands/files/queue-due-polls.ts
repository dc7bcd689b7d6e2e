import { instantFromMs } from '../../domain/values/instant.ts';
import { listDueSources, pollKeyOf } from '../../store/files/file-sources.ts';
import { enqueueJob } from '../../store/jobs.ts';
import type { CommandParts } from '../parts.ts';

/** Sources queued in one round, shared among the tenants that have any; the next round queues the rest. */
const BATCH = 100;

/**
 * Queues a poll of every file source that is due. One that waits for a worker already is left where it stands: a job that
 * replaced it would get a later turn each time and never be reached. `leaseTtlMs`: time after which a worker that has taken a
 * job and not begun it is taken for dead. Returns how many were queued.
 */
export async function queueDuePolls(
  parts: Pick<CommandParts, 'sql' | 'nowMs'> & { readonly leaseTtlMs: number },
): Promise<number> {
  const at = instantFromMs(parts.nowMs());
  const due = await listDueSources(parts.sql, { at, takenForMs: parts.leaseTtlMs, limit: BATCH });
  for (const { organizationId, environment, id } of due) {
    const payload = { organizationId, environment, sourceId: id };
    await enqueueJob(parts.sql, 'poll-file-source', payload, { key: pollKeyOf(id), turn: 'poll' });
  }
  return due.length;
}
