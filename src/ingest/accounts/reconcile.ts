import { setImmediate as nextTurn } from 'node:timers/promises';
import { maskAccountNumber } from '../../domain/account.ts';
import { type Fault, faultOf } from '../../domain/connection/connection-fault.ts';
import type { SourceIdTrust } from '../../domain/institution.ts';
import type { NormalisedRow, Observation } from '../../domain/observation.ts';
import type { Alignment } from '../../domain/reconcile/align-entries.ts';
import type { ChangeSet } from '../../domain/reconcile/change-set.ts';
import { checkSigns } from '../../domain/reconcile/check-signs.ts';
import { keepCounted } from '../../domain/reconcile/keep-counted.ts';
import type { KnownViews, SourceName } from '../../domain/reconcile/merge-views.ts';
import { reconcileSource } from '../../domain/reconcile/reconcile-source.ts';
import { leaveDisowned, settleViews, type ViewChange, viewMirror } from '../../domain/reconcile/source-views.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Sql } from '../../infra/database.ts';
import { inSpan } from '../../infra/tracing/span.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { listMirrorRows, type StoredMirrorRow } from '../../store/transactions/transaction-mirror.ts';
import { countDisowned, listTransactionViews } from '../../store/transactions/transaction-views.ts';
import { normaliseRow } from './normalise.ts';

/** A decided change set with the mirror rows that it speaks of. */
export interface Reconciled {
  readonly changes: ChangeSet;
  readonly mirror: ReadonlyMap<string, StoredMirrorRow>;
  /** Who showed the rows. */
  readonly source: SourceName;
  /** Transactions that this source shows in other words than the other one. */
  readonly views: readonly ViewChange[];
}

/** What comparing gave: what to write, or why nothing of the observation may be stored. */
export type Comparison =
  | { readonly kind: 'decided'; readonly reconciled: Reconciled }
  | { readonly kind: 'signsInverted'; readonly fault: Fault };

/** An account as it was read, and what its institution says of it. */
interface ObservedAccount {
  readonly id: string | null;
  readonly source: SourceName;
  /** Of a file: whether the bank itself is read as well, which can disown what files brought. */
  readonly isReadByBank?: boolean;
  readonly observation: Observation;
  readonly sourceIds: SourceIdTrust;
  readonly pendingWindowDays: number;
  /** See ReconcileInput. */
  readonly wholeThrough?: CalendarDate;
  /** Posted rows that an earlier fetch of the same run did not show, of which this read is the second one. */
  readonly missedBefore?: ReadonlySet<string>;
  /** Pairs what other words hide, before anything is compared. */
  align?(rows: readonly NormalisedRow[], mirror: readonly StoredMirrorRow[]): Promise<Alignment<StoredMirrorRow>>;
}

/**
 * Compares one observation with the stored rows that it can touch. Reads outside the commit's transaction: the lease
 * lets nobody else write this account meanwhile, and the commit checks the lease. Signs come first: of an observation
 * whose amounts are turned round nothing is compared.
 */
export function reconcileObservation(
  parts: { readonly sql: Sql },
  tenant: Tenant,
  account: ObservedAccount,
): Promise<Comparison> {
  return inSpan('reconcile', {}, () => compare(parts, tenant, account));
}

async function compare({ sql }: { readonly sql: Sql }, tenant: Tenant, account: ObservedAccount): Promise<Comparison> {
  const { observation } = account;
  const { coverage } = observation;
  const rows = observation.rows.map(normaliseRow);
  const mirror = account.id === null ? [] : await listMirrorRows(sql, tenant, account.id, reachOf(observation, rows));
  const evidence = {
    rows,
    coverage,
    statedBalances: observation.spanBalances ?? observation.statedBalances,
    currency: observation.details.currency,
    mirror,
  };
  if (checkSigns(evidence) === 'inverted') return { kind: 'signsInverted', fault: signFault(observation) };
  const { missedBefore, source } = account;
  const views = await listViews({ sql }, tenant, account.id, mirror);
  // Each source is compared with what it showed itself.
  const seen = viewMirror(mirror, views, source);
  const aligned = await account.align?.(rows, seen);
  const known = aligned?.mirror ?? seen;
  // Each step of a hundred thousand rows takes some tenths of a second: in between the process answers others.
  await nextTurn();
  const changes = reconcileSource(
    {
      mirror:
        missedBefore === undefined
          ? known
          : known.map((row) => (missedBefore.has(row.id) ? { ...row, missedReads: row.missedReads + 1 } : row)),
      rows: aligned?.rows ?? rows,
      coverage,
      sourceIds: account.sourceIds,
      pendingWindowDays: account.pendingWindowDays,
      ...(account.wholeThrough === undefined ? {} : { wholeThrough: account.wholeThrough }),
    },
    source,
    views,
  );
  await nextTurn();
  const concluded = keepCounted(aligned?.conclude(changes) ?? changes, evidence);
  const settled = settleViews({ source, mirror, known: views, coverage, changes: concluded });
  const kept = await withoutDisowned({ sql }, tenant, account, settled.changes);
  return {
    kind: 'decided',
    reconciled: { ...settled, changes: kept, source, mirror: new Map(mirror.map((row) => [row.id, row])) },
  };
}

/** A file brings nothing back that the bank has disowned. */
async function withoutDisowned(
  { sql }: { readonly sql: Sql },
  tenant: Tenant,
  { id, isReadByBank }: { readonly id: string | null; readonly isReadByBank?: boolean },
  changes: ChangeSet,
): Promise<ChangeSet> {
  if (id === null || isReadByBank !== true || changes.add.length === 0) return changes;
  const keys = [...new Set(changes.add.map(({ row }) => row.matchKey))];
  return leaveDisowned(changes, await countDisowned(sql, tenant, id, keys));
}

async function listViews(
  { sql }: { readonly sql: Sql },
  tenant: Tenant,
  accountId: string | null,
  mirror: readonly StoredMirrorRow[],
): Promise<KnownViews> {
  const ids = mirror.map(({ id }) => id);
  return accountId === null ? new Map() : listTransactionViews(sql, tenant.organizationId, accountId, ids);
}

/** Names the account, because one that is read for the first time has no id by which the run could name it. */
function signFault({ accountNumber, details: { currency } }: Observation): Fault {
  const number = maskAccountNumber(accountNumber) ?? 'without a number';
  return faultOf(
    'balance_mismatch',
    `The amounts of account ${number} (${currency}) have their signs turned round: with every sign the other way they fit the balances or the known rows, as they came they do not. Nothing of this read was stored.`,
  );
}

/** The days of the window and of every row shown, because a source may show rows from outside the window. */
function reachOf({ coverage }: Observation, rows: readonly NormalisedRow[]) {
  let { from, to } = coverage;
  for (const { content, pendingDate } of rows) {
    const day = content.postedDate ?? pendingDate;
    if (day === null) continue;
    if (from === null || day < from) from = day;
    if (to === null || day > to) to = day;
  }
  return { from, to, sourceIds: rows.map(({ sourceId }) => sourceId).filter((id) => id !== null) };
}
