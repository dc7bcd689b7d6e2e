import { createHmac } from 'node:crypto';
import { instantFromMs } from '../domain/values/instant.ts';
import type { Db, Sql } from '../infra/database.ts';
import {
  ActHeldError,
  answerNamedAct,
  findNamedAct,
  type IdempotencyKeyRow,
  insertNamedAct,
  lockNamedAct,
} from '../store/idempotency-keys.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** A request that its client has named with an Idempotency-Key. */
export interface KeyedRequest {
  readonly tenant: Tenant;
  readonly key: string;
  /** Everything that makes it this request and no other, as JSON: the operation and its validated input. */
  readonly content: unknown;
}

/** An answer as it went out, and as every repeat gets it. */
export interface KeptAnswer {
  /** The id of the request that was answered; the body may hold it too. */
  readonly requestId: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null for no body. */
  readonly body: string | null;
}

/** What the answer of an act that is done still waits for. Kept readable, so no secret belongs here. */
export type PendingNote = Readonly<Record<string, unknown>>;

export type ActOutcome =
  | { readonly kind: 'answer'; readonly answer: KeptAnswer }
  | { readonly kind: 'pending'; readonly note: PendingNote };

/** What became of a keyed request: done, now or before; the key stands for another one; or it is being done just now. */
export type ActVerdict =
  | { readonly kind: 'done'; readonly isReplay: boolean; readonly actId: string; readonly outcome: ActOutcome }
  | { readonly kind: 'otherRequest' | 'busy' };

export interface SettledAct {
  readonly answer: KeptAnswer;
  readonly writeAlong?: ((db: Db) => Promise<void>) | undefined;
}

/** Sees to it that what a client has named is done once. */
export interface KeyedActs {
  /**
   * Does the work in one transaction that also keeps its outcome, unless the request was done before. What the work throws
   * leaves nothing behind, the key included.
   */
  perform(sql: Sql, request: KeyedRequest, work: (db: Sql) => Promise<ActOutcome>): Promise<ActVerdict>;
  /**
   * Keeps the answer of an act that waited for it, and writes along what belongs to it. Returns the answer that counts: another
   * process may have been first, and nothing is written then.
   */
  settle(sql: Sql, request: KeyedRequest, actId: string, settled: SettledAct): Promise<KeptAnswer>;
  /** The name by which somebody else can tell two tries of one request apart from two requests; tells nothing of the key. */
  nameOf(request: KeyedRequest): string;
}

export interface KeyedActsParts {
  /** Key of the hashes under which keys and requests are kept: a request may hold nothing but a six-digit code. */
  readonly hashKey: Uint8Array;
  newId(): string;
  nowMs(): number;
  seal(tenant: Tenant, id: string, plaintext: string): Promise<Uint8Array>;
  open(tenant: Tenant, id: string, sealed: Uint8Array): Promise<string | null>;
  /** How long a repeat waits for the first try to end. */
  readonly waitMs: number;
}

/** Acts under an Idempotency-Key: each is done once, and its answer is sealed and given again. Keys are kept as keyed hashes only. */
export function createKeyedActs(parts: KeyedActsParts): KeyedActs {
  const { hashKey, waitMs } = parts;
  const inTurn = createTurns(waitMs);
  const hash = (value: unknown) => createHmac('sha256', hashKey).update(canonicalJson(value)).digest();
  const actOf = ({ tenant: { organizationId, environment }, key }: KeyedRequest) => {
    return { organizationId, environment, keyHash: hash(['key', organizationId, environment, key]) };
  };
  const readOutcome = async ({ tenant }: KeyedRequest, row: IdempotencyKeyRow): Promise<ActOutcome> => {
    if (row.answer === null) return { kind: 'pending', note: row.pending ?? {} };
    const text = await parts.open(tenant, row.id, row.answer);
    if (text === null) throw new Error('the data key of a kept answer is not there');
    return { kind: 'answer', answer: JSON.parse(text) as KeptAnswer }; // Sealed by `keep` in this form.
  };
  const sealAnswer = ({ tenant }: KeyedRequest, id: string, answer: KeptAnswer) =>
    parts.seal(tenant, id, JSON.stringify(answer));
  const keep = async (db: Sql, request: KeyedRequest, requestHash: Uint8Array, outcome: ActOutcome) => {
    const id = parts.newId();
    const row =
      outcome.kind === 'pending'
        ? { pending: outcome.note, answer: null }
        : { pending: null, answer: await sealAnswer(request, id, outcome.answer) };
    await insertNamedAct(db, actOf(request), { id, requestHash, ...row }, instantFromMs(parts.nowMs()));
    return id;
  };
  return {
    nameOf: (request) => actOf(request).keyHash.toString('hex'),
    perform: async (sql, request, work) => {
      const act = actOf(request);
      const requestHash = hash(['request', request.content]);
      const once = () =>
        sql.begin(async (transaction): Promise<ActVerdict> => {
          const before = await lockNamedAct(transaction, act, waitMs);
          if (before !== null) {
            if (!requestHash.equals(before.requestHash)) return { kind: 'otherRequest' };
            return { kind: 'done', isReplay: true, actId: before.id, outcome: await readOutcome(request, before) };
          }
          // In a transaction `begin` makes a savepoint, so to whoever only queries and begins it is a pool.
          const db = transaction as unknown as Sql;
          const outcome = await work(db);
          return { kind: 'done', isReplay: false, actId: await keep(db, request, requestHash, outcome), outcome };
        });
      try {
        return (await inTurn(act.keyHash.toString('hex'), once)) ?? { kind: 'busy' };
      } catch (cause) {
        if (cause instanceof ActHeldError) return { kind: 'busy' };
        throw cause;
      }
    },
    settle: async (sql, request, actId, { answer, writeAlong }) => {
      const act = actOf(request);
      const sealed = await sealAnswer(request, actId, answer);
      const isKept = await sql.begin(async (db) => {
        if (!(await answerNamedAct(db, act, actId, sealed))) return false;
        await writeAlong?.(db);
        return true;
      });
      if (isKept) return answer;
      const row = await findNamedAct(sql, act);
      const kept = row === null || row.id !== actId ? null : await readOutcome(request, row);
      return kept?.kind === 'answer' ? kept.answer : answer;
    },
  };
}

/**
 * Lets those of one name work one after the other, so that repeats which wait hold no connection to the database. Null for
 * one that would have to wait longer than `waitMs`.
 */
function createTurns(waitMs: number) {
  const last = new Map<string, Promise<void>>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T | null> => {
    const before = last.get(name);
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const tail = before === undefined ? over : before.then(() => over);
    last.set(name, tail);
    tail.then(() => {
      if (last.get(name) === tail) last.delete(name);
    });
    try {
      return before === undefined || (await endsWithin(before, waitMs)) ? await work() : null;
    } finally {
      end();
    }
  };
}

async function endsWithin(promise: Promise<void>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** JSON in which the order of an object's keys makes no difference. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
