import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A tenant with connections whose next sync is due by its clock. */
export interface DueTenant extends Tenant {
  /** How far its clock is ahead of real time. */
  readonly aheadMs: number;
}

/** A connection whose next sync is due. */
export interface DueConnection extends Tenant {
  readonly id: string;
}

/** Due connections looked at for their tenants; where there are more, the tenants themselves are walked through. */
const GLANCE = 1_000;

/**
 * Who has due connections, of all organizations or of one. Costs as much as there are due connections, a thousand of them
 * at most, or as there are tenants, and never grows with the connections that wait for their time.
 */
export async function listDueTenants(
  db: Db,
  { realNow, organizationId }: { readonly realNow: Instant; readonly organizationId: string | null },
): Promise<DueTenant[]> {
  const isOne = organizationId !== null;
  const glance = isOne
    ? []
    : await db<Tenant[]>`select organization_id, environment from connections
        where next_sync_at <= ${realNow} order by next_sync_at limit ${GLANCE}`;
  const walk = isOne || glance.length === GLANCE;
  // From one tenant to the next along the index, whatever number of connections each has.
  const scheduled = walk ? await listScheduledTenants(db, organizationId) : distinct(glance);
  return db<DueTenant[]>`select t.organization_id, t.environment, t.ahead_ms::float8 as ahead_ms
    from (select k.organization_id, k.environment,
        case when k.environment = 'test' then coalesce(s.ahead_ms, 0) else 0 end as ahead_ms
      from unnest(${scheduled.map((each) => each.organizationId)}::uuid[], ${scheduled.map((each) => each.environment)}::text[])
        as k (organization_id, environment)
      left join sandbox_clocks s on s.organization_id = k.organization_id
      union
      select organization_id, 'test', ahead_ms from sandbox_clocks
      where ahead_ms > 0 and ${organizationId}::uuid is null) t
    cross join lateral (select 1 from connections c
      where c.organization_id = t.organization_id and c.environment = t.environment
        and c.next_sync_at <= ${realNow}::timestamptz + t.ahead_ms * interval '1 millisecond'
      order by c.next_sync_at limit 1) due
    order by t.organization_id, t.environment`;
}

async function listScheduledTenants(db: Db, organizationId: string | null): Promise<readonly Tenant[]> {
  if (organizationId !== null)
    return [
      { organizationId, environment: 'live' },
      { organizationId, environment: 'test' },
    ];
  return db<Tenant[]>`with recursive walk as (
      (select organization_id, environment from connections where next_sync_at is not null
        order by organization_id, environment limit 1)
      union all
      select next.organization_id, next.environment from walk cross join lateral (
        select organization_id, environment from connections
        where next_sync_at is not null
          and (organization_id, environment) > (walk.organization_id, walk.environment)
        order by organization_id, environment limit 1) next
    ) select organization_id, environment from walk`;
}

function distinct(tenants: readonly Tenant[]): readonly Tenant[] {
  return [...new Map(tenants.map((each) => [`${each.organizationId} ${each.environment}`, each])).values()];
}

/**
 * Connections whose next sync is due by their tenant's clock, locked, the longest due first, up to `share` of each tenant; those
 * that another process holds are passed over. In the order of the tenants given.
 */
export async function takeDueConnections(
  db: Db,
  request: { readonly realNow: Instant; readonly tenants: readonly DueTenant[]; readonly share: number },
): Promise<DueConnection[]> {
  const { realNow, tenants, share } = request;
  return db<DueConnection[]>`select c.organization_id, c.environment, c.id
    from unnest(${tenants.map((each) => each.organizationId)}::uuid[], ${tenants.map((each) => each.environment)}::text[],
      ${tenants.map((each) => each.aheadMs)}::float8[]) with ordinality as t (organization_id, environment, ahead_ms, number)
    cross join lateral (select d.organization_id, d.environment, d.id, d.next_sync_at from connections d
      where d.organization_id = t.organization_id and d.environment = t.environment
        and d.next_sync_at <= ${realNow}::timestamptz + t.ahead_ms * interval '1 millisecond'
      order by d.next_sync_at limit ${share} for update skip locked) c
    order by t.number, c.next_sync_at`;
}
