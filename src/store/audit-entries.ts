import type { AuditAction, AuditEntry } from '../domain/audit-entry.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import type { Page } from './page.ts';
import type { Tenant } from './tenants/tenant.ts';

/** Whose entries are wanted, and which of them. Null, or left out by a filter, does not restrict. */
export interface AuditFilter {
  readonly action: AuditAction | null;
  readonly actorId: string | null;
  readonly targetId: string | null;
  /** At or after. */
  readonly from: Instant | null;
  /** Before. */
  readonly to: Instant | null;
}

const shown = (db: Db) =>
  db`organization_id, environment, id, created_at, action, outcome, actor_kind, actor_id, actor_label, request_id,
    source_address, target_type, target_id, details`;

/** Called in the transaction of the act itself, so that there is neither an act without its entry nor an entry without its act. */
export async function insertAuditEntry(db: Db, entry: AuditEntry): Promise<void> {
  await db`insert into audit_entries (organization_id, environment, id, created_at, action, outcome, actor_kind, actor_id,
      actor_label, request_id, source_address, target_type, target_id, details)
    values (${entry.organizationId}, ${entry.environment}, ${entry.id}, ${entry.createdAt}, ${entry.action},
      ${entry.outcome}, ${entry.actorKind}, ${entry.actorId}, ${entry.actorLabel}, ${entry.requestId},
      ${entry.sourceAddress}, ${entry.targetType}, ${entry.targetId}, ${db.json(entry.details as never)})`;
}

/** Entries of the tenant's environment and of what its organization has in both, newest first. */
export function listAuditEntries(
  db: Db,
  { organizationId, environment }: Tenant,
  filter: AuditFilter,
  page: Page<{ readonly id: string }>,
): Promise<AuditEntry[]> {
  const scope = db`organization_id = ${organizationId} and (environment is null or environment = ${environment})`;
  return listEntries(db, scope, filter, page);
}

/** Entries of an organization in both environments, newest first; those of the whole installation for null. */
export function listAllAuditEntries(
  db: Db,
  organizationId: string | null,
  filter: AuditFilter,
  page: Page<{ readonly id: string }>,
): Promise<AuditEntry[]> {
  const scope = organizationId === null ? db`organization_id is null` : db`organization_id = ${organizationId}`;
  return listEntries(db, scope, filter, page);
}

function listEntries(
  db: Db,
  scope: ReturnType<typeof shown>,
  filter: AuditFilter,
  page: Page<{ readonly id: string }>,
): Promise<AuditEntry[]> {
  return db<AuditEntry[]>`select ${shown(db)} from audit_entries where ${scope}
      ${filter.action === null ? db`` : db`and action = ${filter.action}`}
      ${filter.actorId === null ? db`` : db`and actor_id = ${filter.actorId}`}
      ${filter.targetId === null ? db`` : db`and target_id = ${filter.targetId}`}
      ${filter.from === null ? db`` : db`and created_at >= ${filter.from}`}
      ${filter.to === null ? db`` : db`and created_at < ${filter.to}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** Deletes up to `limit` of the oldest entries whose id is below `beforeId`. Returns how many went. */
export async function deleteOldAuditEntries(db: Db, beforeId: string, limit: number): Promise<number> {
  const deleted = await db`delete from audit_entries where id in
    (select id from audit_entries where id < ${beforeId} order by id limit ${limit})`;
  return deleted.count;
}
