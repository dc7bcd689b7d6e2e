import type { NormalisedRow } from '../../domain/observation.ts';
import { renderEventHead } from '../../domain/stream-event.ts';
import type { ContentField, RemovalReason } from '../../domain/transaction.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { sendInBatches } from '../send-in-batches.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { batchRelation, type Relation } from './batch-relation.ts';

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
interface Placed<Write> {
  readonly write: Write;
  readonly position: bigint;
}

/** Channel on which every commit to a stream is told, with organization and environment. */
export const STREAM_CHANNEL = 'causeway_stream';

/**
 * Writes changes in their order at the end of the stream. Takes the head's row lock, which stays until the caller's
 * transaction ends: call it last, after everything that can be done without it. Texts are rendered batch by batch, where
 * a write renders its body when it is asked for it.
 */
export async function writeTransactions(db: Db, tenant: Tenant, writes: readonly TransactionWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const first = (await advanceHead(db, tenant, writes.length)) - BigInt(writes.length) + 1n;
  const added = () => placesOf(writes, first, isAdded);
  const modified = () => placesOf(writes, first, isModified);
  const removed = () => placesOf(writes, first, isRemoved);
  await sendInBatches(added(), (batch) => insertAdded(db, tenant, batch));
  const changed = writes.filter((write) => write.type !== 'added');
  await sendInBatches(changed, (batch) => insertRevisions(db, tenant, batch));
  await sendInBatches(modified(), (batch) => keepSupersededBodies(db, tenant, batch));
  await sendInBatches(modified(), (batch) => updateModified(db, tenant, batch));
  await sendInBatches(removed(), (batch) => keepSupersededBodies(db, tenant, batch));
  await sendInBatches(removed(), (batch) => updateRemoved(db, tenant, batch));
  // An id that a removed owner has given up goes to the new transaction that carries it.
  await insertAliases(db, tenant, namesOf(changed.some(isRemoved) ? writes : changed));
  // Sent with the commit, and only then: who is woken finds the changes.
  await db`select pg_notify(${STREAM_CHANNEL}, ${`${tenant.organizationId} ${tenant.environment}`})`;
}

