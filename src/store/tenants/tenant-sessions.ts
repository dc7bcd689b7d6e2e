import type { BoundDatabase, Db, Sql } from '../../infra/database.ts';
import type { Tenant } from './tenant.ts';

/** Tenants whose session is kept ready; it is made anew in microseconds. */
const MAX_KEPT = 1_000;

/** Sessions in which the policies of the database show the rows of one tenant only. */
export function createTenantSessions(database: BoundDatabase): (tenant: Tenant) => Sql {
  const kept = new Map<string, Sql>();
  return ({ organizationId, environment }) => {
    const key = `${organizationId} ${environment}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= MAX_KEPT) kept.clear();
    const sql = database.bind({
      'causeway.organization_id': organizationId,
      'causeway.environment': environment,
    });
    kept.set(key, sql);
    return sql;
  };
}

/**
 * Turns a transaction to another environment of its organization, until it ends or is turned again: for what belongs to both, as
 * an entity does. A session that is bound to nothing sees no less than before.
 */
export async function turnTo(db: Db, { environment }: Tenant): Promise<void> {
  await db`select set_config('causeway.environment', ${environment}, true)`;
}
