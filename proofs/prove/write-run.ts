import type { Observation } from '../../src/domain/observation.ts';
import type { ChangeSet } from '../../src/domain/reconcile/change-set.ts';
import type { AccountCommit } from '../../src/ingest/accounts/account-outcome.ts';
import { commitRun } from '../../src/ingest/commit/commit-run.ts';
import { findAccount } from '../../src/store/accounts/accounts.ts';
import { acquireLease, type Lease } from '../../src/store/connections/connection-leases.ts';
import { insertSyncRun } from '../../src/store/connections/sync-runs.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { listMirrorRows, type StoredMirrorRow } from '../../src/store/transactions/transaction-mirror.ts';
import { dieNow } from '../../test/support/processes/child.ts';
import type { Place } from '../../test/support/records/customers.ts';
import { rowOf } from './content.ts';
import type { PutOp, RemoveOp } from './journal.ts';
import { BEFORE_HEAD, pause } from './pauses.ts';
import { choosePut } from './write-batch.ts';
import type { WriterParts } from './writer-parts.ts';

const MOST_CHANGES = 60;
/** How soon after a commit was begun its process may be killed. */
const DEATH_WITHIN_MS = 40;

/**
 * One whole run as the product commits it, under a lease that lapses soon: a slow run loses it to another writer and then
 * must write nothing.
 */
export async function writeRun(parts: WriterParts, organizationId: string, places: readonly Place[]): Promise<void> {
  const { choices, sql } = parts;
  const { environment, connectionId } = choices.pick(places);
  const tenant: Tenant = { organizationId, environment };
  const runId = parts.newId();
  const at = await parts.now(tenant);
  const queued = { ...tenant, id: runId, connectionId, trigger: 'upload', createdAt: at, file: NO_FILE } as const;
  // The connection may have gone with its entity since it was looked up.
  if (!(await insertSyncRun(sql, queued).catch(isForeignKeyFault))) return;
  const lease = await acquireLease(sql, tenant, { connectionId, runId, ttlMs: parts.leaseTtlMs, attemptAt: null });
  if (lease === null) return;
  const ops: (PutOp | RemoveOp)[] = [];
  const commits: AccountCommit[] = [];
  for (const place of places.filter((each) => each.connectionId === connectionId)) {
    const commit = await planAccount(parts, tenant, place, { ops, at, runId });
    if (commit !== null) commits.push(commit);
  }
  await pause(choices, BEFORE_HEAD);
  await commitPlanned(parts, tenant, { lease, at, ops, commits });
}

async function commitPlanned(
  parts: WriterParts,
  tenant: Tenant,
  run: {
    readonly lease: Lease;
    readonly at: string;
    readonly ops: readonly (PutOp | RemoveOp)[];
    readonly commits: readonly AccountCommit[];
  },
): Promise<void> {
  const { choices, journal } = parts;
  const { lease, at, ops } = run;
  const marker = lease.runId;
  journal.write({ kind: 'write', marker, environment: tenant.environment, ops });
  // No place inside the product's own transaction can be named from here, so death comes at any moment of it.
  if (choices.chance(parts.deathRate * 3)) setTimeout(() => void dieNow(), choices.whole(0, DEATH_WITHIN_MS));
  try {
    const committed = await commitRun(parts, {
      tenant,
      lease,
      at,
      accounts: run.commits.map((commit) => ({ kind: 'read', commit, fault: null })),
      evidence: [],
      fault: null,
      fileFormat: null,
      lifecycle: null,
    });
    journal.write({ kind: 'outcome', marker, end: committed ? 'committed' : 'rolledBack' });
  } catch (cause) {
    journal.write({ kind: 'outcome', marker, end: 'unknown' });
    throw cause;
  }
}

async function planAccount(
  parts: WriterParts,
  tenant: Tenant,
  place: Place,
  run: { readonly ops: (PutOp | RemoveOp)[]; readonly at: string; readonly runId: string },
): Promise<AccountCommit | null> {
  const existing = await findAccount(parts.sql, tenant, place.accountId);
  if (existing === null) return null;
  const mirror = await listMirrorRows(parts.sql, tenant, place.accountId, { from: null, to: null, sourceIds: [] });
  return {
    key: { ...tenant, ...place },
    existing,
    observation: observationOf(existing),
    evidenceId: null,
    isExhaustive: false,
    latenessDays: 0,
    mirror: new Map(mirror.map((row) => [row.id, row])),
    changes: planChanges(parts, place, mirror, run),
    source: 'bank',
    views: [],
  };
}

function planChanges(
  { choices }: WriterParts,
  place: Place,
  mirror: readonly StoredMirrorRow[],
  run: { readonly ops: (PutOp | RemoveOp)[]; readonly at: string; readonly runId: string },
): ChangeSet {
  const rows = choices.some(mirror, choices.whole(0, MOST_CHANGES));
  const put = (id: string | null, key: string, revision: number): PutOp => {
    const op: PutOp = { ...choosePut(choices), op: 'put', key, revision, id, at: run.at, ...place };
    run.ops.push(op);
    return op;
  };
  const add = Array.from({ length: choices.whole(0, MOST_CHANGES) }, (_, index) => ({
    row: rowOf(put(null, `${run.runId}:${place.accountId}:${index}`, 1)),
  }));
  const modify = rows
    .splice(0, choices.whole(0, rows.length))
    .map((row) => ({ id: row.id, row: rowOf(put(row.id, keyOf(row), row.revision + 1)) }))
    .map((change) => ({ ...change, changedFields: ['amount' as const] }));
  const remove = rows.map((row) => {
    run.ops.push({ op: 'remove', key: keyOf(row), revision: row.revision + 1 });
    return { id: row.id, reason: 'replaced' as const, replacedById: null };
  });
  const nothing = { relearn: [], missed: [], seenAgain: [], warnings: [], matched: [], deferred: [], suggestions: [] };
  return { add, modify, remove, ...nothing };
}

function keyOf(row: StoredMirrorRow): string {
  const key = row.content.bankReference;
  if (key === null) throw new Error('a row of the proof has lost its bank reference');
  return key;
}

function observationOf(details: Observation['details']): Observation {
  return {
    accountNumber: 'unused',
    details,
    rows: [],
    coverage: { from: null, to: null, complete: false, proves: [] },
    currentBalances: null,
    statedBalances: [],
    dataAsOf: null,
  };
}

const NO_FILE = {
  fileName: null,
  fileSizeBytes: null,
  fileSha256: null,
  fileAccountId: null,
  fileFormatHint: null,
} as const;

function isForeignKeyFault(cause: unknown): false {
  if (cause instanceof Error && 'code' in cause && cause.code === '23503') return false;
  throw cause;
}