/** Hidden identity of matched rows that no client can see: moves nothing in the stream. */
export async function relearnTransactions(
  db: Db,
  account: Pick<AccountKey, 'organizationId' | 'environment' | 'accountId'>,
  matched: readonly { readonly id: string; readonly row: NormalisedRow }[],
): Promise<void> {
  await sendInBatches(matched, (batch) => {
    const records = batchRelation(db, batch, {
      own: {
        id: ['uuid', ({ id }) => id],
        match_key: ['text', ({ row }) => row.matchKey],
        pending_date: ['date', ({ row }) => row.pendingDate],
        value_date: ['date', ({ row }) => row.valueDate],
      },
    });
    return db`update transactions t
      set match_key = r.match_key, pending_date = coalesce(r.pending_date, t.pending_date),
        value_date = coalesce(r.value_date, t.value_date)
      from ${records} r
      where t.organization_id = ${account.organizationId} and t.id = r.id`;
  });
  const { accountId } = account;
  await insertAliases(
    db,
    account,
    matched.flatMap(({ id, row: { sourceId } }) => (sourceId === null ? [] : [{ accountId, id, sourceId }])),
  );
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

/** One statement for a transaction, its first revision and its name, so that its ids are sent and read once. */
function insertAdded(db: Db, tenant: Tenant, batch: readonly Placed<Upsert>[]) {
  const owners = new Set(firstOwners(namesOf(batch.map(({ write }) => write))).map(({ id }) => id));
  const records = batchRelation(db, batch, {
    own: {
      ...UPSERT.own,
      evidence_location: ['text', ({ write }) => write.evidence?.location ?? null],
      source_id: ['text', ({ write }) => (owners.has(write.id) ? write.row.sourceId : null)],
    },
    shared: {
      ...UPSERT.shared,
      sync_run_id: ['uuid', ({ write }) => write.syncRunId],
      evidence_id: ['uuid', ({ write }) => write.evidence?.id ?? null],
    },
  });
  return db`with r as materialized ${records},
    history as (
      insert into transaction_revisions (organization_id, transaction_id, revision, type, changed_at, changed_fields,
        sync_run_id, evidence_id, evidence_location)
      select ${tenant.organizationId}, r.id, r.revision, 'added', r.at, '{}', r.sync_run_id, r.evidence_id,
        r.evidence_location
      from r),
    names as (
      insert into transaction_aliases as x (organization_id, account_id, source_id, transaction_id)
      select ${tenant.organizationId}, r.account_id, r.source_id, r.id from r where r.source_id is not null
      ${onKnownName(db)})
    insert into transactions (organization_id, environment, id, entity_id, connection_id, account_id, status,
      posted_date, pending_date, value_date, amount, currency, rail, match_key, search_text, body, revision,
      first_position, last_position, event_head, updated_at)
    select ${tenant.organizationId}, ${tenant.environment}, r.id, r.entity_id, r.connection_id, r.account_id,
      r.status, r.posted_date, r.pending_date, r.value_date, r.amount, r.currency, r.rail, r.match_key, r.search_text,
      r.body, r.revision, r.position, r.position, r.event_head, r.at
    from r`;
}

function updateModified(db: Db, tenant: Tenant, batch: readonly Placed<Upsert>[]) {
  return db`update transactions t set status = r.status, posted_date = r.posted_date,
      pending_date = coalesce(r.pending_date, t.pending_date), value_date = r.value_date, amount = r.amount,
      currency = r.currency, rail = r.rail, match_key = r.match_key, search_text = r.search_text, body = r.body,
      revision = r.revision, last_position = r.position, event_head = r.event_head, updated_at = r.at
    from ${upsertRecords(db, batch)} r
    where t.organization_id = ${tenant.organizationId} and t.id = r.id`;
}

function updateRemoved(db: Db, tenant: Tenant, batch: readonly Placed<Remove>[]) {
  const records = batchRelation(db, batch, {
    own: {
      id: ['uuid', ({ write }) => write.id],
      at: ['timestamptz', ({ write }) => write.at],
      reason: ['word', ({ write }) => write.reason],
      replaced_by_id: ['uuid', ({ write }) => write.replacedById],
      revision: ['int4', ({ write }) => write.revision],
      position: ['int8', ({ position }) => position],
      event_head: ['text', ({ write }) => renderEventHead(write)],
    },
  });
  return db`update transactions t set removed_at = r.at, removed_reason = r.reason, replaced_by_id = r.replaced_by_id,
      revision = r.revision, last_position = r.position, event_head = r.event_head, updated_at = r.at
    from ${records} r
    where t.organization_id = ${tenant.organizationId} and t.id = r.id`;
}

/** The latest revision has no text of its own: it is that of the transaction, until another revision follows. */
function insertRevisions(db: Db, tenant: Tenant, batch: readonly TransactionWrite[]) {
  const records = batchRelation(db, batch, {
    own: {
      id: ['uuid', ({ id }) => id],
      evidence_location: ['text', ({ evidence }) => evidence?.location ?? null],
    },
    shared: {
      revision: ['int4', ({ revision }) => revision],
      type: ['word', ({ type }) => type],
      at: ['timestamptz', ({ at }) => at],
      changed_fields: ['text', (write) => (write.type === 'modified' ? write.changedFields.join(',') : '')],
      sync_run_id: ['uuid', ({ syncRunId }) => syncRunId],
      evidence_id: ['uuid', ({ evidence }) => evidence?.id ?? null],
    },
  });
  return db`insert into transaction_revisions (organization_id, transaction_id, revision, type, changed_at,
      changed_fields, sync_run_id, evidence_id, evidence_location)
    select ${tenant.organizationId}, r.id, r.revision, r.type, r.at, string_to_array(r.changed_fields, ','),
      r.sync_run_id, r.evidence_id, r.evidence_location
    from ${records} r`;
}

/** Gives the revisions that are about to be superseded the text that the transactions still have. */
function keepSupersededBodies(db: Db, tenant: Tenant, batch: readonly Placed<TransactionWrite>[]) {
  const records = batchRelation(db, batch, { own: { id: ['uuid', ({ write }) => write.id] } });
  return db`update transaction_revisions r set body = t.body
    from ${records} n
    join transactions t on t.organization_id = ${tenant.organizationId} and t.id = n.id
    where r.organization_id = ${tenant.organizationId} and r.transaction_id = n.id and r.revision = t.revision`;
}

/** An id of a source and the transaction that it names. */
interface Named {
  readonly accountId: string;
  readonly id: string;
  readonly sourceId: string;
}

/**
 * The first owner of an id keeps it while it lives: an id that appears on a second transaction was no identity. A removed
 * owner gives it up, or a row that the bank shows again would never be known by its id.
 */
async function insertAliases(db: Db, tenant: Pick<Tenant, 'organizationId'>, named: Iterable<Named>): Promise<void> {
  await sendInBatches(named, (batch) => {
    const records = batchRelation(db, firstOwners(batch), {
      own: { id: ['uuid', ({ id }) => id], source_id: ['text', ({ sourceId }) => sourceId] },
      shared: { account_id: ['uuid', ({ accountId }) => accountId] },
    });
    return db`insert into transaction_aliases as x (organization_id, account_id, source_id, transaction_id)
      select ${tenant.organizationId}::uuid, r.account_id, r.source_id, r.id from ${records} r
      ${onKnownName(db)}`;
  });
}

function onKnownName(db: Db) {
  return db`on conflict (organization_id, account_id, source_id) do update set transaction_id = excluded.transaction_id
      where not exists (select from transactions t
        where t.organization_id = x.organization_id and t.id = x.transaction_id and t.removed_at is null)`;
}

/** One statement can give an id to one transaction only. */
function firstOwners(named: Iterable<Named>): readonly Named[] {
  const firsts = new Map<string, Named>();
  for (const name of named) {
    const key = `${name.accountId} ${name.sourceId}`;
    if (!firsts.has(key)) firsts.set(key, name);
  }
  return [...firsts.values()];
}

function upsertRecords(db: Db, batch: readonly Placed<Upsert>[]) {
  return batchRelation(db, batch, UPSERT);
}

const UPSERT: Relation<Placed<Upsert>> = {
  own: {
    id: ['uuid', ({ write }) => write.id],
    status: ['word', ({ write }) => write.row.content.status],
    posted_date: ['date', ({ write }) => write.row.content.postedDate],
    pending_date: ['date', ({ write }) => write.row.pendingDate],
    value_date: ['date', ({ write }) => write.row.valueDate],
    amount: ['numeric', ({ write }) => write.row.content.amount],
    rail: ['word', ({ write }) => write.row.content.rail],
    match_key: ['text', ({ write }) => write.row.matchKey],
    search_text: ['text', ({ write }) => searchTextOf(write.row)],
    body: ['text', ({ write }) => write.body],
    position: ['int8', ({ position }) => position],
    event_head: ['text', ({ write }) => renderEventHead(write)],
  },
  shared: {
    entity_id: ['uuid', ({ write }) => write.account.entityId],
    connection_id: ['uuid', ({ write }) => write.account.connectionId],
    account_id: ['uuid', ({ write }) => write.account.accountId],
    currency: ['text', ({ write }) => write.row.content.currency],
    revision: ['int4', ({ write }) => write.revision],
    at: ['timestamptz', ({ write }) => write.at],
  },
};

/** The writes of one kind, each with its place in the order of all. */
function* placesOf<Write extends TransactionWrite>(
  writes: readonly TransactionWrite[],
  first: bigint,
  isWanted: (write: TransactionWrite) => write is Write,
): Generator<Placed<Write>> {
  for (const [index, write] of writes.entries()) {
    if (isWanted(write)) yield { write, position: first + BigInt(index) };
  }
}

/** The ids under which the source shows what is written. */
function* namesOf(writes: readonly TransactionWrite[]): Generator<Named> {
  for (const write of writes) {
    if (write.type === 'removed' || write.row.sourceId === null) continue;
    yield { accountId: write.account.accountId, id: write.id, sourceId: write.row.sourceId };
  }
}

function isAdded(write: TransactionWrite): write is Upsert {
  return write.type === 'added';
}

function isModified(write: TransactionWrite): write is Upsert {
  return write.type === 'modified';
}

function isRemoved(write: TransactionWrite): write is Remove {
  return write.type === 'removed';
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
