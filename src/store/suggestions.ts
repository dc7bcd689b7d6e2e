import type { Environment } from '../domain/environment.ts';
import type { OpenPair, SettledPairs } from '../domain/reconcile/settle-account-pairs.ts';
import type { SuggestionKind, SuggestionStatus } from '../domain/suggestion.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import type { Page } from './page.ts';
import type { Tenant } from './tenants/tenant.ts';

export interface SuggestionRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly kind: SuggestionKind;
  readonly status: SuggestionStatus;
  readonly connectionId: string;
  /** The account of the two transactions, or the newer one of two accounts. */
  readonly accountId: string;
  readonly olderId: string;
  readonly newerId: string;
  readonly reasons: readonly string[];
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
}

export type NewSuggestion = Omit<SuggestionRow, 'organizationId' | 'environment' | 'status' | 'closedAt'>;

/** A suggestion with the two transactions as they are sent now; null where one is gone, and for two accounts. */
export interface SuggestionView extends SuggestionRow {
  readonly olderBody: string | null;
  readonly newerBody: string | null;
}

/**
 * Adds suggestions, but for pairs that were proposed before. A row that was taken back and is shown again under another
 * id is the same pair: once rejected it stays so.
 */
export async function insertSuggestions(db: Db, tenant: Tenant, suggestions: readonly NewSuggestion[]): Promise<void> {
  for (const { id, kind, connectionId, accountId, olderId, newerId, reasons, createdAt } of suggestions) {
    await db`insert into suggestions (organization_id, id, environment, kind, status, connection_id, account_id, older_id,
        newer_id, reasons, created_at)
      select ${tenant.organizationId}, ${id}, ${tenant.environment}, ${kind}, 'open', ${connectionId}, ${accountId},
        ${olderId}, ${newerId}, ${[...reasons]}::text[], ${createdAt}
      where not exists (select from suggestions s
        join transactions gone on gone.organization_id = s.organization_id and gone.id = s.newer_id
        join transactions shown on shown.organization_id = s.organization_id and shown.id = ${newerId}
        where s.organization_id = ${tenant.organizationId} and s.older_id = ${olderId} and s.status = 'rejected'
          and gone.removed_at is not null and gone.match_key = shown.match_key)
      on conflict (organization_id, older_id, newer_id) do nothing`;
  }
}

/** Closes what is open about any of these transactions or accounts. */
export async function supersedeSuggestions(
  db: Db,
  organizationId: string,
  ids: readonly string[],
  at: Instant,
): Promise<void> {
  if (ids.length === 0) return;
  await db`update suggestions set status = 'superseded', closed_at = ${at}
    where organization_id = ${organizationId} and status = 'open'
      and (older_id = any(${[...ids]}) or newer_id = any(${[...ids]}))`;
}

/** Open suggestions about either of two accounts. */
export async function listOpenPairs(
  db: Db,
  organizationId: string,
  accountIds: readonly [string, string],
): Promise<OpenPair[]> {
  return db<OpenPair[]>`select id, older_id, newer_id from suggestions
    where organization_id = ${organizationId} and kind = 'account' and status = 'open'
      and (older_id = any(${[...accountIds]}) or newer_id = any(${[...accountIds]}))
    order by id for update`;
}

/** Writes what became of open suggestions about two accounts that are one now. A pair that was asked about before is closed. */
export async function writeSettledPairs(
  db: Db,
  organizationId: string,
  { superseded, moved }: SettledPairs,
  at: Instant,
): Promise<void> {
  const closed = [...superseded];
  for (const { id, olderId, newerId } of moved) {
    const written =
      await db`update suggestions set older_id = ${olderId}, newer_id = ${newerId}, account_id = ${newerId}
      where organization_id = ${organizationId} and id = ${id} and not exists (select from suggestions s
        where s.organization_id = ${organizationId} and s.older_id = ${olderId} and s.newer_id = ${newerId})`;
    if (written.count === 0) closed.push(id);
  }
  if (closed.length === 0) return;
  await db`update suggestions set status = 'superseded', closed_at = ${at}
    where organization_id = ${organizationId} and id = any(${closed})`;
}

/**
 * Closes what is open about these accounts, which their bank has just listed, as the older ones of two that it lists both.
 * An account that only files have told of may still be one of those.
 */
export async function supersedeOlderAccounts(
  db: Db,
  organizationId: string,
  ids: readonly string[],
  at: Instant,
): Promise<void> {
  if (ids.length === 0) return;
  await db`update suggestions set status = 'superseded', closed_at = ${at}
    where organization_id = ${organizationId} and kind = 'account' and status = 'open' and older_id = any(${[...ids]})
      and exists (select from accounts n where n.organization_id = suggestions.organization_id and n.id = suggestions.newer_id
        and n.read_through is not null)`;
}

/** Writes what became of a suggestion. */
export async function closeSuggestion(
  db: Db,
  { organizationId, id }: Pick<SuggestionRow, 'organizationId' | 'id'>,
  status: Exclude<SuggestionStatus, 'open'>,
  at: Instant,
): Promise<void> {
  await db`update suggestions set status = ${status}, closed_at = ${at}
    where organization_id = ${organizationId} and id = ${id}`;
}

/** With what is shown of both sides, whether it is open or decided. */
export async function findSuggestion(db: Db, tenant: Tenant, id: string): Promise<SuggestionView | null> {
  const [row] = await db<SuggestionView[]>`${view(db, tenant)} and s.id = ${id}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockSuggestion(db: Db, tenant: Tenant, id: string): Promise<SuggestionRow | null> {
  const [row] = await db<SuggestionRow[]>`select s.* from suggestions s
    where s.organization_id = ${tenant.organizationId} and s.environment = ${tenant.environment} and s.id = ${id}
    for update`;
  return row ?? null;
}

/** Newest first. */
export async function listSuggestions(
  db: Db,
  tenant: Tenant,
  filter: {
    readonly accountId: string | null;
    readonly connectionId: string | null;
    readonly kind: SuggestionKind | null;
    readonly status: SuggestionStatus | null;
  },
  page: Page<{ readonly id: string }>,
): Promise<SuggestionView[]> {
  return db<SuggestionView[]>`${view(db, tenant)}
    ${filter.accountId === null ? db`` : db`and s.account_id = ${filter.accountId}`}
    ${filter.connectionId === null ? db`` : db`and s.connection_id = ${filter.connectionId}`}
    ${filter.kind === null ? db`` : db`and s.kind = ${filter.kind}`}
    ${filter.status === null ? db`` : db`and s.status = ${filter.status}`}
    ${page.after === null ? db`` : db`and s.id < ${page.after.id}`}
    order by s.id desc limit ${page.limit}`;
}

function view(db: Db, tenant: Tenant) {
  const body = (id: ReturnType<typeof db>) => db`(select t.body from transactions t
    where t.organization_id = s.organization_id and t.id = ${id} and t.removed_at is null)`;
  return db`select s.*, ${body(db`s.older_id`)} as older_body, ${body(db`s.newer_id`)} as newer_body from suggestions s
    where s.organization_id = ${tenant.organizationId} and s.environment = ${tenant.environment}`;
}
