import type { Fault } from '../../domain/connection/connection-fault.ts';
import { type LifecycleCause, moveConnection } from '../../domain/connection/connection-lifecycle.ts';
import { type AccountRunResult, NO_CHANGES, outcomeOf, sumCounts } from '../../domain/connection/sync-run.ts';
import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { inSpan } from '../../infra/tracing/span.ts';
import { type Lease, lockLease, releaseLease } from '../../store/connections/connection-leases.ts';
import {
  type ConnectionRow,
  findConnection,
  lockConnection,
  updateAfterSync,
  updateNextSync,
  updateObservedLateness,
} from '../../store/connections/connections.ts';
import { type EvidenceRow, insertEvidence } from '../../store/connections/evidence.ts';
import { lifecycleStateOf, writeConnectionStep } from '../../store/connections/lifecycle-steps.ts';
import { finishSyncRun } from '../../store/connections/sync-runs.ts';
import { type EventRow, insertEvents } from '../../store/events/events.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { refreshStatistics } from '../../store/transactions/planner-statistics.ts';
import { type TransactionWrite, writeTransactions } from '../../store/transactions/transaction-writes.ts';
import type { AccountOutcome } from '../accounts/account-outcome.ts';
import type { IngestParts } from '../parts.ts';
import { announceAlarm, announceCommit } from './announce.ts';
import { closeOvertaken, keepSuggestions } from './suggestions.ts';
import { writeAccount } from './write-account.ts';

/** A run that has read and decided everything. */
export interface RunCommit {
  readonly tenant: Tenant;
  readonly lease: Lease;
  readonly at: Instant;
  readonly accounts: readonly AccountOutcome[];
  readonly evidence: readonly EvidenceRow[];
  readonly fault: Fault | null;
  readonly fileFormat: BankFileFormat | null;
  /** What belongs into the same transaction beside all this. */
  alsoWrite?(db: Db): Promise<void>;
  /** What the end of the run does to the connection; null for uploads, which leave its lifecycle alone. */
  readonly lifecycle: {
    planNext(succeeded: boolean, consecutiveFailures: number): Instant;
    /** Whether a connection in use goes on as after a success, whatever fault the run notes. Left out: it does not. */
    readonly works?: boolean;
  } | null;
}

/** What of a run's end was written. */
export interface WrittenRun {
  readonly status: 'succeeded' | 'partial' | 'failed';
  readonly fault: Fault | null;
}

/**
 * Writes a whole run in one transaction: accounts, rows with their positions, balances, the run's result, the
 * connection's next state and the events, all or nothing. Tells how the run ended; null when the lease was lost: then nothing is written
 * and whoever has the lease now does the work. The stream head is taken last, so its lock is held for an instant only.
 */
export function commitRun(parts: IngestParts, run: RunCommit): Promise<WrittenRun | null> {
  return inSpan('commit', {}, () => writeRun(parts, run));
}

async function writeRun(parts: IngestParts, run: RunCommit): Promise<WrittenRun | null> {
  const startedMs = performance.now();
  const written = await parts.sql.begin(async (db) => {
    if (!(await lockLease(db, run.tenant, run.lease))) return null;
    const moment = { runId: run.lease.runId, at: run.at, newId: parts.newId, random: parts.random };
    for (const record of run.evidence) await insertEvidence(db, record);
    const { writes, results, alarms } = await writeAccounts(db, run, moment);
    const status = statusOf(run, results);
    const counts = sumCounts(results);
    const windows = results.map(({ windowStart, windowEnd }) => ({ windowStart, windowEnd }));
    await finishSyncRun(db, run.tenant, run.lease.runId, {
      status,
      outcome: status === 'failed' ? null : outcomeOf(counts),
      finishedAt: run.at,
      windowStart:
        windows
          .map(({ windowStart }) => windowStart)
          .filter((day) => day !== null)
          .sort()[0] ?? null,
      windowEnd:
        windows
          .map(({ windowEnd }) => windowEnd)
          .filter((day) => day !== null)
          .sort()
          .at(-1) ?? null,
      counts,
      perAccount: results,
      error: run.fault,
      fileFormat: run.fileFormat,
    });
    await moveOn(db, parts, run, status === 'succeeded');
    await run.alsoWrite?.(db);
    await releaseLease(db, run.tenant, run.lease, run.at);
    const commits = run.accounts.flatMap((account) => (account.kind === 'read' ? [account.commit] : []));
    await insertEvents(db, run.tenant, [...announceCommit(commits, writes, moment), ...alarms]);
    const latenessDays = Math.max(0, ...commits.map((commit) => commit.latenessDays));
    if (latenessDays > 0) await updateObservedLateness(db, run.tenant, run.lease.connectionId, latenessDays);
    await closeOvertaken(db, run.tenant, { commits, writes }, run.at);
    await writeTransactions(db, run.tenant, writes);
    await keepSuggestions(db, run.tenant, { commits, writes }, moment);
    return { status, counts, alarms: alarms.length, writes: writes.length };
  });
  if (written === null) return null;
  const durationMs = performance.now() - startedMs;
  parts.metrics?.commitWritten({ ...written.counts, alarms: written.alarms, durationMs });
  await refreshStatistics(parts.sql, written.writes);
  return { status: written.status, fault: run.fault };
}

