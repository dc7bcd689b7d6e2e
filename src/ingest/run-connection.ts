import { FAULTS, type Fault, faultOf } from '../domain/connection/connection-fault.ts';
import { problemOf } from '../domain/files/file-problem.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { inSpan, type Span } from '../infra/tracing/span.ts';
import {
  acquireLease,
  isLapsedBesideDatabase,
  type Lease,
  releaseLease,
} from '../store/connections/connection-leases.ts';
import { type ConnectionRow, findConnection } from '../store/connections/connections.ts';
import {
  countRecovery,
  findSyncRun,
  finishSyncRun,
  returnSyncRun,
  STOPPED_RUN,
  type SyncRunRow,
  startSyncRun,
} from '../store/connections/sync-runs.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { commitRun, type RunCommit, type WrittenRun } from './commit/commit-run.ts';
import { runFile } from './files/run-file.ts';
import { settleQuarantine } from './files/settle-quarantine.ts';
import { keepLease, LeaseLostError } from './lease-keeper.ts';
import { lookAtQuestion, type QuestionState } from './mfa/look-at-question.ts';
import { suspendRun } from './mfa/suspend-run.ts';
import { waitOn } from './mfa/wait-on.ts';
import type { IngestParts } from './parts.ts';
import type { RunScope } from './run-scope.ts';
import { endWithFault, runSync, type SyncEnd } from './session/run-sync.ts';
import { createTimeline, keepTimeline } from './timeline.ts';

/**
 * `busy`: another run has the connection, try again later. `returned`: the worker stops, the run waits for another one.
 * `suspended`: it waits for a one-time code, and its job comes back by itself. `over`: there is nothing left to do.
 */
export type RunEnd = 'committed' | 'busy' | 'returned' | 'suspended' | 'over';

/**
 * How often a run may be taken up that came to no end. Workers are killed now and then; a run that kills its workers, or that
 * the database breaks off, would sign in at the bank again and again.
 */
const MOST_RECOVERIES = 3;

/**
 * Works off one run: takes the connection's lease, reads, decides and commits. Safe to call again for the same run at
 * any time: a run that has ended is left alone, and one whose worker died starts from the beginning, which the commit
 * makes harmless; after some such deaths it ends as `internal` without asking the bank again. A fault inside ends the run as `internal`; a lost lease or a stop leaves it to whoever comes next.
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
  const begun = await beginRun(parts, tenant, run, now);
  if (begun === 'busy' || begun === 'over') return begun;
  const { lease, recoveries } = begun;
  const attributes = { 'causeway.sync_run_id': run.id, 'causeway.trigger': run.trigger };
  return inSpan('sync run', { attributes }, (span) =>
    workUnderLease(parts, { tenant, connection, lease }, { run: { ...run, recoveries }, question, span }, stopping),
  );
}

interface BegunRun {
  readonly lease: Lease;
  /** How often the run was taken up so far where this is one more time; else 0. */
  readonly recoveries: number;
}

/** Takes the lease and marks the run as begun, both or neither: a run under way always has a lease that can lapse. */
async function beginRun(
  parts: IngestParts,
  tenant: Tenant,
  run: SyncRunRow,
  now: Instant,
): Promise<BegunRun | 'busy' | 'over'> {
  return parts.sql.begin(async (db): Promise<BegunRun | 'busy' | 'over'> => {
    const isAnew = run.status === 'running' && (await isLapsedBesideDatabase(db, tenant, run, parts.leaseTtlMs));
    const lease = await acquireLease(db, tenant, {
      connectionId: run.connectionId,
      runId: run.id,
      ttlMs: parts.leaseTtlMs,
      attemptAt: run.trigger === 'upload' ? null : now,
    });
    if (lease === null) return 'busy';
    if (await startSyncRun(db, tenant, run.id, now))
      return { lease, recoveries: isAnew ? await countRecovery(db, tenant, run.id) : 0 };
    await releaseLease(db, tenant, lease, now);
    return 'over';
  });
}

async function workUnderLease(
  parts: IngestParts,
  scope: { readonly tenant: Tenant; readonly connection: ConnectionRow; readonly lease: Lease },
  { run, question, span }: { readonly run: SyncRunRow; readonly question: QuestionState; readonly span: Span },
  stopping: AbortSignal,
): Promise<RunEnd> {
  const report = startReport(parts, scope.connection, run, span);
  const keeper = keepLease(parts, scope.tenant, scope.lease, stopping);
  const timeline = createTimeline();
  const working = { ...scope, signal: keeper.signal, noteStep: timeline.note };
  try {
    const end = await decide(parts, working, run, question);
    // Before the end of the run can be seen, so that whoever sees it finds the whole story.
    await keepTimeline(parts, { organizationId: scope.tenant.organizationId, id: run.id }, timeline);
    if (end.kind === 'suspend') {
      if (!(await suspendRun(parts, working, end.suspension))) return 'over';
      report('suspended', null);
      return 'suspended';
    }
    const written = await commitOrFail(parts, scope, run, end.commit);
    if (written === null) return 'over';
    report(written.status, written.fault);
    return 'committed';
  } catch (cause) {
    if (cause instanceof LeaseLostError) return 'over';
    if (!stopping.aborted) throw cause;
    report('returned', null);
    return returnRun(parts, scope, run);
  } finally {
    keeper.stop();
  }
}

/** Tells of the end of a run that begins now, where it is counted or traced. */
function startReport(parts: IngestParts, connection: ConnectionRow, run: SyncRunRow, span: Span) {
  const startedMs = performance.now();
  const institution = connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  const connector = run.trigger === 'upload' ? 'file' : (institution?.connector?.name ?? 'none');
  return (outcome: string, fault: Fault | null): void => {
    const durationMs = performance.now() - startedMs;
    span.set({ 'causeway.connector': connector, 'causeway.outcome': outcome });
    if (fault !== null) span.fail(fault.code);
    parts.metrics?.runEnded({ connector, outcome, fault: fault?.code ?? null, durationMs });
  };
}

/**
 * What PostgreSQL would say again as often as a run were repeated: data exceptions (22), violated constraints (23), limits of a
 * program (54), rights that are missing (42501), and a statement that was broken off because it took too long (57014).
 */
const LASTING_REFUSAL = /^(?:22|23|54|42501|57014)/;

/** A run that the database refuses to write ends as `internal`, and is tried again when its connection is due next. */
async function commitOrFail(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'connection' | 'lease'>,
  run: SyncRunRow,
  commit: RunCommit,
): Promise<WrittenRun | null> {
  try {
    return await commitRun(parts, commit);
  } catch (cause) {
    if (!LASTING_REFUSAL.test(systemErrorCode(cause) ?? '')) throw cause;
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
    if (run.recoveries > MOST_RECOVERIES)
      throw new Error(`the run was taken up ${MOST_RECOVERIES} times, and its workers came to no end`);
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
  const ended = endWithFault(parts, scope, {
    fault: faultOf('internal'),
    institution,
    at: await parts.now(scope.tenant),
  });
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
      return connection.credentialsUntried || connection.invitationWaits || connection.loginUnsure;
    case 'draft':
    case 'paused':
    case 'revoked':
      return false;
    default:
      connection.status satisfies never;
      return false;
  }
}
