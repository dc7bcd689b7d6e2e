import type { Instant } from '../domain/instant.ts';
import type { RemovalReason } from '../domain/transaction.ts';
import type { Db } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';

/** The latest change of one transaction, at its place in the stream. */
export interface StreamRow {
  readonly id: string;
  readonly accountId: string;
  readonly connectionId: string;
  readonly body: string;
  readonly firstPosition: bigint;
  readonly lastPosition: bigint;
  /** UUID behind the public event id. */
  readonly eventId: string;
  readonly eventAt: Instant;
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
export async function findStreamHead(db: Db, tenant: Tenant): Promise<bigint> {
  const [row] = await db<{ head: bigint }[]>`select head from stream_heads
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}`;
  return row?.head ?? 0n;
}

/**
 * Up to `limit` changes after `position` in stream order. One statement, so head and rows are of one snapshot: since
 * positions are handed out under the head's lock, every change at or before that head is in it.
 */
export async function readStream(
  db: Db,
  tenant: Tenant,
  request: {
    readonly position: bigint;
    readonly accountId: string | null;
    readonly connectionId: string | null;
    readonly limit: number;
  },
): Promise<StreamPage> {
  const rows = await db<({ head: bigint } & (StreamRow | { id: null }))[]>`
    select h.head, t.* from stream_heads h
    left join lateral (
      select id, account_id, connection_id, body, first_position, last_position, event_id, event_at, removed_reason,
        replaced_by_id
      from transactions
      where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
        and last_position > ${request.position}
        ${request.accountId === null ? db`` : db`and account_id = ${request.accountId}`}
        ${request.connectionId === null ? db`` : db`and connection_id = ${request.connectionId}`}
      order by last_position limit ${request.limit}
    ) t on true
    where h.organization_id = ${tenant.organizationId} and h.environment = ${tenant.environment}
    order by t.last_position`;
  return {
    head: rows[0]?.head ?? 0n,
    rows: rows.filter((row): row is { head: bigint } & StreamRow => row.id !== null),
  };
}
