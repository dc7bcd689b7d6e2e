import { renderTransaction } from '../../src/domain/transaction-body.ts';
import type { Db } from '../../src/infra/database.ts';
import { lockConnection } from '../../src/store/connections/connections.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type TransactionWrite, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import type { Choices } from '../../test/support/choices.ts';
import { dieNow } from '../../test/support/processes/child.ts';
import type { Place } from '../../test/support/records/customers.ts';
import { contentOf, rowOf } from './content.ts';
import type { PutOp, RemoveOp } from './journal.ts';
import { insertChanges, insertMarker } from './markers.ts';
import { BEFORE_COMMIT, BEFORE_HEAD, pause } from './pauses.ts';
import type { WriterParts } from './writer-parts.ts';

/** Live rows that one transaction looks at; it changes some of them. */
const SEEN_ROWS = 1_200;
/** A place with more rows than this gets more removals than additions. */
const CROWDED = 900;

interface SeenRow {
  readonly id: string;
  readonly key: string;
  readonly accountId: string;
  readonly connectionId: string;
  readonly entityId: string;
  readonly revision: number;
}

interface Batch {
  readonly marker: string;
  readonly ops: readonly (PutOp | RemoveOp)[];
  readonly writes: readonly TransactionWrite[];
}

/** Thrown to roll a good transaction back. */
class RolledBack extends Error {}

/**
 * One transaction of the kind that the product makes: locks its connections, decides, and ends with
 * `writeTransactions`. Pauses, deaths and rollbacks come at every step; the journal knows before the commit what is meant.
 */
export async function writeBatch(parts: WriterParts, organizationId: string, places: readonly Place[]): Promise<void> {
  const { choices, journal, sql } = parts;
  const { environment } = choices.pick(places);
  const tenant: Tenant = { organizationId, environment };
  const chosen = choices.some(
    places.filter((place) => place.environment === environment),
    choices.whole(1, 3),
  );
  let marker: string | null = null;
  try {
    await sql.begin(async (db) => {
      const open = await lockPlaces(db, tenant, chosen);
      if (open.length === 0) return;
      const batch = await planBatch(db, parts, tenant, open);
      if (batch.writes.length === 0) return;
      marker = batch.marker;
      const firstHalf = choices.whole(0, batch.writes.length);
      await insertChanges(db, firstHalf);
      journal.write({ kind: 'write', marker, environment, ops: batch.ops });
      if (choices.chance(parts.deathRate)) await dieNow();
      await pause(choices, BEFORE_HEAD);
      await insertChanges(db, batch.writes.length - firstHalf);
      await insertMarker(db, marker);
      // The head is taken in here, and from here on every other writer of this tenant waits.
      await writeTransactions(db, tenant, batch.writes);
      await pause(choices, BEFORE_COMMIT);
      if (choices.chance(parts.deathRate)) await dieNow();
      if (choices.chance(0.05)) throw new RolledBack();
    });
    if (choices.chance(parts.deathRate)) await dieNow();
    if (marker !== null) journal.write({ kind: 'outcome', marker, end: 'committed' });
  } catch (cause) {
    if (marker !== null)
      journal.write({ kind: 'outcome', marker, end: cause instanceof RolledBack ? 'rolledBack' : 'unknown' });
    if (!(cause instanceof RolledBack)) throw cause;
  }
}

/** Locks the connections in id order and gives the places that may be written: a run that holds the lease comes first. */
async function lockPlaces(db: Db, tenant: Tenant, chosen: readonly Place[]): Promise<Place[]> {
  const open = new Set<string>();
  for (const id of [...new Set(chosen.map(({ connectionId }) => connectionId))].sort()) {
    const connection = await lockConnection(db, tenant, id);
    if (connection !== null && connection.leaseRunId === null) open.add(id);
  }
  return chosen.filter(({ connectionId }) => open.has(connectionId));
}

async function planBatch(db: Db, parts: WriterParts, tenant: Tenant, places: readonly Place[]): Promise<Batch> {
  const { choices } = parts;
  const at = await parts.now(tenant);
  const seen = await db<SeenRow[]>`
    select id, body::json ->> 'bankReference' as key, account_id, connection_id, entity_id, revision from transactions
    where organization_id = ${tenant.organizationId} and removed_at is null
      and account_id = any(${places.map(({ accountId }) => accountId)}) order by id limit ${SEEN_ROWS}`;
  const rest = choices.some(seen, seen.length);
  const marker = parts.newId();
  const size = sizeOf(choices);
  const additions = seen.length > CROWDED ? 0.25 : 0.5;
  const ops: (PutOp | RemoveOp)[] = [];
  const writes: TransactionWrite[] = [];
  for (let index = 0; index < size; index += 1) {
    const row = choices.chance(additions) ? undefined : rest.pop();
    const step = planStep(parts, tenant, { row, place: choices.pick(places), at, key: `${marker}:${index}` });
    ops.push(step.op);
    writes.push(step.write);
  }
  return { marker, ops, writes };
}

function planStep(
  parts: WriterParts,
  tenant: Tenant,
  subject: { readonly row: SeenRow | undefined; readonly place: Place; readonly at: string; readonly key: string },
): { op: PutOp | RemoveOp; write: TransactionWrite } {
  const { choices } = parts;
  const { row, at } = subject;
  const { entityId, connectionId, accountId } = row ?? subject.place;
  const account = { ...tenant, entityId, connectionId, accountId };
  const base = { account, eventId: parts.newId(), at, evidence: null, syncRunId: null };
  const revision = (row?.revision ?? 0) + 1;
  if (row !== undefined && choices.chance(0.4)) {
    const op: RemoveOp = { op: 'remove', key: row.key, revision };
    return {
      op,
      write: { ...base, id: row.id, revision, type: 'removed', reason: 'withdrawnByBank', replacedById: null },
    };
  }
  const id = row?.id ?? parts.newId();
  const op = { ...choosePut(choices), op: 'put', key: row?.key ?? subject.key, revision, id, at } as const;
  const put: PutOp = { ...op, entityId, connectionId, accountId };
  const body = renderTransaction({ id, connectionId, accountId, updatedAt: at, ...contentOf(put) });
  const type = row === undefined ? 'added' : 'modified';
  return {
    op: put,
    write: { ...base, id, revision, type, row: rowOf(put), body, changedFields: type === 'added' ? [] : ['amount'] },
  };
}

/** What differs from row to row and from state to state. */
export function choosePut(choices: Choices): Pick<PutOp, 'amount' | 'status' | 'day'> {
  const cents = choices.whole(1, 9_999_999);
  const digits = String(cents).padStart(3, '0');
  return {
    amount: `${choices.chance(0.5) ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`,
    status: choices.chance(0.7) ? 'posted' : 'pending',
    day: `2026-${String(choices.whole(1, 12)).padStart(2, '0')}-${String(choices.whole(1, 28)).padStart(2, '0')}`,
  };
}

/** 1 to 300 rows, small batches more often. */
function sizeOf(choices: Choices): number {
  const kind = choices.real();
  if (kind < 0.55) return choices.whole(1, 10);
  return kind < 0.88 ? choices.whole(11, 100) : choices.whole(101, 300);
}
