import { createHash } from 'node:crypto';
import type { SourceIdTrust } from '../../domain/institution.ts';
import type { Observation } from '../../domain/observation.ts';
import { type ChangeSet, NO_CHANGES } from '../../domain/reconcile/change-set.ts';
import type { SourceName } from '../../domain/reconcile/merge-views.ts';
import type { Sql } from '../../infra/database.ts';
import type { Lease } from '../../store/connections/connection-leases.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { findLastChange } from '../../store/transactions/transaction-mirror.ts';
import type { Reconciled } from './reconcile.ts';

/** Accounts that are remembered; a forgotten one costs one comparison more. */
const MOST_ACCOUNTS = 10_000;
/** Rows that are hashed at once. */
const PART_ROWS = 500;

/** A reading that changed nothing, and the state of the mirror that it was compared with. */
interface Quiet {
  readonly digest: string;
  /** Of the connection's lease: every run has one of its own, and nobody else writes what reconciliation reads. */
  readonly leaseEpoch: bigint;
  /** Position of the account's latest change: what a person merges moves it. */
  readonly lastChange: bigint | null;
}

/** One reading of a stored account. */
export interface QuietQuestion {
  readonly tenant: Tenant;
  readonly accountId: string;
  readonly lease: Pick<Lease, 'epoch'>;
  readonly observation: Observation;
  readonly source: SourceName;
  readonly sourceIds: SourceIdTrust;
  readonly pendingWindowDays: number;
}

export interface QuietAnswer {
  /** What comparing would give; null where it has to be done. */
  readonly reconciled: Reconciled | null;
  /** Says what the run writes of this account; where that is nothing, the reading is remembered. */
  note(reconciled: Reconciled): void;
}

/**
 * Knows which readings of this process changed nothing. Reconciliation is a function of the reading and of the mirror:
 * where both are what they were, it finds nothing again, and needs not be asked. Most syncs are such. Kept in memory only,
 * so that a new version never trusts what an older one found.
 */
export class QuietReadings {
  readonly #known = new Map<string, Quiet>();

  async ask(sql: Sql, question: QuietQuestion): Promise<QuietAnswer> {
    const { tenant, accountId, lease } = question;
    const key = `${tenant.organizationId} ${accountId}`;
    const known = this.#known.get(key);
    this.#known.delete(key);
    const lastChange = await findLastChange(sql, tenant, accountId);
    const now: Quiet = { digest: digestOf(question), leaseEpoch: lease.epoch, lastChange };
    const isQuiet = known !== undefined && isSameState(known, now);
    return {
      reconciled: isQuiet ? { changes: NO_CHANGES, views: [], mirror: new Map(), source: question.source } : null,
      note: ({ changes, views }) => {
        if (views.length === 0 && isEmpty(changes)) this.#keep(key, now);
      },
    };
  }

  #keep(key: string, quiet: Quiet): void {
    // The oldest entry stands first.
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_ACCOUNTS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, quiet);
  }
}

function isSameState(known: Quiet, now: Quiet): boolean {
  return known.digest === now.digest && known.leaseEpoch + 1n === now.leaseEpoch && known.lastChange === now.lastChange;
}

/** Whether writing it would leave the mirror as it is, hidden parts included, and nothing is left to tell. */
function isEmpty({ matched: _known, ...changes }: ChangeSet): boolean {
  return Object.values(changes).every((list) => list.length === 0);
}

/** Everything of a reading that is compared; the balances of the moment come with another time in every read. */
function digestOf({ observation, source, sourceIds, pendingWindowDays }: QuietQuestion): string {
  const { rows, currentBalances: _now, dataAsOf: _then, ...rest } = observation;
  const hash = createHash('sha256').update(JSON.stringify({ source, sourceIds, pendingWindowDays, rest }));
  for (let start = 0; start < rows.length; start += PART_ROWS)
    hash.update(JSON.stringify(rows.slice(start, start + PART_ROWS)));
  return hash.digest('base64');
}
