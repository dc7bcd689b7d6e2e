import type { AccountReading, SourceAccount } from '../../connectors/contract.ts';
import { mergeAccountDetails } from '../../domain/account.ts';
import { isWideReadDue } from '../../domain/balances/balance-alarm.ts';
import type { Fault } from '../../domain/connection/connection-fault.ts';
import { observeLateness } from '../../domain/connection/lateness.ts';
import { planWideWindow, type SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { Institution } from '../../domain/institution.ts';
import type { Observation } from '../../domain/observation.ts';
import { utcDateOf } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import type { Lease } from '../../store/connections/connection-leases.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { IngestParts } from '../parts.ts';
import type { FoundAccount } from './account-finder.ts';
import type { AccountOutcome } from './account-outcome.ts';
import { type ForeseenProof, foreseeProof } from './foresee-proof.ts';
import type { QuietAnswer } from './quiet-readings.ts';
import { type Comparison, type Reconciled, reconcileObservation } from './reconcile.ts';

/** What a run read of one account. */
export interface ReadAccount extends AccountReading {
  readonly source: SourceAccount;
  readonly window: SyncWindow;
}

/** What a run does to one account, and the fault that it met there. */
export interface SettledAccount {
  /** Null for an account that was never stored and could not be read: there is nothing to report on. */
  readonly outcome: AccountOutcome | null;
  readonly fault: Fault | null;
  /** As of AccountReading. */
  readonly balancesDenied?: boolean | undefined;
}

/** The bank and the connection behind an account. */
export interface SettleScope {
  readonly tenant: Tenant;
  readonly connection: ConnectionRow;
  readonly institution: Institution;
  readonly lease: Lease;
  readonly now: Instant;
}

/** The same with an account that is stored. */
interface StoredScope extends SettleScope {
  readonly stored: AccountRow;
}

type ReadAgain = (window: SyncWindow) => Promise<ReadAccount>;

/** A fetch of a stored account with what it means. */
interface Attempt {
  readonly reading: ReadAccount;
  readonly observation: Observation;
  readonly reconciled: Reconciled;
  readonly proof: ForeseenProof;
}

/** Further fetches of an account in one run: one that goes further back, and one that confirms what it did not show. */
const MOST_FETCHES_AGAIN = 2;

/**
 * Decides what a read of an account means. Where its balances stop adding up the account is fetched again at once, further
 * back; the last complete fetch then counts in place of the first, because it covers everything that the first did.
 */
export async function settleAccount(
  parts: IngestParts,
  scope: SettleScope,
  { reading, found }: { readonly reading: ReadAccount; readonly found: FoundAccount },
  readAgain: ReadAgain,
): Promise<SettledAccount> {
  const { stored } = found;
  const unread = (fault: Fault | null): SettledAccount => ({
    outcome: stored === null ? null : leaveUnread(stored, 'failed', fault),
    fault,
  });
  const { observation, fault } = reading;
  if (observation === null) return unread(fault);
  const quiet = await askQuietReadings(parts, scope, stored, observation);
  const comparison: Comparison =
    quiet.reconciled === null
      ? await compare(parts, scope, stored, { observation })
      : { kind: 'decided', reconciled: quiet.reconciled };
  if (comparison.kind === 'signsInverted') return unread(comparison.fault);
  const { reconciled } = comparison;
  // What is read for the first time is read whole already.
  const settled =
    stored === null
      ? { reading, observation, reconciled, isExhaustive: observation.coverage.complete }
      : await searchMissing(parts, { ...scope, stored }, { reading, observation, reconciled }, readAgain);
  // A further fetch writes what it found, and not what this one did.
  if (settled.reconciled === reconciled) quiet.note(reconciled);
  const commit = commitOf(parts, scope, found, settled);
  return { outcome: { kind: 'read', commit, fault }, fault, balancesDenied: reading.balancesDenied };
}

type Settled = Pick<Attempt, 'reading' | 'observation' | 'reconciled'> & { readonly isExhaustive: boolean };

/** Fetches the account again as long as that can tell why its balances do not add up. */
async function searchMissing(
  parts: IngestParts,
  scope: StoredScope,
  first: Omit<Attempt, 'proof'>,
  readAgain: ReadAgain,
): Promise<Settled> {
  const { stored } = scope;
  const foresee = (observation: Observation, reconciled: Reconciled) =>
    foreseeProof(parts.sql, stored, observation, reconciled);
  const { complete, proves } = first.observation.coverage;
  let best: Attempt = { ...first, proof: await foresee(first.observation, first.reconciled) };
  const isSearched = stored.proofState !== 'broken' || isWideReadDue(stored.proofState, stored, scope.now);
  if (best.proof.state !== 'broken' || !complete || !proves.includes('posted') || !isSearched)
    return { ...best, isExhaustive: false };
  for (let fetches = 0; fetches < MOST_FETCHES_AGAIN; fetches += 1) {
    const wide = planWideWindow(best.reading.window, { ...scope, provenThrough: best.proof.provenThrough });
    const isWide = wide.from >= best.reading.window.from;
    const isExplained = (await foresee(best.observation, withoutMissed(best))).state === 'proven';
    if (isWide && !isExplained) return { ...best, isExhaustive: true };
    const next = await fetchAgain(parts, scope, best, await readAgain(wide));
    if (next === null) return { ...best, isExhaustive: false };
    best = next;
    if (best.proof.state !== 'broken') break;
  }
  const isExplained = (await foresee(best.observation, withoutMissed(best))).state === 'proven';
  return { ...best, isExhaustive: best.proof.state === 'broken' && !isExplained };
}

/**
 * Two complete fetches of one run count as two reads of a posted row that neither shows exactly when the balances say the
 * same: they have to add up without the row, and not with it. A row that the bank merely leaves out for a while is still in
 * its balances. Null where the fetch gave nothing to go by.
 */
async function fetchAgain(
  parts: IngestParts,
  scope: StoredScope,
  before: Attempt,
  reading: ReadAccount,
): Promise<Attempt | null> {
  const { stored } = scope;
  const { observation, fault } = reading;
  if (observation === null || fault !== null || !observation.coverage.complete) return null;
  const attempt = async (missedBefore: ReadonlySet<string>): Promise<Attempt | null> => {
    const comparison = await compare(parts, scope, stored, { observation, missedBefore });
    if (comparison.kind === 'signsInverted') return null;
    const { reconciled } = comparison;
    return { reading, observation, reconciled, proof: await foreseeProof(parts.sql, stored, observation, reconciled) };
  };
  const missed = listJudged(before);
  const confirmed = missed.size === 0 ? null : await attempt(missed);
  return confirmed?.proof.state === 'proven' ? confirmed : attempt(new Set());
}

/** Rows that were missed for the first time and lie between balances, which can speak for them. */
function listJudged({ reconciled: { changes, mirror }, proof }: Attempt): ReadonlySet<string> {
  const days = proof.anchors.map(({ date }) => date).sort();
  const [first, last] = [days[0], days.at(-1)];
  return new Set(
    changes.missed.filter((id) => {
      const day = mirror.get(id)?.content.postedDate ?? null;
      return day !== null && first !== undefined && last !== undefined && day > first && day <= last;
    }),
  );
}

/** The same changes, were every row gone that was missed for the first time. */
function withoutMissed({ reconciled: { changes, ...rest } }: Attempt): Reconciled {
  const gone = changes.missed.map((id) => ({ id, reason: 'withdrawnByBank' as const, replacedById: null }));
  return { ...rest, changes: { ...changes, remove: [...changes.remove, ...gone], missed: [] } };
}

/** What is known of the reading from earlier ones. */
async function askQuietReadings(
  parts: IngestParts,
  { tenant, connection, institution, lease }: SettleScope,
  stored: AccountRow | null,
  observation: Observation,
): Promise<QuietAnswer> {
  // An account that comes over from another connection was written under other leases.
  if (stored === null || stored.connectionId !== connection.id) return NEVER_READ;
  const { sourceIds, pendingWindowDays } = institution;
  const question = {
    tenant,
    accountId: stored.id,
    lease,
    observation,
    source: 'bank' as const,
    sourceIds,
    pendingWindowDays,
  };
  return parts.quietReadings.ask(parts.sql, question);
}

const NEVER_READ: QuietAnswer = { reconciled: null, note: () => undefined };

function compare(
  parts: IngestParts,
  { tenant, institution }: SettleScope,
  stored: AccountRow | null,
  look: { readonly observation: Observation; readonly missedBefore?: ReadonlySet<string> },
) {
  const { sourceIds, pendingWindowDays } = institution;
  return reconcileObservation(parts, tenant, {
    id: stored?.id ?? null,
    source: 'bank',
    missedBefore: new Set(),
    ...look,
    sourceIds,
    pendingWindowDays,
    ...(stored === null ? {} : { wholeThrough: stored.readThrough ?? utcDateOf(stored.connectionCreatedAt) }),
  });
}

function commitOf(
  parts: IngestParts,
  { tenant, connection, now }: SettleScope,
  { stored, isRenamed, pairs }: FoundAccount,
  { reading, observation, reconciled, isExhaustive }: Settled,
) {
  const key = {
    ...tenant,
    accountId: stored?.id ?? parts.newId(),
    connectionId: connection.id,
    entityId: connection.entityId,
  };
  const reads = { readFrom: null, readThrough: null, ...stored, today: utcDateOf(now) };
  return {
    ...reconciled,
    key,
    existing: stored,
    isRenamed,
    pairs,
    observation: { ...observation, details: mergeAccountDetails(stored, observation.details) },
    evidenceId: reading.evidenceId,
    isExhaustive,
    latenessDays: observeLateness(reconciled.changes, reconciled.mirror, reads),
  };
}

/** A stored account of which this run writes nothing. */
export function leaveUnread(
  { id, proofState }: AccountRow,
  status: 'failed' | 'skipped',
  fault: Fault | null,
): AccountOutcome {
  return { kind: 'unread', accountId: id, status, proof: proofState, fault };
}
