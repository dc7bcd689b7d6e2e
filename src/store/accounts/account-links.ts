import type { AccountRowLook } from '../../domain/reconcile/account-identity.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { AccountKey } from '../transactions/transaction-writes.ts';

/**
 * Ids of the accounts that a connection's sources can still mean under another name: its own, and those which revoked
 * connections of the same owner to the same institution have left behind. With the first name by which each was known.
 */
export async function listLinkableAccounts(
  db: Db,
  tenant: Tenant,
  connection: {
    readonly id: string;
    readonly entityId: string;
    readonly institutionId: string | null;
    readonly anchor: string;
  },
): Promise<{ readonly id: string; readonly alias: string }[]> {
  return db<{ id: string; alias: string }[]>`
    select a.id, (select min(x.alias) from account_aliases x
      where x.organization_id = a.organization_id and x.account_id = a.id) as alias
    from accounts a
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    where a.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      and a.entity_id = ${connection.entityId}
      and (c.id = ${connection.id} or (c.status = 'revoked'
        and (c.institution_id = ${connection.institutionId} or c.anchor = ${connection.anchor})))
    order by a.id`;
}

/** Posted rows of accounts from a day on, as far as they tell accounts apart. */
export async function listAccountLooks(
  db: Db,
  organizationId: string,
  accountIds: readonly string[],
  from: CalendarDate | null,
): Promise<(AccountRowLook & { readonly accountId: string })[]> {
  return db<(AccountRowLook & { accountId: string })[]>`
    select account_id, posted_date, body::json ->> 'amount' as amount, body::json ->> 'description' as description
    from transactions
    where organization_id = ${organizationId} and account_id = any(${[...accountIds]}) and removed_at is null
      and status = 'posted' and posted_date >= ${from ?? '-infinity'}::text::date`;
}

/**
 * Gives an account one more name and, where another connection brought it, the present one: from then on it is this
 * connection's. Its transactions stay where they appeared. False when it is not with that other connection any more.
 */
export async function attachAccount(
  db: Db,
  account: AccountKey,
  { alias, fromConnectionId }: { readonly alias: string; readonly fromConnectionId: string },
): Promise<boolean> {
  const { organizationId, accountId, connectionId } = account;
  const moved = await db`update accounts set connection_id = ${connectionId}
    where organization_id = ${organizationId} and id = ${accountId} and connection_id = ${fromConnectionId}`;
  if (moved.count === 0) return false;
  await db`insert into account_aliases (organization_id, connection_id, alias, account_id)
    values (${organizationId}, ${connectionId}, ${alias}, ${accountId})
    on conflict (organization_id, connection_id, alias) do nothing`;
  if (fromConnectionId !== connectionId)
    await db`update daily_balances set connection_id = ${connectionId}
      where organization_id = ${organizationId} and account_id = ${accountId}`;
  return true;
}
