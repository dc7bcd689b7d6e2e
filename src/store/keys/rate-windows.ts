import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Whose requests are counted: a key, or the organization as a whole when `keyId` is null. */
export interface RateSubject {
  readonly organizationId: string;
  readonly keyId: string | null;
}

export interface LoanRequest {
  /** Requests a second where the subject has no limit of its own; 0 for no limit. */
  readonly defaultPerSecond: number;
  readonly windowSeconds: number;
  /** By how much the subject's windows begin before the full ones, so that not all begin in the same moment. */
  readonly offsetMs: number;
  /** Requests that wait: lent as far as the window's quota allows. */
  readonly needed: number;
  /** Requests expected: lent as far as they are no more than an eighth of what is left. */
  readonly wanted: number;
}

/** A part of a window's quota that belongs to one process. */
export interface Loan {
  /** Requests of the whole window; null when there is no limit, and then nothing is lent. */
  readonly quota: number | null;
  readonly lent: number;
  /** What nobody has been lent yet. */
  readonly left: number;
  /** Time to the end of the window when the answer was made, by the clock of the database. */
  readonly remainingMs: number;
}

/**
 * Lends requests of the subject's current window. Whatever runs at the same time, the loans of one window are never more than
 * its quota: the window is named by the database's clock after the row was locked. One statement, which touches a table that
 * is not logged, so that its commit waits for no disk.
 */
export async function lendRequests(db: Db, subject: RateSubject, request: LoanRequest): Promise<Loan> {
  const { organizationId, keyId } = subject;
  const { defaultPerSecond, windowSeconds, offsetMs, needed, wanted } = request;
  const own =
    keyId === null
      ? db`select rate_limit from organizations where id = ${organizationId}`
      : db`select rate_limit from api_keys where organization_id = ${organizationId} and key_id = ${keyId}`;
  const [row] = await db<{ quota: bigint; lent: bigint | null; taken: bigint | null; remainingMs: bigint | null }[]>`
    with bound as materialized (
      select coalesce((${own}), ${defaultPerSecond}::int4)::int8 * ${windowSeconds}::int8 as quota, ${needed}::int8 as needed,
        ${wanted}::int8 as wanted, ${windowSeconds * 1_000}::int8 as window_ms, ${offsetMs}::int8 as offset_ms
    ), loan as (
      insert into rate_windows as w (organization_id, subject, window_number, taken, lent)
      select ${organizationId}::uuid, ${keyId ?? ''}::text, number, part, part from (
        select (floor(extract(epoch from clock_timestamp()) * 1000)::int8 + offset_ms) / window_ms as number,
          least(quota, greatest(needed, least(wanted, quota / 8))) as part
        from bound where quota > 0) fresh
      on conflict (organization_id, subject) do update set (window_number, taken, lent) = (
        select number, base + part, part from (
          select number, base, least(unlent, greatest(needed, least(wanted, unlent / 8))) as part from (
            select number, base, greatest(0, quota - base) as unlent, needed, wanted from (
              select number, case when w.window_number = number then w.taken else 0 end as base, quota, needed, wanted
              from (select (floor(extract(epoch from clock_timestamp()) * 1000)::int8 + offset_ms) / window_ms as number,
                  quota, needed, wanted from bound) now_locked) known) open) given)
      returning taken, lent, (window_number + 1) * (select window_ms from bound) - (select offset_ms from bound)
        - floor(extract(epoch from clock_timestamp()) * 1000)::int8 as remaining_ms
    )
    select quota, lent, taken, remaining_ms from bound left join loan on true`;
  if (row === undefined) throw new Error('a loan of requests gave no row');
  const { quota, lent, taken, remainingMs } = row;
  if (lent === null || taken === null || remainingMs === null)
    return { quota: null, lent: 0, left: 0, remainingMs: windowSeconds * 1_000 };
  return {
    quota: Number(quota),
    lent: Number(lent),
    left: Math.max(0, Number(quota - taken)),
    remainingMs: Number(remainingMs),
  };
}

/** Sets a key's own limit in requests a second; null gives it the installation's. Null when there is no such key. */
export async function updateKeyRateLimit(db: Db, keyId: string, perSecond: number | null): Promise<Tenant | null> {
  const [key] = await db<Tenant[]>`update api_keys set rate_limit = ${perSecond} where key_id = ${keyId}
    returning organization_id, environment`;
  return key ?? null;
}

/** The same for an organization. */
export async function updateOrganizationRateLimit(db: Db, id: string, perSecond: number | null): Promise<void> {
  await db`update organizations set rate_limit = ${perSecond} where id = ${id}`;
}
