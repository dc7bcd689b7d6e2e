import type { Connector } from '../connectors/contract.ts';
import { type Fault, faultOf } from '../domain/connection-fault.ts';
import type { Instant } from '../domain/instant.ts';
import type { Institution } from '../domain/institution.ts';
import { planNextSync, planRetry } from '../domain/schedule.ts';
import type { Lease } from '../store/connection-leases.ts';
import { type ConnectionRow, updateConnectionInstitution } from '../store/connections.ts';
import type { Tenant } from '../store/tenant.ts';
import type { AccountOutcome, RunCommit } from './commit.ts';
import { createEvidenceLog, type EvidenceLog } from './evidence-log.ts';
import { observeSession, type SessionReading } from './observe.ts';
import type { IngestParts } from './parts.ts';
import { planAccount } from './plan.ts';
import { findStoredAccount, leaveUnread, type SettledAccount, settleAccount } from './settle-account.ts';

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
  const { accounts, fault } = await listOutcomes(parts, scope, reading);
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
): Promise<SessionReading<SettledAccount>> {
  const { tenant, connection } = scope;
  const context = {
    institution: bank.institution,
    credentials: await parts.readCredentials(tenant, connection.id),
    http: parts.openHttp(bank.institution, tenant, bank.now),
    now: bank.now,
    signal: scope.signal,
    keepEvidence: bank.evidence.keep,
  };
  const settling = { tenant, connection, institution: bank.institution, now: bank.now };
  return observeSession(bank.connector, context, {
    plan: async (source) =>
      planAccount(parts, connection, bank.institution, await findStoredAccount(parts, scope, source), bank.now),
    settle: (read, readAgain) => settleAccount(parts, settling, read, readAgain),
  });
}

/** What the run does to its accounts, and its own fault: the one that ended the session, else the first of an account. */
async function listOutcomes(
  parts: IngestParts,
  scope: RunScope,
  reading: SessionReading<SettledAccount>,
): Promise<{ readonly accounts: readonly AccountOutcome[]; readonly fault: Fault | null }> {
  const accounts = reading.accounts.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  for (const source of reading.skipped) {
    const stored = await findStoredAccount(parts, scope, source);
    if (stored !== null) accounts.push(leaveUnread(stored, 'skipped', null));
  }
  // Not taken from the outcomes: an account that was never stored and cannot be read has none.
  const fault = reading.fault ?? reading.accounts.find(({ fault }) => fault !== null)?.fault ?? null;
  return { accounts, fault };
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
