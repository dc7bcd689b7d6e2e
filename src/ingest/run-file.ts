import type { FileAccountReading, FileReading } from '../connectors/contract.ts';
import { accountAlias, mergeAccountDetails } from '../domain/account.ts';
import { type Fault, faultOf } from '../domain/connection-fault.ts';
import type { Instant } from '../domain/instant.ts';
import { findAccount, findAccountByAlias } from '../store/accounts.ts';
import type { SyncRunRow } from '../store/sync-runs.ts';
import type { AccountOutcome, RunCommit } from './commit.ts';
import { createEvidenceLog } from './evidence-log.ts';
import type { IngestParts } from './parts.ts';
import { reconcileObservation } from './reconcile.ts';
import type { RunScope } from './run-sync.ts';
import { leaveUnread } from './settle-account.ts';

/** How long a row stays pending at a bank of which no definition says it. */
const DEFAULT_PENDING_WINDOW_DAYS = 10;

/**
 * Reads an uploaded file and decides what it changes. Each statement counts as a whole or not at all; a file of which
 * nothing can be used ends as `file_unreadable`.
 */
export async function runFile(parts: IngestParts, scope: RunScope, run: SyncRunRow): Promise<RunCommit> {
  const { tenant, connection, lease } = scope;
  if (run.fileSha256 === null || run.fileSizeBytes === null) throw new Error('an upload run has no file');
  const now = await parts.now(tenant);
  const owner = { organizationId: tenant.organizationId, connectionId: connection.id, runId: lease.runId };
  const evidence = createEvidenceLog(parts, owner, 'file', now);
  const stored = { sha256: run.fileSha256, sizeBytes: Number(run.fileSizeBytes) };
  const evidenceId = evidence.note(stored, 'application/octet-stream');
  const file = endAt(await parts.fileConnector.read(await parts.openEvidence(run.fileSha256)), now);
  const { accounts, fault } = await decideFile(parts, scope, run, file, evidenceId);
  return {
    tenant,
    lease,
    at: await parts.now(tenant),
    accounts,
    evidence: evidence.records,
    fault,
    fileFormat: file.format,
    lifecycle: null,
  };
}

/**
 * A statement of the running day speaks for the end of a day that is not over. Taken at its word it would outrank what
 * the bank says later on that day, so it counts for the moment at which it came.
 */
function endAt(file: FileReading, now: Instant): FileReading {
  const capped = (at: Instant) => (at > now ? now : at);
  const readings = file.readings.map((reading) => {
    if (reading.observation === null) return reading;
    const { currentBalances, dataAsOf } = reading.observation;
    const observation = {
      ...reading.observation,
      currentBalances: currentBalances === null ? null : { ...currentBalances, asOf: capped(currentBalances.asOf) },
      dataAsOf: dataAsOf === null ? null : capped(dataAsOf),
    };
    return { ...reading, observation };
  });
  return { ...file, readings };
}

async function decideFile(
  parts: IngestParts,
  scope: RunScope,
  run: SyncRunRow,
  file: FileReading,
  evidenceId: string,
): Promise<{ accounts: AccountOutcome[]; fault: Fault | null }> {
  const hint = run.fileFormatHint;
  if (hint !== null && file.format !== null && hint !== file.format) {
    const message = `The file was announced as ${hint} but is ${file.format}. Leave the format out or correct it.`;
    return { accounts: [], fault: faultOf('file_unreadable', message) };
  }
  const stray = await findStrayStatement(parts, scope, run, file);
  if (stray !== null) return { accounts: [], fault: stray };
  const accounts: AccountOutcome[] = [];
  const faults: Fault[] = file.fault === null ? [] : [file.fault];
  for (const reading of file.readings) {
    const { outcome, fault } = await decideStatement(parts, scope, reading, evidenceId);
    if (outcome !== null) accounts.push(outcome);
    if (fault !== null) faults.push(fault);
  }
  return { accounts, fault: faults[0] ?? null };
}

/** A file that was said to belong to one account but speaks of another is refused whole. */
async function findStrayStatement(
  parts: IngestParts,
  scope: RunScope,
  run: SyncRunRow,
  file: FileReading,
): Promise<Fault | null> {
  if (run.fileAccountId === null) return null;
  const account = await findAccount(parts.sql, scope.tenant, run.fileAccountId);
  for (const { accountNumber, currency } of file.readings) {
    const found = await findAccountByAlias(
      parts.sql,
      scope.tenant,
      scope.connection.id,
      accountAlias(accountNumber, currency),
    );
    if (account === null || found?.id !== account.id)
      return faultOf(
        'file_unreadable',
        'The file holds statements of another account than the one named in accountId.',
      );
  }
  return null;
}

async function decideStatement(
  parts: IngestParts,
  { tenant, connection }: RunScope,
  { accountNumber, currency, observation, fault }: FileAccountReading,
  evidenceId: string,
): Promise<{ readonly outcome: AccountOutcome | null; readonly fault: Fault | null }> {
  const existing = await findAccountByAlias(parts.sql, tenant, connection.id, accountAlias(accountNumber, currency));
  const unread = (cause: Fault | null) => ({
    outcome: existing === null ? null : leaveUnread(existing, 'failed', cause),
    fault: cause,
  });
  if (observation === null) return unread(fault);
  const institution = connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  // A file's references are unique within bank and day at best, so they describe a row and do not name it.
  const comparison = await reconcileObservation(parts, tenant, {
    id: existing?.id ?? null,
    observation,
    sourceIds: 'hint',
    pendingWindowDays: institution?.pendingWindowDays ?? DEFAULT_PENDING_WINDOW_DAYS,
  });
  if (comparison.kind === 'signsInverted') return unread(comparison.fault);
  const key = {
    ...tenant,
    accountId: existing?.id ?? parts.newId(),
    connectionId: connection.id,
    entityId: connection.entityId,
  };
  const merged = { ...observation, details: mergeAccountDetails(existing, observation.details) };
  const commit = {
    ...comparison.reconciled,
    key,
    existing,
    observation: merged,
    evidenceId,
    // Where a bank can be read, its next read looks for what is missing; else nothing more can come.
    isExhaustive: institution?.connector == null,
    // When a file is handed in says nothing of when the bank booked its rows.
    latenessDays: 0,
  };
  return { outcome: { kind: 'read', commit, fault }, fault };
}
