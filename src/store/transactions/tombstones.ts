import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Tenants of all organizations; for the purge, which serves them all. */
export async function listStreams(db: Db): Promise<Tenant[]> {
  return db<{ organizationId: string; environment: Environment }[]>`
    select organization_id, environment from stream_heads order by organization_id, environment`;
}

/** Notes that every change up to `position` was visible at `at`, unless a mark at or after `since` is there. */
export async function markStream(
  db: Db,
  tenant: Tenant,
  mark: { readonly at: Instant; readonly position: bigint; readonly since: Instant },
): Promise<void> {
  await db`insert into stream_marks (organization_id, environment, at, position)
    select ${tenant.organizationId}, ${tenant.environment}, ${mark.at}, ${mark.position}
    where not exists (select from stream_marks m where m.organization_id = ${tenant.organizationId}
      and m.environment = ${tenant.environment} and m.at >= ${mark.since})
    on conflict do nothing`;
}

/** Position up to which every change was visible before that moment; null when no mark is that old. Forgets older marks. */
export async function takeMarkBefore(db: Db, tenant: Tenant, before: Instant): Promise<bigint | null> {
  const [mark] = await db<{ at: Instant; position: bigint }[]>`select at, position from stream_marks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and at < ${before}
    order by at desc limit 1`;
  if (mark === undefined) return null;
  await db`delete from stream_marks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and at < ${mark.at}`;
  return mark.position;
}

/** Deletes up to `limit` tombstones at or before a position, with their history, aliases, views and suggestions. Returns how many. */
export async function deleteTombstones(db: Db, tenant: Tenant, through: bigint, limit: number): Promise<number> {
  const [row] = await db<{ count: bigint }[]>`with gone as (
      delete from transactions t
      using (select id from transactions
        where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
          and removed_at is not null and last_position <= ${through}
        order by last_position limit ${limit}) due
      where t.organization_id = ${tenant.organizationId} and t.id = due.id and t.removed_at is not null
      returning t.id
    ), undecided as (
      delete from suggestions s using gone
      where s.organization_id = ${tenant.organizationId} and (s.older_id = gone.id or s.newer_id = gone.id)
    ), unfound as (
      delete from transaction_search f using gone
      where f.organization_id = ${tenant.organizationId} and f.id = gone.id
    ), unviewed as (
      delete from transaction_views v using gone
      where v.organization_id = ${tenant.organizationId} and v.transaction_id = gone.id
    )
    select count(*) as count from gone`;
  return Number(row?.count ?? 0n);
}
