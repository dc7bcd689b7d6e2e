import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { moveStatements } from './statements.ts';

/**
 * Gives everything of one account to another that is not visible through its transactions: names, stated balances, what
 * the bank says of it, its connection, and how far it was read. Then the account goes.
 */
export async function absorbAccount(
  db: Db,
  { organizationId, environment }: Tenant,
  from: string,
  to: string,
): Promise<void> {
  await db`update account_aliases set account_id = ${to}
    where organization_id = ${organizationId} and account_id = ${from}`;
  await db`insert into stated_balances as s (organization_id, account_id, date, stated_as, amount, evidence_id)
    select organization_id, ${to}, date, stated_as, amount, evidence_id from stated_balances
    where organization_id = ${organizationId} and account_id = ${from}
    on conflict (organization_id, account_id, date, stated_as)
      do update set amount = excluded.amount, evidence_id = excluded.evidence_id`;
  // What only files have told of knows no type and no name of its own, and takes nothing from what the bank described.
  const isDescribed = db`f.type <> 'unknown'`;
  const isLater = db`f.balance_as_of is not null and (t.balance_as_of is null or f.balance_as_of >= t.balance_as_of)`;
  await db`update accounts t set connection_id = f.connection_id,
      type = case when ${isDescribed} then f.type else t.type end,
      name = case when ${isDescribed} then f.name else t.name end,
      status = case when f.status <> 'unknown' then f.status else t.status end,
      account_number = case when ${isDescribed} then coalesce(f.account_number, t.account_number)
        else coalesce(t.account_number, f.account_number) end,
      official_name = coalesce(f.official_name, t.official_name),
      routing_number = coalesce(f.routing_number, t.routing_number), swift_bic = coalesce(f.swift_bic, t.swift_bic),
      ledger_balance = case when ${isLater} then f.ledger_balance else t.ledger_balance end,
      available_balance = case when ${isLater} then f.available_balance else t.available_balance end,
      balance_as_of = case when ${isLater} then f.balance_as_of else t.balance_as_of end,
      read_from = least(t.read_from, f.read_from), read_through = greatest(t.read_through, f.read_through)
    from accounts f
    where t.organization_id = ${organizationId} and t.environment = ${environment} and t.id = ${to}
      and f.organization_id = ${organizationId} and f.environment = ${environment} and f.id = ${from}`;
  await moveStatements(db, organizationId, { from, to });
  await db`update daily_balances set connection_id = (select connection_id from accounts
      where organization_id = ${organizationId} and id = ${to})
    where organization_id = ${organizationId} and account_id = ${to}`;
  await db`delete from accounts
    where organization_id = ${organizationId} and environment = ${environment} and id = ${from}`;
}

/** Names under which sources have shown transactions of an account, by transaction. */
export async function takeTransactionAliases(
  db: Db,
  organizationId: string,
  accountId: string,
): Promise<{ readonly sourceId: string; readonly transactionId: string }[]> {
  return db<{ sourceId: string; transactionId: string }[]>`delete from transaction_aliases
    where organization_id = ${organizationId} and account_id = ${accountId}
    returning source_id, transaction_id`;
}

/** Lets transactions of an account that stand for others keep what is known of the others' sources. */
export async function copyTransactionViews(
  db: Db,
  organizationId: string,
  accountId: string,
  heirOf: ReadonlyMap<string, string>,
): Promise<void> {
  await db`insert into transaction_views (organization_id, account_id, transaction_id, bank, file)
    select v.organization_id, ${accountId}, r.heir, v.bank, v.file
    from unnest(${[...heirOf.keys()]}::uuid[], ${[...heirOf.values()]}::uuid[]) as r (id, heir)
    join transaction_views v on v.organization_id = ${organizationId} and v.transaction_id = r.id
    on conflict (organization_id, transaction_id) do nothing`;
}

/** Gives names to transactions of an account; a name that one of them has already stays with it. */
export async function giveTransactionAliases(
  db: Db,
  organizationId: string,
  accountId: string,
  aliases: readonly { readonly sourceId: string; readonly transactionId: string }[],
): Promise<void> {
  if (aliases.length === 0) return;
  await db`insert into transaction_aliases (organization_id, account_id, source_id, transaction_id)
    select ${organizationId}, ${accountId}, r.source_id, r.transaction_id
    from unnest(${aliases.map(({ sourceId }) => sourceId)}::text[],
      ${aliases.map(({ transactionId }) => transactionId)}::uuid[]) as r (source_id, transaction_id)
    on conflict (organization_id, account_id, source_id) do nothing`;
}
