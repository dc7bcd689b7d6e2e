import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/**
 * The right of one run to work on a connection. It lapses by the database's real clock unless renewed; the epoch grows
 * with every grant, so that a worker that lost its lease and comes back can be told from the one that has it now.
 */
export interface Lease {
  readonly connectionId: string;
  readonly runId: string;
  readonly epoch: bigint;
}

/**
 * Takes the lease when nobody holds a live one and no other run is under way: a run whose worker died keeps its turn until
 * it is recovered, and one that waits for a one-time code keeps others from asking the bank. Each recovery waits longer than the
 * one before it, by the life of a lease. `attemptAt` is when the bank was asked; null for runs that do not ask it.
 */
export async function acquireLease(
  db: Db,
  tenant: Tenant,
  request: {
    readonly connectionId: string;
    readonly runId: string;
    readonly ttlMs: number;
    readonly attemptAt: Instant | null;
  },
): Promise<Lease | null> {
  const [row] = await db<{ leaseEpoch: bigint }[]>`update connections set
      lease_run_id = ${request.runId}, lease_epoch = lease_epoch + 1,
      lease_expires_at = clock_timestamp() + ${request.ttlMs} * interval '1 millisecond',
      last_attempt_at = coalesce(${request.attemptAt}, last_attempt_at),
      updated_at = coalesce(${request.attemptAt}, updated_at)
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and id = ${request.connectionId} and status <> 'revoked'
      and (lease_run_id is null or lease_expires_at < clock_timestamp() - ${request.ttlMs} * interval '1 millisecond'
        * coalesce((select h.recoveries from sync_runs h where h.organization_id = connections.organization_id
          and h.id = connections.lease_run_id and h.status = 'running'), 0))
      and not exists (select from sync_runs r
        where r.organization_id = connections.organization_id and r.connection_id = connections.id
          and r.id <> ${request.runId} and (r.status = 'running'
            or r.status = 'suspended' and ${request.attemptAt}::timestamptz is not null))
    returning lease_epoch`;
  return row === undefined ? null : { connectionId: request.connectionId, runId: request.runId, epoch: row.leaseEpoch };
}

/** Keeps a lease for another `ttlMs`; false when it is held no longer (lapsed and taken, or the connection revoked). */
export async function renewLease(db: Db, tenant: Tenant, lease: Lease, ttlMs: number): Promise<boolean> {
  const result = await db`update connections
    set lease_expires_at = clock_timestamp() + ${ttlMs} * interval '1 millisecond'
    where ${holds(db, tenant, lease)}`;
  return result.count === 1;
}

/**
 * Locks the connection for the rest of the transaction if the lease is still held. Called first in every commit of a
 * run: a worker that was fenced off writes nothing.
 */
export async function lockLease(db: Db, tenant: Tenant, lease: Lease): Promise<boolean> {
  const rows = await db`select from connections where ${holds(db, tenant, lease)} for update`;
  return rows.length === 1;
}

/** Gives the lease back, if it is still held. */
export async function releaseLease(db: Db, tenant: Tenant, lease: Lease, at: Instant): Promise<void> {
  await db`update connections set lease_run_id = null, lease_expires_at = null, updated_at = ${at}
    where ${holds(db, tenant, lease)}`;
}

/** Takes the lease away from whoever has it; the epoch makes the loser notice. */
export async function breakLease(db: Db, tenant: Tenant, connectionId: string): Promise<void> {
  await db`update connections set lease_run_id = null, lease_expires_at = null, lease_epoch = lease_epoch + 1
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${connectionId}`;
}

/**
 * Whether a run came to no end although the database was there since its lease of `ttlMs` was last renewed: then the database
 * is not to blame for it. Asked before the lease is taken again.
 */
export async function isLapsedBesideDatabase(
  db: Db,
  tenant: Tenant,
  run: { readonly connectionId: string; readonly id: string },
  ttlMs: number,
): Promise<boolean> {
  const rows = await db`select from connections
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and id = ${run.connectionId} and lease_run_id = ${run.id} and lease_expires_at < clock_timestamp()
      and lease_expires_at - ${ttlMs} * interval '1 millisecond' > pg_postmaster_start_time()`;
  return rows.length === 1;
}

/**
 * Runs whose worker has died: their lease of `ttlMs` lapsed before they ended, and so long ago that it may be taken again.
 * Over all organizations; for the recovery job.
 */
export async function listAbandonedRuns(
  db: Db,
  ttlMs: number,
  limit: number,
): Promise<(Tenant & { runId: string; connectionId: string })[]> {
  return db<(Tenant & { runId: string; connectionId: string })[]>`
    select c.organization_id, c.environment, c.id as connection_id, c.lease_run_id as run_id
    from connections c
    join sync_runs r on r.organization_id = c.organization_id and r.id = c.lease_run_id
      and r.status in ('queued', 'running')
    where c.lease_expires_at < clock_timestamp() - ${ttlMs} * interval '1 millisecond' * r.recoveries
    order by c.lease_expires_at limit ${limit}`;
}

/**
 * Runs that no worker has begun although one took their job longer than `forMs` ago: it died in between. The job stays
 * with the dead, so it has to be given out anew. Over all organizations; for the recovery job.
 */
export async function listStrandedRuns(
  db: Db,
  forMs: number,
  limit: number,
): Promise<(Tenant & { runId: string; connectionId: string })[]> {
  return db<(Tenant & { runId: string; connectionId: string })[]>`
    select r.organization_id, r.environment, r.connection_id, r.id as run_id
    from graphile_worker._private_jobs j
    join sync_runs r on r.organization_id = (j.payload ->> 'organizationId')::uuid
      and r.id = (j.payload ->> 'syncRunId')::uuid and r.status in ('queued', 'suspended')
    where j.key = 'sync:' || r.id and j.locked_at < now() - ${forMs} * interval '1 millisecond'
    order by j.locked_at limit ${limit}`;
}

function holds(db: Db, tenant: Tenant, lease: Lease) {
  return db`organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
    and id = ${lease.connectionId} and lease_run_id = ${lease.runId} and lease_epoch = ${lease.epoch}`;
}
