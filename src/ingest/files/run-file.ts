import type { FileReading } from '../../connectors/contract.ts';
import { type AccountDetails, mergeAccountDetails } from '../../domain/account.ts';
import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import { type FileKnowledge, mergeKnowledge } from '../../domain/files/file-knowledge.ts';
import { type FileProblem, faultOfProblem, problemOf } from '../../domain/files/file-problem.ts';
import type { Observation } from '../../domain/observation.ts';
import { alignEntries } from '../../domain/reconcile/align-entries.ts';
import type { EntryOrigin } from '../../domain/reconcile/entry-queues.ts';
import { boundsOf } from '../../domain/statement.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { inSpan } from '../../infra/tracing/span.ts';
import { type AccountRow, findAccount } from '../../store/accounts/accounts.ts';
import { insertStatement } from '../../store/accounts/statements.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import { findFileSettings } from '../../store/files/file-settings.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { StoredMirrorRow } from '../../store/transactions/transaction-mirror.ts';
import { listOrigins } from '../../store/transactions/transaction-origins.ts';
import type { AccountOutcome } from '../accounts/account-outcome.ts';
import { reconcileObservation } from '../accounts/reconcile.ts';
import { leaveUnread } from '../accounts/settle-account.ts';
import type { RunCommit } from '../commit/commit-run.ts';
import { createEvidenceLog } from '../evidence-log.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';
import { readSettingsOf } from './read-settings.ts';
import { type RoutedStatement, routeFile } from './route-file.ts';
import { settleQuarantine } from './settle-quarantine.ts';

/** How long a row stays pending at a bank of which no definition says it. */
const DEFAULT_PENDING_WINDOW_DAYS = 10;

/**
 * Reads a file and decides what it changes. Each statement counts as a whole or not at all; a file of which nothing can
 * be used ends as `file_unreadable`. Whatever was not taken in is told problem by problem.
 */
export async function runFile(parts: IngestParts, scope: RunScope, run: SyncRunRow): Promise<RunCommit> {
  const { tenant, connection, lease } = scope;
  if (run.fileSha256 === null || run.fileSizeBytes === null) throw new Error('an upload run has no file');
  const now = await parts.now(tenant);
  const owner = { organizationId: tenant.organizationId, connectionId: connection.id, runId: lease.runId };
  const evidence = createEvidenceLog(parts, owner, 'file', now);
  const stored = { sha256: run.fileSha256, sizeBytes: Number(run.fileSizeBytes) };
  const evidenceId = evidence.note(stored, 'application/octet-stream');
  const settings = await findFileSettings(parts.sql, tenant.organizationId, connection.id);
  const knowledge = mergeKnowledge(settings, run.fileKnowledge, { accountId: run.fileAccountId });
  const target = await findTarget(parts, tenant, knowledge);
  const bytes = await parts.openEvidence(run.fileSha256);
  const settingsOfFile = readSettingsOf(knowledge, target);
  const file = endAt(await inSpan('fetch', {}, () => parts.fileConnector.read(bytes, settingsOfFile)), now);
  const { accounts, problems } = await decideFile(parts, scope, { file, evidenceId, knowledge, target, run });
  const [first] = problems;
  return {
    tenant,
    lease,
    at: await parts.now(tenant),
    accounts,
    evidence: evidence.records,
    fault: first === undefined ? null : faultOfProblem(first),
    fileFormat: file.format,
    lifecycle: null,
    alsoWrite: async (db) => {
      await settleQuarantine(db, { run, problems, format: file.format, newId: parts.newId, at: now });
      await writeFileStatements(db, tenant, accounts, { run, format: file.format, at: now, newId: parts.newId });
    },
  };
}

/** A file is a statement of each account that it speaks of. */
async function writeFileStatements(
  db: Db,
  tenant: Tenant,
  accounts: readonly AccountOutcome[],
  file: { readonly run: SyncRunRow; readonly format: BankFileFormat | null; readonly at: Instant; newId(): string },
): Promise<void> {
  const { fileSha256: sha256, fileSizeBytes, fileName } = file.run;
  if (sha256 === null || fileSizeBytes === null || file.format === null) return;
  for (const account of accounts) {
    if (account.kind !== 'read') continue;
    const { key, observation } = account.commit;
    await insertStatement(db, tenant, {
      ...boundsOf(observation),
      id: file.newId(),
      accountId: key.accountId,
      createdAt: file.at,
      sourceKey: sha256,
      currency: observation.details.currency,
      format: file.format,
      fileName,
      contentType: 'application/octet-stream',
      sizeBytes: Number(fileSizeBytes),
      sha256,
      source: 'upload',
    });
  }
}

function findTarget(parts: IngestParts, tenant: Tenant, { accountId }: FileKnowledge): Promise<AccountRow | null> {
  return accountId == null ? Promise.resolve(null) : findAccount(parts.sql, tenant, accountId);
}

/**
 * A statement of the running day speaks for the end of a day that is not over. Taken at its word it would outrank what
 * the bank says later on that day, so it counts for the moment at which it came.
 * A statement with a problem may be looked at and does not count.
 */
