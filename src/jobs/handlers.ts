import type { SourceParts } from '../ingest/file-source/parts.ts';
import { pollFileSource } from '../ingest/file-source/poll-file-source.ts';
import { runConnection } from '../ingest/run-connection.ts';
import { enqueueJob, type JobName, type JobPayloads } from '../store/jobs.ts';

/** Works off one job. Aborted when the worker stops; a job that throws is tried again later. */
export type JobHandler<Name extends JobName> = (payload: JobPayloads[Name], stopping: AbortSignal) => Promise<void>;
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };

/** How long a run waits for the one before it on the same connection. */
const BUSY_DELAY_MS = 1_000;

/** Every background job and what works it off. */
export function createJobHandlers(parts: SourceParts): JobHandlers {
  return {
    'sync-connection': async (payload, stopping) => {
      const tenant = { organizationId: payload.organizationId, environment: payload.environment };
      const end = await runConnection(parts, tenant, payload, stopping);
      if (end !== 'busy' && end !== 'returned') return;
      // The run goes on in a later job: after the other run, or on another worker when this one stops.
      const delayMs = end === 'busy' ? BUSY_DELAY_MS : 0;
      await enqueueJob(parts.sql, 'sync-connection', payload, { key: `sync:${payload.syncRunId}`, delayMs });
    },
    'poll-file-source': ({ organizationId, environment, sourceId }, stopping) =>
      pollFileSource(parts, { organizationId, environment }, sourceId, stopping),
  };
}
