import { type Lease, renewLease } from '../store/connections/connection-leases.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import type { IngestParts } from './parts.ts';

/** Keeps a lease alive while work goes on, and aborts the work when it was lost or the process is to stop. */
export interface LeaseKeeper {
  readonly signal: AbortSignal;
  stop(): void;
}

/** Why work was aborted: somebody else has the connection now. Nothing of the run is written any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Renews at a third of the lease's life, so that two renewals may fail before it lapses. */
export function keepLease(parts: IngestParts, tenant: Tenant, lease: Lease, stopping: AbortSignal): LeaseKeeper {
  const lost = new AbortController();
  const timer = setInterval(() => {
    renewLease(parts.sql, tenant, lease, parts.leaseTtlMs).then(
      (held) => {
        if (!held) lost.abort(new LeaseLostError('the lease of the connection was lost'));
      },
      // A database that is away for a moment is no loss: the lease decides at the commit.
      (cause: unknown) => parts.log.warn({ cause, connectionId: lease.connectionId }, 'could not renew the lease'),
    );
  }, parts.leaseTtlMs / 3);
  timer.unref();
  return { signal: AbortSignal.any([lost.signal, stopping]), stop: () => clearInterval(timer) };
}
