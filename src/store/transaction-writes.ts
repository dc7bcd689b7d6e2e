import type { Instant } from '../domain/instant.ts';
import type { NormalisedRow } from '../domain/observation.ts';
import { renderEventHead } from '../domain/stream-event.ts';
import type { ContentField, RemovalReason } from '../domain/transaction.ts';
import type { Db } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';

/** Account that rows are written to. */
export interface AccountKey extends Tenant {
  readonly accountId: string;
  readonly connectionId: string;
  readonly entityId: string;
}

/** One visible change, rendered and ready to be written at its stream position. */
export type TransactionWrite = {
  readonly account: AccountKey;
  readonly id: string;
  readonly eventId: string;
  readonly at: Instant;
  readonly revision: number;
  readonly evidence: { readonly id: string; readonly location: string | null } | null;
  readonly syncRunId: string | null;
} & (
  | {
      readonly type: 'added' | 'modified';
      readonly row: NormalisedRow;
      readonly body: string;
      readonly changedFields: readonly ContentField[];
    }
  | { readonly type: 'removed'; readonly reason: RemovalReason; readonly replacedById: string | null }
);

type Upsert = Extract<TransactionWrite, { type: 'added' | 'modified' }>;
type Remove = Extract<TransactionWrite, { type: 'removed' }>;
type Placed<Write> = Write & { readonly position: bigint };

/** Channel on which every commit to a stream is told, with organization and environment. */
export const STREAM_CHANNEL = 'causeway_stream';

/**
 * Writes changes in their order at the end of the stream. Takes the head's row lock, which stays until the caller's
 * transaction ends: call it last, after everything that can be done without it.
 */
export async function writeTransactions(db: Db, tenant: Tenant, writes: readonly TransactionWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const first = (await advanceHead(db, tenant, writes.length)) - BigInt(writes.length) + 1n;
  const placed = writes.map((write, index) => ({ ...write, position: first + BigInt(index) }));
  await insertAdded(
    db,
    placed.filter((write): write is Placed<Upsert> => write.type === 'added'),
  );
  await updateModified(
    db,
    placed.filter((write): write is Placed<Upsert> => write.type === 'modified'),
  );
  await updateRemoved(
    db,
    placed.filter((write): write is Placed<Remove> => write.type === 'removed'),
  );
  await insertRevisions(db, placed);
  await insertAliases(
    db,
    placed.filter((write): write is Placed<Upsert> => write.type !== 'removed'),
  );
  // Sent with the commit, and only then: who is woken finds the changes.
  await db`select pg_notify(${STREAM_CHANNEL}, ${`${tenant.organizationId} ${tenant.environment}`})`;
}

/** Hidden identity of a matched row that no client can see: moves nothing in the stream. */
export async function relearnTransaction(db: Db, account: AccountKey, id: string, row: NormalisedRow): Promise<void> {
  await db`update transactions
    set match_key = ${row.matchKey}, pending_date = coalesce(${row.pendingDate}, pending_date),
      value_date = coalesce(${row.valueDate}, value_date)
    where organization_id = ${account.organizationId} and id = ${id}`;
  if (row.sourceId !== null) {
    await db`insert into transaction_aliases as x (organization_id, account_id, source_id, transaction_id)
      values (${account.organizationId}, ${account.accountId}, ${row.sourceId}, ${id})
      on conflict ${passToTheLiving(db)}`;
  }
}

/** Counts one more complete read that did not show these posted rows. */
export async function noteMissed(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db`update transactions set missed_reads = missed_reads + 1
    where organization_id = ${organizationId} and id = any(${[...ids]})`;
}

/** These rows were missed before and are shown again. */
export async function noteSeenAgain(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db`update transactions set missed_reads = 0 where organization_id = ${organizationId} and id = any(${[...ids]})`;
}

/** Every current transaction of an entity in one environment, locked against other writers by the caller's locks. */
export async function listTransactionsOfEntity(
  db: Db,
  tenant: Tenant,
  entityId: string,
): Promise<{ id: string; accountId: string; connectionId: string; revision: number }[]> {
  return db<{ id: string; accountId: string; connectionId: string; revision: number }[]>`
    select id, account_id, connection_id, revision from transactions
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and entity_id = ${entityId} and removed_at is null order by last_position`;
}

async function advanceHead(db: Db, tenant: Tenant, count: number): Promise<bigint> {
  const [row] = await db<{ head: bigint }[]>`update stream_heads set head = head + ${count}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} returning head`;
  if (row === undefined) throw new Error('the organization has no stream head');
  return row.head;
}

async function insertAdded(db: Db, writes: readonly Placed<Upsert>[]): Promise<void> {
  const [some] = writes;
  if (some === undefined) return;
  await db`insert into transactions (organization_id, environment, id, entity_id, connection_id, account_id, status,
      posted_date, pending_date, value_date, amount, currency, rail, match_key, search_text, body, revision,
      first_position, last_position, event_head, updated_at)
    select ${some.account.organizationId}, ${some.account.environment}, r.id, r.entity_id, r.connection_id, r.account_id,
      r.status, r.posted_date, r.pending_date, r.value_date, r.amount, r.currency, r.rail, r.match_key, r.search_text,
      r.body, r.revision, r.position, r.position, r.event_head, r.at
    from ${upsertRecords(db, writes)}`;
}

