import type { Connector, SessionContext, SourceAccount } from '../../connectors/contract.ts';
import { type Fault, faultOf } from '../../domain/connection/connection-fault.ts';
import { planNextSync, planRetry, type SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { Institution } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { listAccountsOfConnection } from '../../store/accounts/accounts.ts';
import { deleteWarnings } from '../../store/connections/connection-warnings.ts';
import { updateConnectionInstitution } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import {
  type AccountFinder,
  createAccountFinder,
  type ListedReading,
  NOBODY_LISTED,
} from '../accounts/account-finder.ts';
import type { AccountOutcome } from '../accounts/account-outcome.ts';
import {
  leaveUnread,
  type ReadAccount,
  type SettledAccount,
  type SettleScope,
  settleAccount,
} from '../accounts/settle-account.ts';
import type { RunCommit } from '../commit/commit-run.ts';
import { createEvidenceLog, type EvidenceLog } from '../evidence-log.ts';
import { type CodeDesk, openCodeDesk } from '../mfa/code-desk.ts';
import type { QuestionState } from '../mfa/look-at-question.ts';
import type { RunSuspension } from '../mfa/suspend-run.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';
import { keepWarnings } from './access-warnings.ts';
import { type FetchedStatements, fetchStatements, writeStatements } from './fetch-statements.ts';
import { openLoginRenewal, type RenewalDesk } from './login-renewal.ts';
import { observeSession, type SessionReading } from './observe.ts';
import { planAccount } from './plan-account.ts';

const UNANSWERED =
  'The bank asked for a one-time code, and none was given in time. Start again when somebody can give it.';

const SPENT = "The bank's invitation can no longer be used. Have the bank send the delegated user's invitation again.";

const NO_ACCOUNT =
  'The bank lets this user in and shows it no account. Its owner has to give it the rights to see accounts and their transactions.';

/** How often a bank is asked of which no definition says it. */
const DEFAULT_RHYTHM: Institution['rhythm'] = { everyMinutes: 60, jitterMinutes: 10 };

/** How a sync ended: with something to commit, or at a bank's question for a one-time code. */
export type SyncEnd =
  | { readonly kind: 'commit'; readonly commit: RunCommit }
  | { readonly kind: 'suspend'; readonly suspension: RunSuspension };

/**
 * Reads a connection's bank and decides everything: observe → normalise → reconcile. The commit is the caller's. `question`
 * is what became of the question at which the run stopped before.
 */
export async function runSync(parts: IngestParts, scope: RunScope, question: QuestionState): Promise<SyncEnd> {
  const now = await parts.now(scope.tenant);
  const institution = await resolveInstitution(parts, scope, now);
  const connector = institution?.connector == null ? null : parts.findConnector(institution.connector.name);
  if (institution === null || connector === null || (connector.findGap?.(institution) ?? null) !== null)
    return {
      kind: 'commit',
      commit: endWithFault(parts, scope, { fault: faultOf('no_connector'), institution: null, at: now }),
    };
  if (question.kind === 'expired')
    return {
      kind: 'commit',
      commit: endWithFault(parts, scope, { fault: faultOf('mfa_required', UNANSWERED), institution, at: now }),
    };
  const evidence = createEvidenceLog(
    parts,
    { organizationId: scope.tenant.organizationId, connectionId: scope.connection.id, runId: scope.lease.runId },
    connector.sourceKind,
    now,
  );
  const credentials = await parts.readCredentials(scope.tenant, scope.connection.id);
  const form = connector.findInvitationForm?.(institution) ?? null;
  const renewal = await openLoginRenewal(parts, scope, credentials, form);
  if (renewal.isInvitationSpent) {
    await renewal.endInvitation();
    const fault = faultOf('invitation_invalid', SPENT);
    return { kind: 'commit', commit: endWithFault(parts, scope, { fault, institution, at: now }) };
  }
  const desk = await openCodeDesk(parts, scope, renewal, question);
  const session = await readSession(parts, scope, {
    institution,
    connector,
    evidence,
    now,
    desk,
    renewal,
  });
  if (session.reading.fault?.code === 'mfa_failed') await desk.noteCodeRefused();
  const { suspended } = session.reading;
  const asked = desk.openQuestion();
  if (suspended !== null && asked !== null)
    return { kind: 'suspend', suspension: { ...asked, session: suspended.session } };
  const { accounts, fault } = listOutcomes(session);
  const commit: RunCommit = {
    tenant: scope.tenant,
    lease: scope.lease,
    at: await parts.now(scope.tenant),
    accounts,
    evidence: evidence.records,
    fault,
    fileFormat: null,
    alsoWrite: async (db) => {
      await writeDocuments(db, parts, scope.tenant, session);
      await writeWarnings(db, parts, scope, session);
    },
    lifecycle: { planNext: nextSyncPlanner(parts, institution, now), works: worksElsewhere(session) },
  };
  return { kind: 'commit', commit };
}

/** A bank that was not listed when the connection was made may have a definition by now. */
async function resolveInstitution(parts: IngestParts, scope: RunScope, now: Instant): Promise<Institution | null> {
  const { connection, tenant } = scope;
  if (connection.institutionId !== null) return parts.institutions.find(connection.institutionId);
  if (connection.portalUrl === null) return null;
  const institution = parts.institutions.findByPortal(connection.portalUrl);
  if (institution === null || institution.demo !== (tenant.environment === 'test')) return null;
  await updateConnectionInstitution(parts.sql, tenant, connection.id, { institution, at: now });
  return institution;
}

/** A session whose accounts are decided, and who told what they are. */
interface SettledSession {
  readonly reading: SessionReading<SettledAccount>;
  readonly finder: AccountFinder;
  readonly documents: readonly (FetchedStatements & { readonly accountId: string })[];
  readonly now: Instant;
}

async function readSession(
  parts: IngestParts,
  scope: RunScope,
  bank: {
    institution: Institution;
    connector: Connector;
    evidence: EvidenceLog;
    now: Instant;
    desk: CodeDesk;
    renewal: RenewalDesk;
  },
): Promise<SettledSession> {
  const { tenant, connection } = scope;
  const { desk } = bank;
  const context: SessionContext = {
    institution: bank.institution,
    credentials: bank.renewal.credentials,
    http: parts.openHttp(bank.institution, tenant, bank.now),
    now: bank.now,
    signal: scope.signal,
    keepEvidence: bank.evidence.keep,
    answerCode: desk.answerCode,
    renewal: bank.renewal,
    noteStep: scope.noteStep,
    ...(desk.resume === null ? {} : { resume: desk.resume }),
    ...(parts.openBrowser === undefined ? {} : { openBrowser: parts.openBrowser(bank.institution, tenant, bank.now) }),
  };
  const settling = { tenant, connection, lease: scope.lease, institution: bank.institution, now: bank.now };
  let finder = NOBODY_LISTED;
  let sources: readonly SourceAccount[] = [];
  let documents: readonly FetchedStatements[] = [];
  const reading = await observeSession<ReadAccount | SettledAccount>(bank.connector, context, {
    noteSignedIn: async () => {
      await desk.noteSignedIn();
      await bank.renewal.noteSignedIn();
    },
    begin: async (listed) => {
      sources = listed;
      finder = await createAccountFinder(parts, settling, listed);
      return listed.length === 0 && !(await hasAccounts(parts, scope))
        ? faultOf('delegated_user_missing_permission', NO_ACCOUNT)
        : null;
    },
    plan: (source) => planAccount(parts, settling, finder.find(source).stored),
    // What only rows can tell waits until those of all accounts are there.
    settle: async (read, readAgain) =>
      finder.mayTellByRows(read.source)
        ? read
        : settleAccount(parts, settling, { reading: read, found: finder.find(read.source) }, readAgain),
    fetchStatements: async (statements) => {
      const listed = sources.map((source) => ({ source, storedId: finder.find(source).stored?.id ?? null }));
      documents = await fetchStatements(parts, { tenant, evidence: bank.evidence, now: bank.now }, listed, statements);
    },
  });
  const accounts = await settleLast(parts, settling, reading.accounts, finder);
  return {
    reading: { ...reading, accounts },
    finder,
    documents: placeDocuments(accounts, sources, documents),
    now: bank.now,
  };
}

/** Accounts that a bank shows no longer are warned of one by one; where there never was one, the connection would look as if all were well. */
async function hasAccounts({ sql }: IngestParts, { tenant, connection }: RunScope): Promise<boolean> {
  return (await listAccountsOfConnection(sql, tenant, connection.id)).length > 0;
}

/** The documents with the accounts that they belong to; those of an account of which nothing is stored are left for later. */
function placeDocuments(
  accounts: readonly SettledAccount[],
  sources: readonly SourceAccount[],
  documents: readonly FetchedStatements[],
): SettledSession['documents'] {
  return documents.flatMap((fetched) => {
    // Accounts were settled in the order in which they were listed.
    const outcome = accounts[sources.indexOf(fetched.source)]?.outcome ?? null;
    if (outcome === null) return [];
    return [{ ...fetched, accountId: outcome.kind === 'read' ? outcome.commit.key.accountId : outcome.accountId }];
  });
}

async function writeDocuments(
  db: Db,
  parts: IngestParts,
  tenant: Tenant,
  { documents, now }: SettledSession,
): Promise<void> {
  for (const document of documents) await writeStatements(db, tenant, document, { at: now, newId: parts.newId });
}

/** Only a session that went through to its end tells what is missing. */
async function writeWarnings(
  db: Db,
  parts: IngestParts,
  { connection }: RunScope,
  { reading, documents, now }: SettledSession,
): Promise<void> {
  const { fault, accounts, notices } = reading;
  if (fault === null)
    await keepWarnings(db, connection, { notices, accounts, documents }, { at: now, newId: parts.newId });
  // What has run out is no longer about to.
  else if (fault.code === 'password_expired')
    await deleteWarnings(db, { organizationId: connection.organizationId, connectionId: connection.id }, [
      { code: 'password_expiring', accountId: null },
    ]);
}

/** Settles the accounts that were left to be told by their rows. */
async function settleLast(
  parts: IngestParts,
  scope: SettleScope,
  accounts: readonly (ReadAccount | SettledAccount)[],
  finder: AccountFinder,
): Promise<SettledAccount[]> {
  const readings = accounts.flatMap((each): (ReadAccount & ListedReading)[] =>
    'source' in each && each.observation !== null ? [{ ...each, observation: each.observation }] : [],
  );
  // Telling accounts by their rows reads those of all that are known.
  const found = readings.length === 0 ? [] : await finder.identify(readings);
  const settled: SettledAccount[] = [];
  for (const each of accounts) {
    if (!('source' in each)) {
      settled.push(each);
      continue;
    }
    const place = readings.findIndex(({ source }) => source === each.source);
    const account = { reading: each, found: found[place] ?? finder.find(each.source) };
    // The session is over: a further fetch gives nothing.
    const readAgain = async (window: SyncWindow) => ({ ...each, window, observation: null });
    settled.push(await settleAccount(parts, scope, account, readAgain));
  }
  return settled;
}

/** What the run does to its accounts, and its own fault: the one that ended the session, else the first of an account. */
function listOutcomes({ reading, finder }: SettledSession): {
  readonly accounts: readonly AccountOutcome[];
  readonly fault: Fault | null;
} {
  const accounts = reading.accounts.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  for (const source of reading.skipped) {
    const { stored } = finder.find(source);
    if (stored !== null) accounts.push(leaveUnread(stored, 'skipped', null));
  }
  // Not taken from the outcomes: an account that was never stored and cannot be read has none.
  const fault = reading.fault ?? reading.accounts.find(({ fault }) => fault !== null)?.fault ?? null;
  return { accounts, fault };
}

/**
 * Whether all that the run met are rights that are missing in some accounts, while others are read. The others must not be held up by
 * them, so the connection goes on with a warning.
 */
function worksElsewhere({ reading: { fault, accounts } }: SettledSession): boolean {
  return (
    fault === null &&
    accounts.some((each) => each.fault === null && each.outcome?.kind === 'read') &&
    accounts.every((each) => each.fault === null || each.fault.code === 'delegated_user_missing_permission')
  );
}

/** The end of a run that met a fault before it read anything. The institution is null where nobody knows the bank. */
export function endWithFault(
  parts: IngestParts,
  scope: Pick<RunScope, 'tenant' | 'lease'>,
  { fault, institution, at }: { readonly fault: Fault; readonly institution: Institution | null; readonly at: Instant },
): RunCommit {
  return {
    tenant: scope.tenant,
    lease: scope.lease,
    at,
    accounts: [],
    evidence: [],
    fault,
    fileFormat: null,
    lifecycle: { planNext: nextSyncPlanner(parts, institution, at) },
  };
}

function nextSyncPlanner(parts: IngestParts, institution: Institution | null, now: Instant) {
  return (succeeded: boolean, failures: number): Instant =>
    succeeded
      ? planNextSync(now, institution?.rhythm ?? DEFAULT_RHYTHM, parts.random())
      : planRetry(now, failures, parts.random());
}
