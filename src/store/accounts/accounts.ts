import type { AccountDetails, AccountStatus, AccountType } from '../../domain/account.ts';
import type { BalanceAlarm } from '../../domain/balances/balance-alarm.ts';
import type { BalanceProof, BalanceProofState } from '../../domain/balances/balance-proof.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Observation } from '../../domain/observation.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface AccountRow extends AccountDetails {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly entityId: string;
  readonly ledgerBalance: string | null;
  readonly availableBalance: string | null;
  readonly balanceAsOf: Instant | null;
  /** First and last day that complete reads covered. */
  readonly readFrom: CalendarDate | null;
  readonly readThrough: CalendarDate | null;
  readonly proofState: BalanceProofState;
  readonly provenThrough: CalendarDate | null;
  readonly brokenFrom: CalendarDate | null;
  readonly difference: string | null;
  /** See BalanceAlarm. */
  readonly alarmRaisedAt: Instant | null;
  readonly wideReads: number;
  readonly nextWideReadAt: Instant | null;
  /** The connection's times, which the contract shows as the account's own. */
  readonly connectionCreatedAt: Instant;
  readonly connectionUpdatedAt: Instant;
}

/** Adds an account with the alias by which its source knows it. */
export async function insertAccount(
  db: Db,
  account: AccountDetails & {
    readonly organizationId: string;
    readonly id: string;
    readonly environment: Environment;
    readonly connectionId: string;
    readonly entityId: string;
    readonly alias: string;
    readonly firstSeenAt: Instant;
  },
): Promise<void> {
  await db`insert into accounts
      (organization_id, id, environment, connection_id, entity_id, type, currency, name, status, official_name,
        account_number, routing_number, swift_bic, first_seen_at)
    values (${account.organizationId}, ${account.id}, ${account.environment}, ${account.connectionId},
      ${account.entityId}, ${account.type}, ${account.currency}, ${account.name}, ${account.status},
      ${account.officialName}, ${account.accountNumber}, ${account.routingNumber}, ${account.swiftBic},
      ${account.firstSeenAt})`;
  await db`insert into account_aliases (organization_id, connection_id, alias, account_id)
    values (${account.organizationId}, ${account.connectionId}, ${account.alias}, ${account.id})`;
}

/** The account that a connection's sources know under that alias. */
export async function findAccountByAlias(
  db: Db,
  tenant: Tenant,
  connectionId: string,
  alias: string,
): Promise<AccountRow | null> {
  const [row] = await db<AccountRow[]>`select ${columns(db)}
    from account_aliases x
    join accounts a on a.organization_id = x.organization_id and a.id = x.account_id
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    where x.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      and x.connection_id = ${connectionId} and x.alias = ${alias}`;
  return row ?? null;
}

/** The account with that id, unless another tenant has it. */
export async function findAccount(db: Db, tenant: Tenant, id: string): Promise<AccountRow | null> {
  const [row] = await db<AccountRow[]>`select ${columns(db)} from accounts a
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    where a.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment} and a.id = ${id}`;
  return row ?? null;
}

/** Newest first. */
export async function listAccounts(
  db: Db,
  tenant: Tenant,
  filter: {
    readonly connectionId: string | null;
    readonly type: AccountType | null;
    readonly currency: string | null;
    readonly status: AccountStatus | null;
  },
  page: Page<{ readonly id: string }>,
): Promise<AccountRow[]> {
  return db<AccountRow[]>`select ${columns(db)} from accounts a
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    where a.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      ${filter.connectionId === null ? db`` : db`and a.connection_id = ${filter.connectionId}`}
      ${filter.type === null ? db`` : db`and a.type = ${filter.type}`}
      ${filter.currency === null ? db`` : db`and a.currency = ${filter.currency}`}
      ${filter.status === null ? db`` : db`and a.status = ${filter.status}`}
      ${page.after === null ? db`` : db`and a.id < ${page.after.id}`}
    order by a.id desc limit ${page.limit}`;
}

/** All accounts of a connection, oldest first. */
export async function listAccountsOfConnection(db: Db, tenant: Tenant, connectionId: string): Promise<AccountRow[]> {
  return db<AccountRow[]>`select ${columns(db)} from accounts a
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    where a.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      and a.connection_id = ${connectionId} order by a.id`;
}

/** What a source said about the account this time. Balances that are older than the stored ones change nothing. */
export async function updateAccountDetails(
  db: Db,
  tenant: Tenant,
  id: string,
  { details, currentBalances: balances }: Pick<Observation, 'details' | 'currentBalances'>,
): Promise<void> {
  await db`update accounts set type = ${details.type}, name = ${details.name}, status = ${details.status},
      official_name = ${details.officialName}, account_number = ${details.accountNumber},
      routing_number = ${details.routingNumber}, swift_bic = ${details.swiftBic}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
  if (balances === null) return;
  await db`update accounts set ledger_balance = ${balances.ledger}, available_balance = ${balances.available},
      balance_as_of = ${balances.asOf}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and (balance_as_of is null or balance_as_of <= ${balances.asOf})`;
}

/** Notes how far the account is proven, and up to which day it was read; null, or a day before the stored one, leaves that as it is. */
export async function updateAccountProof(
  db: Db,
  tenant: Tenant,
  id: string,
  proof: BalanceProof & Pick<AccountRow, 'readThrough'>,
): Promise<void> {
  await db`update accounts set proof_state = ${proof.state}, proven_through = ${proof.provenThrough},
      broken_from = ${proof.brokenFrom}, difference = ${proof.difference},
      read_through = greatest(read_through, ${proof.readThrough})
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

/** The account's balance proof as it is stored. */
export function proofOf({ proofState, provenThrough, brokenFrom, difference }: AccountRow): BalanceProof {
  return { state: proofState, provenThrough, brokenFrom, difference };
}

/** What is being done about the account's balance proof. */
export function alarmOf({ alarmRaisedAt, wideReads, nextWideReadAt }: AccountRow): BalanceAlarm {
  return { raisedAt: alarmRaisedAt, wideReads, nextWideReadAt };
}

/** Notes what is being done about a broken proof, and from which day on the account was read. */
export async function updateAccountAlarm(
  db: Db,
  tenant: Tenant,
  id: string,
  alarm: BalanceAlarm & Pick<AccountRow, 'readFrom'>,
): Promise<void> {
  await db`update accounts set alarm_raised_at = ${alarm.raisedAt}, wide_reads = ${alarm.wideReads},
      next_wide_read_at = ${alarm.nextWideReadAt}, read_from = least(read_from, ${alarm.readFrom})
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

function columns(db: Db) {
  return db`a.organization_id, a.id, a.environment, a.connection_id, a.entity_id, a.type, a.currency, a.name, a.status,
    a.official_name, a.account_number, a.routing_number, a.swift_bic, a.ledger_balance, a.available_balance,
    a.balance_as_of, a.read_from, a.read_through, a.proof_state, a.proven_through, a.broken_from, a.difference,
    a.alarm_raised_at, a.wide_reads, a.next_wide_read_at,
    c.created_at as connection_created_at, c.updated_at as connection_updated_at`;
}
