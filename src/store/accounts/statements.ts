import type { Statement } from '../../domain/statement.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface StatementRow extends Omit<Statement, 'sizeBytes' | 'sourceKey'> {
  readonly id: string;
  readonly accountId: string;
  /** Of the account, now. */
  readonly connectionId: string;
  readonly sizeBytes: bigint;
  readonly createdAt: Instant;
}

/** Keeps a statement, but for one that the account has already. */
export async function insertStatement(
  db: Db,
  tenant: Tenant,
  statement: Statement & { readonly id: string; readonly accountId: string; readonly createdAt: Instant },
): Promise<void> {
  await db`insert into statements (organization_id, id, environment, account_id, source_key, period_start, period_end,
      currency, opening_balance, closing_balance, format, file_name, content_type, size_bytes, sha256, source, created_at)
    values (${tenant.organizationId}, ${statement.id}, ${tenant.environment}, ${statement.accountId},
      ${statement.sourceKey}, ${statement.periodStart}, ${statement.periodEnd}, ${statement.currency},
      ${statement.openingBalance}, ${statement.closingBalance}, ${statement.format}, ${statement.fileName},
      ${statement.contentType}, ${statement.sizeBytes}, ${statement.sha256}, ${statement.source},
      ${statement.createdAt})
    on conflict (organization_id, account_id, source_key) do nothing`;
}

/** Names by which the source knows the statements that are kept of an account. */
export async function listStatementKeys(db: Db, organizationId: string, accountId: string): Promise<Set<string>> {
  const rows = await db<{ sourceKey: string }[]>`select source_key from statements
    where organization_id = ${organizationId} and account_id = ${accountId} and source = 'portal'`;
  return new Set(rows.map(({ sourceKey }) => sourceKey));
}

/** Notes that everything which the bank offered of an account at that time was taken over. */
export async function noteStatementLook(db: Db, organizationId: string, accountId: string, at: Instant): Promise<void> {
  await db`update accounts set statements_read_at = ${at}
    where organization_id = ${organizationId} and id = ${accountId}`;
}

/** When the bank's documents of an account were last taken over whole; null when they never were. */
export async function findStatementLook(db: Db, organizationId: string, accountId: string): Promise<Instant | null> {
  const [row] = await db<{ statementsReadAt: Instant | null }[]>`select statements_read_at from accounts
    where organization_id = ${organizationId} and id = ${accountId}`;
  return row?.statementsReadAt ?? null;
}

/** Statements of an account that another one has taken in; what both have stays once. */
export async function moveStatements(
  db: Db,
  organizationId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await db`update statements s set account_id = ${to}
    where s.organization_id = ${organizationId} and s.account_id = ${from}
      and not exists (select from statements kept where kept.organization_id = s.organization_id
        and kept.account_id = ${to} and kept.source_key = s.source_key)`;
}

/** The statement with that id, with the connection that its account belongs to now. */
export async function findStatement(db: Db, tenant: Tenant, id: string): Promise<StatementRow | null> {
  const [row] = await db<StatementRow[]>`select ${columns(db)} from statements s
    join accounts a on a.organization_id = s.organization_id and a.id = s.account_id
    where s.organization_id = ${tenant.organizationId} and s.environment = ${tenant.environment} and s.id = ${id}`;
  return row ?? null;
}

export interface StatementFilter {
  readonly entityId: string | null;
  readonly connectionId: string | null;
  readonly accountId: string | null;
  readonly periodEndGte: CalendarDate | null;
  readonly periodEndLt: CalendarDate | null;
}

/** Newest first. */
export async function listStatements(
  db: Db,
  tenant: Tenant,
  filter: StatementFilter,
  page: Page<{ readonly id: string }>,
): Promise<StatementRow[]> {
  return db<StatementRow[]>`select ${columns(db)} from statements s
    join accounts a on a.organization_id = s.organization_id and a.id = s.account_id
    where s.organization_id = ${tenant.organizationId} and s.environment = ${tenant.environment}
      ${filter.entityId === null ? db`` : db`and a.entity_id = ${filter.entityId}`}
      ${filter.connectionId === null ? db`` : db`and a.connection_id = ${filter.connectionId}`}
      ${filter.accountId === null ? db`` : db`and s.account_id = ${filter.accountId}`}
      ${filter.periodEndGte === null ? db`` : db`and s.period_end >= ${filter.periodEndGte}`}
      ${filter.periodEndLt === null ? db`` : db`and s.period_end < ${filter.periodEndLt}`}
      ${page.after === null ? db`` : db`and s.id < ${page.after.id}`}
    order by s.id desc limit ${page.limit}`;
}

function columns(db: Db) {
  return db`s.id, s.account_id, a.connection_id, s.period_start, s.period_end, s.currency, s.opening_balance,
    s.closing_balance, s.format, s.file_name, s.content_type, s.size_bytes, s.sha256, s.source, s.created_at`;
}
