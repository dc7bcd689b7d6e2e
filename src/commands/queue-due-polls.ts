import { instantFromMs } from '../domain/instant.ts';
import { listDueSources } from '../store/file-sources.ts';
import { enqueueJob } from '../store/jobs.ts';
import type { CommandParts } from './parts.ts';

/** Sources given out in one round; the next round gives out the rest. */
const BATCH = 100;

/** Queues a poll of every file source that is due. One that waits for a worker already is not queued twice. */
export async function queueDuePolls(parts: Pick<CommandParts, 'sql' | 'nowMs'>): Promise<number> {
  const due = await listDueSources(parts.sql, instantFromMs(parts.nowMs()), BATCH);
  for (const { organizationId, environment, id } of due) {
    const payload = { organizationId, environment, sourceId: id };
    await enqueueJob(parts.sql, 'poll-file-source', payload, { key: `poll:${id}` });
  }
  return due.length;
}