async function updateModified(db: Db, writes: readonly Placed<Upsert>[]): Promise<void> {
  const [some] = writes;
  if (some === undefined) return;
  await db`update transactions t set status = r.status, posted_date = r.posted_date,
      pending_date = coalesce(r.pending_date, t.pending_date), value_date = r.value_date, amount = r.amount,
      currency = r.currency, rail = r.rail, match_key = r.match_key, search_text = r.search_text, body = r.body,
      revision = r.revision, last_position = r.position, event_head = r.event_head, updated_at = r.at
    from ${upsertRecords(db, writes)}
    where t.organization_id = ${some.account.organizationId} and t.id = r.id`;
}

async function updateRemoved(db: Db, writes: readonly Placed<Remove>[]): Promise<void> {
  const [some] = writes;
  if (some === undefined) return;
  await db`update transactions t set removed_at = r.at, removed_reason = r.reason, replaced_by_id = r.replaced_by_id,
      revision = r.revision, last_position = r.position, event_head = r.event_head, updated_at = r.at
    from unnest(
      ${writes.map(({ id }) => id)}::uuid[], ${writes.map(({ at }) => at)}::timestamptz[],
      ${writes.map(({ reason }) => reason)}::text[], ${writes.map(({ replacedById }) => replacedById)}::uuid[],
      ${writes.map(({ revision }) => revision)}::int4[], ${writes.map(({ position }) => position.toString())}::int8[],
      ${writes.map(renderEventHead)}::text[]
    ) as r (id, at, reason, replaced_by_id, revision, position, event_head)
    where t.organization_id = ${some.account.organizationId} and t.id = r.id`;
}

async function insertRevisions(db: Db, writes: readonly Placed<TransactionWrite>[]): Promise<void> {
  const [some] = writes;
  if (some === undefined) return;
  await db`insert into transaction_revisions (organization_id, transaction_id, revision, type, changed_at,
      changed_fields, sync_run_id, evidence_id, evidence_location, body)
    select ${some.account.organizationId}, r.id, r.revision, r.type, r.at, string_to_array(r.changed_fields, ','),
      r.sync_run_id, r.evidence_id, r.evidence_location, r.body
    from unnest(
      ${writes.map(({ id }) => id)}::uuid[], ${writes.map(({ revision }) => revision)}::int4[],
      ${writes.map(({ type }) => type)}::text[], ${writes.map(({ at }) => at)}::timestamptz[],
      ${writes.map((write) => (write.type === 'modified' ? write.changedFields.join(',') : ''))}::text[],
      ${writes.map(({ syncRunId }) => syncRunId)}::uuid[],
      ${writes.map(({ evidence }) => evidence?.id ?? null)}::uuid[],
      ${writes.map(({ evidence }) => evidence?.location ?? null)}::text[],
      ${writes.map((write) => (write.type === 'removed' ? null : write.body))}::text[]
    ) as r (id, revision, type, at, changed_fields, sync_run_id, evidence_id, evidence_location, body)`;
}

async function insertAliases(db: Db, writes: readonly Placed<Upsert>[]): Promise<void> {
  const named = writes.filter(({ row }) => row.sourceId !== null);
  const [some] = named;
  if (some === undefined) return;
  await db`insert into transaction_aliases as x (organization_id, account_id, source_id, transaction_id)
    select distinct on (r.account_id, r.source_id) ${some.account.organizationId}::uuid, r.account_id, r.source_id, r.id
    from unnest(
      ${named.map(({ account }) => account.accountId)}::uuid[], ${named.map(({ row }) => row.sourceId)}::text[],
      ${named.map(({ id }) => id)}::uuid[]
    ) with ordinality as r (account_id, source_id, id, place)
    order by r.account_id, r.source_id, r.place
    on conflict ${passToTheLiving(db)}`;
}

/**
 * The first owner of an id keeps it while it lives: an id that appears on a second transaction was no identity. A removed
 * owner gives it up, or a row that the bank shows again would never be known by its id.
 */
function passToTheLiving(db: Db) {
  return db`(organization_id, account_id, source_id) do update set transaction_id = excluded.transaction_id
    where exists (select from transactions t
      where t.organization_id = x.organization_id and t.id = x.transaction_id and t.removed_at is not null)`;
}

function upsertRecords(db: Db, writes: readonly Placed<Upsert>[]) {
  return db`unnest(
      ${writes.map(({ id }) => id)}::uuid[], ${writes.map(({ account }) => account.entityId)}::uuid[],
      ${writes.map(({ account }) => account.connectionId)}::uuid[],
      ${writes.map(({ account }) => account.accountId)}::uuid[],
      ${writes.map(({ row }) => row.content.status)}::text[], ${writes.map(({ row }) => row.content.postedDate)}::date[],
      ${writes.map(({ row }) => row.pendingDate)}::date[], ${writes.map(({ row }) => row.valueDate)}::date[],
      ${writes.map(({ row }) => row.content.amount)}::numeric[], ${writes.map(({ row }) => row.content.currency)}::text[],
      ${writes.map(({ row }) => row.content.rail)}::text[], ${writes.map(({ row }) => row.matchKey)}::text[],
      ${writes.map(({ row }) => searchTextOf(row))}::text[], ${writes.map(({ body }) => body)}::text[],
      ${writes.map(({ revision }) => revision)}::int4[], ${writes.map(({ position }) => position.toString())}::int8[],
      ${writes.map(renderEventHead)}::text[], ${writes.map(({ at }) => at)}::timestamptz[]
    ) as r (id, entity_id, connection_id, account_id, status, posted_date, pending_date, value_date, amount, currency,
      rail, match_key, search_text, body, revision, position, event_head, at)`;
}

/** Everything that `query` of the list looks into. */
function searchTextOf({ content }: NormalisedRow): string {
  return [
    content.description,
    content.rawDescription,
    content.paymentReference,
    content.bankReference,
    content.merchantName,
    content.counterpartyName,
  ]
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase();
}
