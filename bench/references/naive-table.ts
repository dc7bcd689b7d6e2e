import type { RemovalReason, TransactionContent } from '../../src/domain/transaction.ts';
import type { Db, Sql } from '../../src/infra/database.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';

/** A row of the naive table: what a client sees of a transaction, a column for each field. */
export interface NaiveRow extends TransactionContent {
  readonly eventId: string;
  readonly eventAt: string;
  readonly id: string;
  readonly connectionId: string;
  readonly accountId: string;
  readonly updatedAt: string;
  readonly firstPosition: bigint;
  readonly lastPosition: bigint;
  readonly removedReason: RemovalReason | null;
  readonly replacedById: string | null;
}

const TABLE = 'naive_transactions';

/**
 * The table that one would make without thinking of the stream's speed: a column per field and an index in stream order.
 * Filled once from the product's rows, and kept with them.
 */
export async function createNaiveTable(sql: Sql, tenant: Tenant): Promise<void> {
  await sql`create schema if not exists bench`;
  const [found] = await sql`select from pg_tables where schemaname = 'bench' and tablename = ${TABLE}`;
  if (found === undefined) await makeNaiveTable(sql, tenant);
  // The sessions of tenants own nothing and see what they are granted; this table has no tenants but one.
  await sql`grant usage on schema bench to public`;
  await sql`grant select on bench.naive_transactions to public`;
}

async function makeNaiveTable(sql: Sql, tenant: Tenant): Promise<void> {
  await sql.begin(async (db) => {
    await db`create table bench.naive_transactions (
      organization_id uuid, environment text, event_id text, event_at timestamptz, id uuid, connection_id uuid,
      account_id uuid, status text, posted_date date, updated_at timestamptz, amount numeric, currency text,
      entry_type text, description text, rail text, raw_description text, payment_reference text, bank_reference text,
      bai_code text, category text, subcategory text, mcc text, merchant_name text, counterparty_name text,
      counterparty_account_masked text, first_position bigint, last_position bigint, removed_reason text,
      replaced_by_id uuid)`;
    await fillNaiveTable(db, tenant);
    await db`create unique index on bench.naive_transactions (organization_id, environment, last_position)`;
  });
  await sql`vacuum analyze bench.naive_transactions`;
}

async function fillNaiveTable(db: Db, { organizationId, environment }: Tenant): Promise<void> {
  await db`insert into bench.naive_transactions
    select t.organization_id, t.environment, e.head ->> 'eventId', (e.head ->> 'eventAt')::timestamptz, t.id,
      t.connection_id, t.account_id, t.status, t.posted_date, t.updated_at, t.amount, t.currency,
      e.body ->> 'entryType', e.body ->> 'description', t.rail, e.body ->> 'rawDescription',
      e.body ->> 'paymentReference', e.body ->> 'bankReference', e.body ->> 'baiCode', e.body ->> 'category',
      e.body ->> 'subcategory', e.body ->> 'mcc', e.body ->> 'merchantName', e.body ->> 'counterpartyName',
      e.body ->> 'counterpartyAccountMasked', t.first_position, t.last_position, t.removed_reason, t.replaced_by_id
    from transactions t, lateral (
      select t.body::json as body, ('{' || rtrim(t.event_head, ',') || '}')::json as head
    ) e
    where t.organization_id = ${organizationId} and t.environment = ${environment}
    order by t.last_position`;
}

/** Up to `limit` changes after a position. */
export async function listNaiveRows(
  db: Db,
  { organizationId, environment }: Tenant,
  position: bigint,
  limit: number,
): Promise<NaiveRow[]> {
  return db<NaiveRow[]>`
    select event_id, event_at, id, connection_id, account_id, status, posted_date, updated_at, amount, currency, entry_type,
      description, rail, raw_description, payment_reference, bank_reference, bai_code, category, subcategory, mcc,
      merchant_name, counterparty_name, counterparty_account_masked, first_position, last_position, removed_reason,
      replaced_by_id
    from bench.naive_transactions
    where organization_id = ${organizationId} and environment = ${environment} and last_position > ${position}
    order by last_position limit ${limit}`;
}
