import type { Instant } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import type { Tenant } from './tenants/tenant.ts';

/** An act by the keyed hash of the name that its client gave it. */
export interface NamedAct extends Tenant {
  readonly keyHash: Uint8Array;
}

/** A named act that is done. Exactly one of `pending` and `answer` is there. */
export interface IdempotencyKeyRow {
  /** Under which the answer is sealed. */
  readonly id: string;
  readonly requestHash: Uint8Array;
  /** What the answer still waits for. */
  readonly pending: Readonly<Record<string, unknown>> | null;
  readonly answer: Uint8Array | null;
}

/** Another transaction has kept the right to do a named act for too long; nothing more can be done in this one. */
export class ActHeldError extends Error {
  override readonly name = 'ActHeldError';
}

/** SQLSTATE of a lock that was not given in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Takes the right to do a named act for the rest of the transaction, and finds what became of it before. Whoever asks for
 * the same act waits for the end of this transaction, which comes with the end of the process or connection at the latest.
 * Throws ActHeldError when it had to wait longer than `waitMs`.
 */
export async function lockNamedAct(db: Db, act: NamedAct, waitMs: number): Promise<IdempotencyKeyRow | null> {
  const lockId = Buffer.from(act.keyHash).readBigInt64BE();
  try {
    await Promise.all([
      db`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`,
      db`select pg_advisory_xact_lock(${lockId}::bigint)`,
    ]);
    // Sent only now: a look that begins before the lock is given does not see what its last holder has committed.
    const [row] = await Promise.all([findNamedAct(db, act), db`select set_config('lock_timeout', '0', true)`]);
    return row;
  } catch (cause) {
    if (systemErrorCode(cause) !== LOCK_NOT_AVAILABLE) throw cause;
    throw new ActHeldError('Another transaction does the same act.', { cause });
  }
}

/** Keeps a named act that is done in this transaction. */
export async function insertNamedAct(db: Db, act: NamedAct, row: IdempotencyKeyRow, createdAt: Instant): Promise<void> {
  await db`insert into idempotency_keys
    (organization_id, environment, key_hash, id, request_hash, created_at, pending, answer)
    values (${act.organizationId}, ${act.environment}, ${Buffer.from(act.keyHash)}, ${row.id},
      ${Buffer.from(row.requestHash)}, ${createdAt}, ${row.pending === null ? null : db.json(row.pending as never)},
      ${row.answer === null ? null : Buffer.from(row.answer)})`;
}

/** Gives an act that waited for it its answer. False when it has one already, or is forgotten. */
export async function answerNamedAct(db: Db, act: NamedAct, id: string, answer: Uint8Array): Promise<boolean> {
  const { count } = await db`update idempotency_keys set pending = null, answer = ${Buffer.from(answer)}
    where organization_id = ${act.organizationId} and environment = ${act.environment}
      and key_hash = ${Buffer.from(act.keyHash)} and id = ${id} and answer is null`;
  return count > 0;
}

/** What became of a named act; null when it is not done, or forgotten. */
export async function findNamedAct(db: Db, act: NamedAct): Promise<IdempotencyKeyRow | null> {
  const [row] = await db<IdempotencyKeyRow[]>`select id, request_hash, pending, answer from idempotency_keys
    where organization_id = ${act.organizationId} and environment = ${act.environment}
      and key_hash = ${Buffer.from(act.keyHash)}`;
  return row ?? null;
}

/**
 * Forgets the oldest acts of that age, so many at most. The age is taken by the database's clock, which is one for all: a process
 * whose own has jumped forward forgets nothing that others still need. Returns how many went.
 */
export async function deleteOldNamedActs(db: Db, ageMs: number, limit: number): Promise<number> {
  const { count } = await db`delete from idempotency_keys k using (
      select organization_id, environment, key_hash from idempotency_keys
      where created_at < statement_timestamp() - ${ageMs} * interval '1 millisecond'
      order by created_at limit ${limit} for update skip locked
    ) old
    where k.organization_id = old.organization_id and k.environment = old.environment and k.key_hash = old.key_hash`;
  return count;
}
