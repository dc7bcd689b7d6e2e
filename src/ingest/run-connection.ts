import { FAULTS, faultOf } from '../domain/connection-fault.ts';
import { problemOf } from '../domain/file-problem.ts';
import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { acquireLease, type Lease, releaseLease } from '../store/connection-leases.ts';
import { type ConnectionRow, findConnection } from '../store/connections.ts';
import {
  findSyncRun,
  finishSyncRun,
  returnSyncRun,
  STOPPED_RUN,
  type SyncRunRow,
  startSyncRun,
} from '../store/sync-runs.ts';
import type { Tenant } from '../store/tenant.ts';
import { commitRun, type RunCommit } from './commit.ts';
import { keepLease, LeaseLostError } from './lease-keeper.ts';
import { lookAtQuestion, type QuestionState } from './mfa/look-at-question.ts';
import { suspendRun } from './mfa/suspend-run.ts';
import { waitOn } from './mfa/wait-on.ts';
import type { IngestParts } from './parts.ts';
import { runFile } from './run-file.ts';
import type { RunScope } from './run-scope.ts';
import { endWithFault, runSync, type SyncEnd } from './run-sync.ts';
import { settleQuarantine } from './settle-quarantine.ts';
import { createTimeline, keepTimeline } from './timeline.ts';

/**
 * `busy`: another run has the connection, try again later. `returned`: the worker stops, the run waits for another one.
 * `suspended`: it waits for a one-time code, and its job comes back by itself. `over`: there is nothing left to do.
 */
export type RunEnd = 'committed' | 'busy' | 'returned' | 'suspended' | 'over';

/**
 * Works off one run: takes the connection's lease, reads, decides and commits. Safe to call again for the same run at
 * any time: a run that has ended is left alone, and one whose worker died starts from the beginning, which the commit
 * makes harmless. A fault inside ends the run as `internal`; a lost lease or a stop leaves it to whoever comes next.
 */
export async function runConnection(
  parts: IngestParts,
  tenant: Tenant,
  ids: { readonly connectionId: string; readonly syncRunId: string },
  stopping: AbortSignal,
): Promise<RunEnd> {
  const run = await findSyncRun(parts.sql, tenant, ids.connectionId, ids.syncRunId);
  const connection = await findConnection(parts.sql, tenant, ids.connectionId);
  if (
    run === null ||
    connection === null ||
    run.status === 'failed' ||
    run.status === 'partial' ||
    run.status === 'succeeded'
  )
    return 'over';
  const now = await parts.now(tenant);
  if (!maySync(connection, run)) {
    await finishSyncRun(parts.sql, tenant, run.id, { ...STOPPED_RUN, finishedAt: now });
    return 'over';
  }
  const question = await lookAtQuestion(parts, tenant, run);
  if (question.kind === 'waiting' && run.status === 'suspended') {
    await waitOn(parts, connection, run, question);
    return 'suspended';
  }
  const lease = await beginRun(parts, tenant, run, now);
  if (lease === 'busy' || lease === 'over') return lease;
  return workUnderLease(parts, { tenant, connection, lease }, { run, question }, stopping);
}

/** Takes the lease and marks the run as begun, both or neither: a run under way always has a lease that can lapse. */
async function beginRun(
  parts: IngestParts,
  tenant: Tenant,
  run: SyncRunRow,
  now: Instant,
): Promise<Lease | 'busy' | 'over'> {
  return parts.sql.begin(async (db): Promise<Lease | 'busy' | 'over'> => {
    const lease = await acquireLease(db, tenant, {
      connectionId: run.connectionId,
      runId: run.id,
      ttlMs: parts.leaseTtlMs,
      attemptAt: run.trigger === 'upload' ? null : now,
    });
    if (lease === null) return 'busy';
    if (await startSyncRun(db, tenant, run.id, now)) return lease;
    await releaseLease(db, tenant, lease, now);
    return 'over';
  });
}