function endAt(file: FileReading, now: Instant): FileReading {
  const capped = (at: Instant) => (at > now ? now : at);
  const readings = file.readings.map((reading) => {
    if (reading.observation === null) return reading;
    if (reading.problem !== null) return { ...reading, observation: null };
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

/** A file that was read, with all that is known of it. */
interface FileContext {
  readonly file: FileReading;
  readonly evidenceId: string;
  readonly knowledge: FileKnowledge;
  readonly target: AccountRow | null;
  readonly run: SyncRunRow;
}

async function decideFile(
  parts: IngestParts,
  scope: RunScope,
  { file, evidenceId, knowledge, target, run }: FileContext,
): Promise<{ accounts: AccountOutcome[]; problems: FileProblem[] }> {
  const hint = run.fileFormatHint;
  if (hint !== null && file.format !== null && hint !== file.format) {
    const message = `The file was announced as ${hint} but is ${file.format}. Leave the format out or correct it.`;
    return { accounts: [], problems: [problemOf('otherFormat', message)] };
  }
  const { tenant, connection } = scope;
  const route = await routeFile(parts.sql, { tenant, connection, knowledge, target }, file.readings);
  if (route.kind === 'refused') return { accounts: [], problems: [route.problem] };
  // What a person takes although it is damaged is damaged no more.
  const isTaken = knowledge.takesDamaged === true && file.readings.length > 0;
  const problems: FileProblem[] = file.problem === null || isTaken ? [] : [file.problem];
  const accounts: AccountOutcome[] = [];
  for (const statement of route.statements) {
    if (statement.observation === null) {
      if (statement.existing !== null)
        accounts.push(leaveUnread(statement.existing, 'failed', faultOfProblem(statement.problem)));
      problems.push(statement.problem);
      continue;
    }
    const { outcome, problem } = await decideStatement(parts, scope, { statement, evidenceId, format: file.format });
    if (outcome !== null) accounts.push(outcome);
    if (problem !== null) problems.push(problem);
  }
  return { accounts, problems };
}

async function decideStatement(
  parts: IngestParts,
  { tenant, connection }: RunScope,
  {
    statement: { existing, isRenamed, pairs, observation },
    evidenceId,
    format,
  }: {
    readonly statement: Extract<RoutedStatement, { observation: Observation }>;
    readonly evidenceId: string;
    readonly format: BankFileFormat | null;
  },
): Promise<{ readonly outcome: AccountOutcome | null; readonly problem: FileProblem | null }> {
  const institution = connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  // A file's references are unique within bank and day at best, so they describe a row and do not name it.
  const comparison = await reconcileObservation(parts, tenant, {
    id: existing?.id ?? null,
    source: 'file',
    isReadByBank: existing !== null && existing.readThrough !== null,
    observation,
    sourceIds: 'hint',
    pendingWindowDays: institution?.pendingWindowDays ?? DEFAULT_PENDING_WINDOW_DAYS,
    align: (rows, mirror) =>
      alignEntries(rows, mirror, {
        isNotification: format === 'camt054',
        findOrigins: (known) => findOrigins(parts, tenant, known),
      }),
  });
  if (comparison.kind === 'signsInverted') {
    const { fault } = comparison;
    const outcome = existing === null ? null : leaveUnread(existing, 'failed', fault);
    return { outcome, problem: problemOf('signsInverted', fault.message, observation.accountNumber) };
  }
  const key = {
    ...tenant,
    accountId: existing?.id ?? parts.newId(),
    connectionId: connection.id,
    entityId: connection.entityId,
  };
  const commit = {
    ...comparison.reconciled,
    key,
    existing,
    isRenamed,
    pairs,
    observation: { ...observation, details: fillDetails(existing, observation.details) },
    evidenceId,
    // Where a bank can be read, its next read looks for what is missing; else nothing more can come.
    isExhaustive: institution?.connector == null,
    // When a file is handed in says nothing of when the bank booked its rows.
    latenessDays: 0,
  };
  return { outcome: { kind: 'read', commit, fault: null }, problem: null };
}

/** A file adds to what is known of an account and overwrites nothing better. */
function fillDetails(known: AccountDetails | null, seen: AccountDetails): AccountDetails {
  const isDescribed = known !== null && known.type !== 'unknown';
  return mergeAccountDetails(known, isDescribed ? { ...seen, type: 'unknown' } : seen);
}

async function findOrigins(
  parts: IngestParts,
  tenant: Tenant,
  known: readonly StoredMirrorRow[],
): Promise<ReadonlyMap<string, EntryOrigin>> {
  const pending = new Set(known.filter(({ content }) => content.status === 'pending').map(({ id }) => id));
  const found = await listOrigins(
    parts.sql,
    tenant,
    known.map(({ id }) => id),
  );
  return new Map(
    found.map(({ transactionId, kind, fileFormat }): [string, EntryOrigin] => {
      if (kind !== 'file') return [transactionId, 'other'];
      const isAnnounced = fileFormat === 'camt054' || pending.has(transactionId);
      return [transactionId, isAnnounced ? 'announcement' : 'statement'];
    }),
  );
}
