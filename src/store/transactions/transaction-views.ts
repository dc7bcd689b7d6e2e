import type { KnownViews, SourceView, TransactionViews } from '../../domain/reconcile/merge-views.ts';
import type { ViewChange } from '../../domain/reconcile/source-views.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What is known of the sources of transactions; empty at once for an account that no file was ever taken in for. */
export async function listTransactionViews(
  db: Db,
  organizationId: string,
  accountId: string,
  ids: readonly string[],
): Promise<KnownViews> {
  const [any] = await db`select from transaction_views
    where organization_id = ${organizationId} and account_id = ${accountId} limit 1`;
  if (any === undefined) return new Map();
  const rows = await db<{ transactionId: string; bank: SourceView | null; file: SourceView | null }[]>`
    select transaction_id, bank, file from transaction_views
    where organization_id = ${organizationId} and account_id = ${accountId} and transaction_id = any(${[...ids]})`;
  return new Map(
    rows.map(({ transactionId, bank, file }): [string, TransactionViews | null] => [
      transactionId,
      bank === null || file === null ? null : { bank, file },
    ]),
  );
}

/** How many transactions of a key a file has shown and the bank has disowned, by key. */
export async function countDisowned(
  db: Db,
  { organizationId, environment }: Tenant,
  accountId: string,
  matchKeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db<{ matchKey: string; count: bigint }[]>`
    select coalesce(v.file ->> 'matchKey', t.match_key) as match_key, count(*) as count
    from transactions t
    join transaction_views v on v.organization_id = t.organization_id and v.transaction_id = t.id
    where t.organization_id = ${organizationId} and t.environment = ${environment} and t.account_id = ${accountId}
      and t.removed_at is not null and t.removed_reason = 'withdrawnByBank' and coalesce(v.file ->> 'matchKey', t.match_key) = any(${[...matchKeys]})
    group by 1`;
  return new Map(rows.map(({ matchKey, count }) => [matchKey, Number(count)]));
}

/** Keeps both views of transactions that two sources show, and drops those of which the bank alone tells after all. */
export async function upsertTransactionViews(
  db: Db,
  organizationId: string,
  accountId: string,
  changes: readonly ViewChange[],
): Promise<void> {
  const released = changes.flatMap(({ id, views }) => (views === null ? [id] : []));
  if (released.length > 0)
    await db`delete from transaction_views
      where organization_id = ${organizationId} and account_id = ${accountId} and transaction_id = any(${released}::uuid[])`;
  const rows = changes.flatMap(({ id, views }) => (views === null ? [] : [{ transaction_id: id, ...views }]));
  if (rows.length === 0) return;
  await db`insert into transaction_views (organization_id, account_id, transaction_id, bank, file)
    select ${organizationId}, ${accountId}, r.transaction_id, r.bank, r.file
    from jsonb_to_recordset(${db.json(rows as never)}) as r (transaction_id uuid, bank jsonb, file jsonb)
    on conflict (organization_id, transaction_id) do update set bank = excluded.bank, file = excluded.file`;
}

/** Notes transactions that a file has brought and nobody else has shown. */
export async function insertFileTransactions(
  db: Db,
  organizationId: string,
  accountId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db`insert into transaction_views (organization_id, account_id, transaction_id)
    select ${organizationId}, ${accountId}, id from unnest(${[...ids]}::uuid[]) as r (id)
    on conflict (organization_id, transaction_id) do nothing`;
}
