import type { RemovalReason } from '../../domain/transaction.ts';
import { LARGE_VALUE, type LargeValue, largeValueOf } from '../../infra/database/large-value.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** The latest change of one transaction, at its place in the stream. */
export interface StreamRow {
  readonly id: string;
  readonly accountId: string;
  readonly connectionId: string;
  readonly body: string;
  readonly firstPosition: bigint;
  readonly lastPosition: bigint;
  /** First part of the event's JSON text: its id and its time. */
  readonly eventHead: string;
  /** Set when the transaction is gone. */
  readonly removedReason: RemovalReason | null;
  readonly replacedById: string | null;
}

/** Changes after a position and the head of the order, both of one snapshot. */
export interface StreamPage {
  readonly head: bigint;
  readonly rows: readonly StreamRow[];
}

/** Position of the latest committed change. */
export async function getStreamHead(db: Db, tenant: Tenant): Promise<bigint> {
  const [row] = await db<{ head: bigint }[]>`select head from stream_heads
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}`;
  if (row === undefined) throw withoutHead();
  return row.head;
}

/** The head of a stream, and the lead of its tenant's clock over real time in milliseconds; both of one snapshot. */
export async function getStreamState(
  db: Db,
  tenant: Tenant,
): Promise<{ readonly head: bigint; readonly aheadMs: number }> {
  const [row] = await db<{ head: bigint; aheadMs: bigint }[]>`
    select h.head, coalesce(c.ahead_ms, 0) as ahead_ms
    from stream_heads h
    left join sandbox_clocks c on c.organization_id = h.organization_id and h.environment = 'test'
    where h.organization_id = ${tenant.organizationId} and h.environment = ${tenant.environment}`;
  if (row === undefined) throw withoutHead();
  return { head: row.head, aheadMs: Number(row.aheadMs) };
}

/** Every stream has a head: to take its absence for an empty stream would tell a client that it has everything. */
function withoutHead(): Error {
  return new Error('the stream has no head');
}

/** Where to read and which part of the stream. */
export interface StreamRequest {
  readonly position: bigint;
  readonly accountId: string | null;
  readonly connectionId: string | null;
  readonly limit: number;
}

/** A page of changes as text, with what the next cursor needs; all of one snapshot. */
export interface StreamText {
  readonly head: bigint;
  /** Lead of the tenant's clock over real time, in milliseconds; 0 in a live environment. */
  readonly aheadMs: number;
  /** Events as JSON in UTF-8, separated by commas; null without events. To be released once it was sent. */
  readonly events: LargeValue | null;
  /** Position of the last event; null without events. */
  readonly lastPosition: bigint | null;
  readonly hasMore: boolean;
}

/**
 * The events after `position`, put together by the database from the text that was rendered when each change was written:
 * a page is one value, and nothing of it is parsed on its way to the client. What first appeared after `since` is
 * `added`, what was known then is `modified`; what is gone is `removed` without exception.
 */
export async function readStreamText(
  db: Db,
  tenant: Tenant,
  request: StreamRequest & { readonly since: bigint },
): Promise<StreamText> {
  const place = db`organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
    ${request.accountId === null ? db`` : db`and account_id = ${request.accountId}`}
    ${request.connectionId === null ? db`` : db`and connection_id = ${request.connectionId}`}`;
  const [row] = await db`
    select ${LARGE_VALUE}::text, h.head, coalesce(c.ahead_ms, 0), p.last_position, p.events,
      (select last_position from transactions where ${place} and last_position > p.last_position
        order by last_position limit 1) is not null
    from stream_heads h
    left join sandbox_clocks c on c.organization_id = h.organization_id and h.environment = 'test'
    left join lateral (
      select max(last_position) as last_position, string_agg(event, ',' order by last_position) as events
      from (
        select last_position, '{' || event_head || case
            when removed_reason is not null then concat('"type":"removed","transactionId":"', id,
              '","accountId":"', account_id, '","connectionId":"', connection_id, '","reason":"', removed_reason,
              '","replacedByTransactionId":', coalesce('"' || replaced_by_id || '"', 'null'), '}')
            when first_position > ${request.since} then '"type":"added","transaction":' || body || '}'
            else '"type":"modified","transaction":' || body || '}'
          end as event
        from transactions where ${place} and last_position > ${request.position}
        order by last_position limit ${request.limit}
      ) page
    ) p on true
    where h.organization_id = ${tenant.organizationId} and h.environment = ${tenant.environment}`.raw();
  if (row === undefined) throw withoutHead();
  const [, head, aheadMs, lastPosition, events, hasMore] = row;
  return {
    head: BigInt(textOf(head) ?? 0),
    aheadMs: Number(textOf(aheadMs) ?? 0),
    events: events == null ? null : largeValueOf(events),
    lastPosition: lastPosition == null ? null : BigInt(textOf(lastPosition) ?? 0),
    hasMore: textOf(hasMore) === 't',
  };
}

function textOf(bytes: Buffer | null | undefined): string | null {
  return bytes?.toString('latin1') ?? null;
}

/**
 * Up to `limit` changes after `position` in stream order. One statement, so head and rows are of one snapshot: since
 * positions are handed out under the head's lock, every change at or before that head is in it.
 */
export async function readStream(db: Db, tenant: Tenant, request: StreamRequest): Promise<StreamPage> {
  const rows = await db<({ head: bigint } & (StreamRow | { id: null }))[]>`
    select h.head, t.* from stream_heads h
    left join lateral (
      select id, account_id, connection_id, body, first_position, last_position, event_head, removed_reason, replaced_by_id
      from transactions
      where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
        and last_position > ${request.position}
        ${request.accountId === null ? db`` : db`and account_id = ${request.accountId}`}
        ${request.connectionId === null ? db`` : db`and connection_id = ${request.connectionId}`}
      order by last_position limit ${request.limit}
    ) t on true
    where h.organization_id = ${tenant.organizationId} and h.environment = ${tenant.environment}
    order by t.last_position`;
  const [first] = rows;
  if (first === undefined) throw withoutHead();
  return {
    head: first.head,
    rows: rows.filter((row): row is { head: bigint } & StreamRow => row.id !== null),
  };
}