async function writeAccounts(
  db: Db,
  run: RunCommit,
  moment: { readonly runId: string; readonly at: Instant; newId(): string; random(): number },
): Promise<{ writes: TransactionWrite[]; results: AccountRunResult[]; alarms: EventRow[] }> {
  const writes: TransactionWrite[] = [];
  const results: AccountRunResult[] = [];
  const alarms: EventRow[] = [];
  for (const account of run.accounts) {
    if (account.kind === 'unread') {
      results.push(unreadResult(account));
      continue;
    }
    const written = await writeAccount(db, account.commit, moment);
    // One by one: a call takes no more arguments than the stack holds, and a first read has more.
    for (const write of written.writes) writes.push(write);
    alarms.push(...announceAlarm(account.commit, written, moment));
    const { add, modify, remove } = account.commit.changes;
    const counts = { added: add.length, modified: modify.length, removed: remove.length };
    const { coverage } = account.commit.observation;
    results.push({
      accountId: account.commit.key.accountId,
      status: account.fault === null ? 'succeeded' : 'partial',
      outcome: outcomeOf(counts),
      counts,
      complete: coverage.complete,
      windowStart: coverage.from,
      windowEnd: coverage.to,
      balanceProof: written.proof.state,
      error: account.fault,
    });
  }
  return { writes, results, alarms };
}

function unreadResult(account: Extract<AccountOutcome, { kind: 'unread' }>): AccountRunResult {
  return {
    accountId: account.accountId,
    status: account.status,
    outcome: null,
    counts: NO_CHANGES,
    complete: false,
    windowStart: null,
    windowEnd: null,
    balanceProof: account.proof,
    error: account.fault,
  };
}

/** A run that read something but not everything is `partial`; one that read nothing and met a fault has failed. */
function statusOf(run: RunCommit, results: readonly AccountRunResult[]): 'succeeded' | 'partial' | 'failed' {
  if (run.fault === null && results.every(({ status }) => status === 'succeeded')) return 'succeeded';
  return results.some(({ status }) => status === 'succeeded' || status === 'partial') ? 'partial' : 'failed';
}

async function moveOn(db: Db, parts: IngestParts, run: RunCommit, isWhole: boolean): Promise<void> {
  const dataAsOf = latestDataAsOf(run);
  if (run.lifecycle === null) {
    await updateAfterSync(db, run.tenant, run.lease.connectionId, { kind: 'upload', dataAsOf });
    return;
  }
  const connection = await lockConnection(db, run.tenant, run.lease.connectionId);
  if (connection === null) throw new Error('the leased connection is gone although its row is locked');
  // An onboarding is to end with all rights in place.
  const works = run.lifecycle.works === true && connection.kind === 'ready';
  const succeeded = isWhole || works;
  const failures = succeeded ? 0 : connection.consecutiveFailures + 1;
  await updateAfterSync(db, run.tenant, connection.id, {
    kind: 'session',
    succeeded,
    consecutiveFailures: failures,
    at: run.at,
    dataAsOf,
  });
  // A newer invitation came while an older one was refused: the next run decides.
  if (run.fault?.code === 'invitation_invalid' && connection.invitationWaits)
    return updateNextSync(db, run.tenant, connection.id, run.at);
  const cause: LifecycleCause =
    run.fault === null || works ? { type: 'syncSucceeded' } : { type: 'syncFailed', fault: run.fault };
  await applyCause(db, connection, cause, {
    at: run.at,
    newId: parts.newId,
    nextSyncAt: run.lifecycle.planNext(succeeded, failures),
    loginIsNew: (await findConnection(db, run.tenant, connection.id))?.credentialsUntried === true,
  });
}

/** Moves the connection and plans its next sync; a status that must not sync gets no plan. */
async function applyCause(
  db: Db,
  connection: ConnectionRow,
  cause: LifecycleCause,
  moment: { readonly at: Instant; readonly nextSyncAt: Instant; readonly loginIsNew: boolean; newId(): string },
): Promise<void> {
  const state = lifecycleStateOf(connection);
  const step = moveConnection(state, cause);
  if (step.kind === 'refused') throw new Error(`the end of a run was refused in status ${connection.status}`);
  const next = step.kind === 'moved' ? step.next : state;
  const syncs = next.status === 'active' || next.status === 'errored' || next.status === 'pendingActivation';
  // A login that came in while the old one was being refused is tried at once.
  const checks = next.status === 'reauthRequired' && moment.loginIsNew;
  const nextSyncAt = syncs ? moment.nextSyncAt : checks ? moment.at : null;
  // A success that changes nothing but the plan is no step of the lifecycle.
  if (step.kind === 'unchanged') await updateNextSync(db, connection, connection.id, nextSyncAt);
  else await writeConnectionStep(db, connection, { cause, next, nextSyncAt }, moment);
}

function latestDataAsOf(run: RunCommit): Instant | null {
  return (
    run.accounts
      .flatMap((account) => (account.kind === 'read' ? [account.commit.observation.dataAsOf] : []))
      .filter((asOf) => asOf !== null)
      .sort()
      .at(-1) ?? null
  );
}
