import { inSpan } from '../infra/tracing/span.ts';
import type { SourceParts } from '../ingest/file-source/parts.ts';
import { pollFileSource } from '../ingest/file-source/poll-file-source.ts';
import { runConnection } from '../ingest/run-connection.ts';
import { runJobKey } from '../store/connections/run-jobs.ts';
import { enqueueJob, type JobName, type JobPayloads } from '../store/jobs.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** Works off one job. Aborted when the worker stops; a job that throws is tried again later. */
export type JobHandler<Name extends JobName> = (payload: JobPayloads[Name], stopping: AbortSignal) => Promise<void>;
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };

/** How long a run waits for the one before it on the same connection. */
const BUSY_DELAY_MS = 1_000;

/** Every background job and what works it off, each with parts whose database session is bound to the job's tenant. */
export function createJobHandlers(partsOf: (tenant: Tenant) => SourceParts): JobHandlers {
  return {
    'sync-connection': async (payload, stopping) => {
      const tenant = { organizationId: payload.organizationId, environment: payload.environment };
      const parts = partsOf(tenant);
      const { traceparent, ...job } = payload;
      const end = await inSpan('job sync-connection', { kind: 'consumer', parent: traceparent ?? null }, () =>
        runConnection(parts, tenant, job, stopping),
      );
      if (end !== 'busy' && end !== 'returned') return;
      // The run goes on in a later job: after the other run, or on another worker when this one stops.
      const time = end === 'busy' ? { delayMs: BUSY_DELAY_MS } : { againInMs: 0 };
      await enqueueJob(parts.sql, 'sync-connection', payload, { key: runJobKey(payload.syncRunId), ...time });
    },
    'poll-file-source': ({ organizationId, environment, sourceId }, stopping) => {
      const tenant = { organizationId, environment };
      return inSpan('job poll-file-source', { kind: 'consumer' }, () =>
        pollFileSource(partsOf(tenant), tenant, sourceId, stopping),
      );
    },
  };
}