async function workUnderLease(
  parts: IngestParts,
  scope: { readonly tenant: Tenant; readonly connection: ConnectionRow; readonly lease: Lease },
  { run, question }: { readonly run: SyncRunRow; readonly question: QuestionState },
  stopping: AbortSignal,
): Promise<RunEnd> {
  const keeper = keepLease(parts, scope.tenant, scope.lease, stopping);
  const timeline = createTimeline();
  const working = { ...scope, signal: keeper.signal, noteStep: timeline.note };
  try {
    const end = await decide(parts, working, run, question);
    // Before the end of the run can be seen, so that whoever sees it finds the whole story.
    await keepTimeline(parts, { organizationId: scope.tenant.organizationId, id: run.id }, timeline);
    if (end.kind === 'suspend') return (await suspendRun(parts, working, end.suspension)) ? 'suspended' : 'over';
    return (await commitOrFail(parts, scope, run, end.commit)) ? 'committed' : 'over';
  } catch (cause) {
    if (cause instanceof LeaseLostError) return 'over';
    if (!stopping.aborted) throw cause;
    return returnRun(parts, scope, run);
  } finally {
    keeper.stop();
  }
}

/** PostgreSQL's classes for values that do not fit: data exceptions and violated constraints. */
const UNFIT_DATA = /^2[23]/;

/** A run whose data the database refuses ends as `internal`: it would be refused again as often as it were repeated. */
async function commitOrFail(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'connection' | 'lease'>,
  run: SyncRunRow,
  commit: RunCommit,
): Promise<boolean> {
  try {
    return await commitRun(parts, commit);
  } catch (cause) {
    if (!UNFIT_DATA.test(systemErrorCode(cause) ?? '')) throw cause;
    return commitRun(parts, await failInside(parts, scope, run, cause));
  }
}

/** Leaves a run to whoever comes next; where another one waits for the same connection, that one does the work. */
async function returnRun(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'lease'>,
  run: SyncRunRow,
): Promise<RunEnd> {
  const now = await parts.now(scope.tenant);
  const returned = await returnSyncRun(parts.sql, scope.tenant, run);
  if (!returned) await finishSyncRun(parts.sql, scope.tenant, run.id, { ...STOPPED_RUN, finishedAt: now });
  await releaseLease(parts.sql, scope.tenant, scope.lease, now);
  return returned ? 'returned' : 'over';
}

async function decide(parts: IngestParts, scope: RunScope, run: SyncRunRow, question: QuestionState): Promise<SyncEnd> {
  try {
    return run.trigger === 'upload'
      ? { kind: 'commit', commit: await runFile(parts, scope, run) }
      : await runSync(parts, scope, question);
  } catch (cause) {
    // Whatever an aborted step throws, the reason is that it was aborted.
    if (scope.signal.aborted) throw scope.signal.reason;
    return { kind: 'commit', commit: await failInside(parts, scope, run, cause) };
  }
}

async function failInside(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'connection' | 'lease'>,
  run: SyncRunRow,
  cause: unknown,
): Promise<RunCommit> {
  const { connection } = scope;
  parts.log.error({ err: cause, syncRunId: run.id, connectionId: connection.id }, 'a sync run met an internal fault');
  const institution = connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  const ended = endWithFault(parts, scope, institution, faultOf('internal'), await parts.now(scope.tenant));
  if (run.trigger !== 'upload') return ended;
  const problems = [problemOf('internal', FAULTS.internal.message)];
  const alsoWrite = (db: Db) => settleQuarantine(db, { run, problems, format: null, newId: parts.newId, at: ended.at });
  return { ...ended, lifecycle: null, alsoWrite };
}

/** Statuses in which a bank may be asked; with a login that the bank has refused it never is. */
function maySync(connection: ConnectionRow, run: SyncRunRow): boolean {
  if (run.trigger === 'upload') return connection.status !== 'revoked';
  switch (connection.status) {
    case 'pendingActivation':
    case 'active':
    case 'errored':
      return true;
    case 'reauthRequired':
      return connection.credentialsUntried;
    case 'draft':
    case 'paused':
    case 'revoked':
      return false;
    default:
      connection.status satisfies never;
      return false;
  }
}
