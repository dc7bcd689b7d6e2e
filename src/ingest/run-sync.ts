import type { Connector, SourceAccount } from '../connectors/contract.ts';
import { accountAlias, mergeAccountDetails } from '../domain/account.ts';
import { type Fault, faultOf } from '../domain/connection-fault.ts';
import type { Instant } from '../domain/instant.ts';
import type { Institution } from '../domain/institution.ts';
import { planNextSync, planRetry } from '../domain/schedule.ts';
import { type AccountRow, findAccountByAlias } from '../store/accounts.ts';
import type { Lease } from '../store/connection-leases.ts';
import { type ConnectionRow, updateConnectionInstitution } from '../store/connections.ts';
import type { Tenant } from '../store/tenant.ts';
import type { AccountOutcome, RunCommit } from './commit.ts';
import { createEvidenceLog, type EvidenceLog } from './evidence-log.ts';
import { observeSession, type ReadAccount, type SessionReading } from './observe.ts';
import type { IngestParts } from './parts.ts';
import { planAccount } from './plan.ts';
import { reconcileObservation } from './reconcile.ts';

/** A leased connection that a run works on. */
export interface RunScope {
  readonly tenant: Tenant;
  readonly connection: ConnectionRow;
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

/** How often a bank is asked of which no definition says it. */
const DEFAULT_RHYTHM: Institution['rhythm'] = { everyMinutes: 60, jitterMinutes: 10 };

/** Reads a connection's bank and decides everything: observe → normalise → reconcile. The commit is the caller's. */
export async function runSync(parts: IngestParts, scope: RunScope): Promise<RunCommit> {
  const now = await parts.now(scope.tenant);
  const institution = await resolveInstitution(parts, scope, now);
  const connector = institution?.connector == null ? null : parts.findConnector(institution.connector.name);
  if (institution === null || connector === null) return endWithFault(parts, scope, null, faultOf('no_connector'), now);
  const evidence = createEvidenceLog(
    parts,
    { organizationId: scope.tenant.organizationId, connectionId: scope.connection.id, runId: scope.lease.runId },
    connector.sourceKind,
    now,
  );
  const reading = await readSession(parts, scope, { institution, connector, evidence, now });
  const { accounts, fault } = await decideAccounts(parts, scope, institution, reading);
  return {
    tenant: scope.tenant,
    lease: scope.lease,
    at: await parts.now(scope.tenant),
    accounts,
    evidence: evidence.records,
    fault,
    fileFormat: null,
    lifecycle: { planNext: nextSyncPlanner(parts, institution, now) },
  };
}

/** A bank that was not listed when the connection was made may have a definition by now. */
async function resolveInstitution(parts: IngestParts, scope: RunScope, now: Instant): Promise<Institution | null> {
  const { connection, tenant } = scope;
  if (connection.institutionId !== null) return parts.institutions.find(connection.institutionId);
  if (connection.portalUrl === null) return null;
  const institution = parts.institutions.findByPortal(connection.portalUrl);
  if (institution === null || institution.demo !== (tenant.environment === 'test')) return null;
  await updateConnectionInstitution(parts.sql, tenant, connection.id, institution, now);
  return institution;
}

async function readSession(
  parts: IngestParts,
  scope: RunScope,
  bank: { institution: Institution; connector: Connector; evidence: EvidenceLog; now: Instant },
): Promise<SessionReading> {
  const { tenant, connection } = scope;
  const context = {
    institution: bank.institution,
    credentials: await parts.readCredentials(tenant, connection.id),
    http: parts.openHttp(bank.institution, tenant, bank.now),
    now: bank.now,
    signal: scope.signal,
    keepEvidence: bank.evidence.keep,
  };
  return observeSession(bank.connector, context, async (source) =>
    planAccount(parts, tenant, bank.institution, await findStored(parts, scope, source), bank.now),
  );
}

/** What the run does to its accounts, and its own fault: the one that ended the session, else the first of an account. */
interface Decided {
  readonly accounts: readonly AccountOutcome[];
  readonly fault: Fault | null;
}

async function decideAccounts(
  parts: IngestParts,
  scope: RunScope,
  institution: Institution,
  reading: SessionReading,
): Promise<Decided> {
  const accounts: AccountOutcome[] = [];
  // Not taken from the outcomes: an account that was never stored and cannot be read has none.
  const faults: Fault[] = reading.fault === null ? [] : [reading.fault];
  for (const account of reading.accounts) {
    const stored = await findStored(parts, scope, account.source);
    const { outcome, fault } = await decideAccount(parts, scope, institution, account, stored);
    if (outcome !== null) accounts.push(outcome);
    if (fault !== null) faults.push(fault);
  }
  for (const source of reading.skipped) {
    const stored = await findStored(parts, scope, source);
    if (stored !== null) accounts.push(leaveUnread(stored, 'skipped', null));
  }
  return { accounts, fault: faults[0] ?? null };
}

/** Without an outcome where the account was never stored and could not be read: there is nothing to report on. */
async function decideAccount(
  parts: IngestParts,
  { tenant, connection }: RunScope,
  institution: Institution,
  account: ReadAccount,
  stored: AccountRow | null,
): Promise<{ readonly outcome: AccountOutcome | null; readonly fault: Fault | null }> {
  const { observation, evidenceId, fault } = account;
  const unread = (cause: Fault | null) => ({
    outcome: stored === null ? null : leaveUnread(stored, 'failed', cause),
    fault: cause,
  });
  if (observation === null) return unread(fault);
  const { sourceIds, pendingWindowDays } = institution;
  const known = { id: stored?.id ?? null, observation, sourceIds, pendingWindowDays };
  const comparison = await reconcileObservation(parts, tenant, known);
  if (comparison.kind === 'signsInverted') return unread(comparison.fault);
  const key = {
    ...tenant,
    accountId: stored?.id ?? parts.newId(),
    connectionId: connection.id,
    entityId: connection.entityId,
  };
  const merged = { ...observation, details: mergeAccountDetails(stored, observation.details) };
  const commit = { ...comparison.reconciled, key, existing: stored, observation: merged, evidenceId };
  return { outcome: { kind: 'read', commit, fault }, fault };
}

/** A stored account of which this run writes nothing. */
export function leaveUnread(
  { id, proofState }: AccountRow,
  status: 'failed' | 'skipped',
  fault: Fault | null,
): AccountOutcome {
  return { kind: 'unread', accountId: id, status, proof: proofState, fault };
}

function findStored(
  parts: IngestParts,
  { tenant, connection }: RunScope,
  source: SourceAccount,
): Promise<AccountRow | null> {
  return findAccountByAlias(
    parts.sql,
    tenant,
    connection.id,
    accountAlias(source.accountNumber, source.details.currency),
  );
}

/** The end of a run that met a fault before it read anything. */
export function endWithFault(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'lease'>,
  institution: Institution | null,
  fault: Fault,
  now: Instant,
): RunCommit {
  return {
    tenant: scope.tenant,
    lease: scope.lease,
    at: now,
    accounts: [],
    evidence: [],
    fault,
    fileFormat: null,
    lifecycle: { planNext: nextSyncPlanner(parts, institution, now) },
  };
}

function nextSyncPlanner(parts: IngestParts, institution: Institution | null, now: Instant) {
  return (succeeded: boolean, failures: number): Instant =>
    succeeded
      ? planNextSync(now, institution?.rhythm ?? DEFAULT_RHYTHM, parts.random())
      : planRetry(now, failures, parts.random());
}
