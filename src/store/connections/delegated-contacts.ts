import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A connection that a message is for, of whatever organization. */
export type Addressee = Tenant & { readonly connectionId: string };

/** The connection whose delegated user has this name; null where there is none, or by a chance in a trillion two. */
export async function findByUsername(db: Db, username: string): Promise<Addressee | null> {
  const rows = await db<Addressee[]>`select organization_id, environment, id as connection_id from connections
    where delegated_username = ${username} and status <> 'revoked' limit 2`;
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** The connection that has this phone number. */
export async function findByPhoneNumber(db: Db, phoneNumber: string): Promise<Addressee | null> {
  const [row] = await db<Addressee[]>`select p.organization_id, c.environment, p.connection_id
    from delegated_phone_numbers p
    join connections c on c.organization_id = p.organization_id and c.id = p.connection_id
    where p.phone_number = ${phoneNumber} and c.status <> 'revoked'`;
  return row ?? null;
}

/** Gives a connection the first number of the pool that no other one has. Nothing where all are taken. */
export async function assignPhoneNumber(
  db: Db,
  connection: { readonly organizationId: string; readonly environment: Environment; readonly id: string },
  pool: readonly string[],
  at: Instant,
): Promise<void> {
  for (const phoneNumber of pool) {
    const result = await db`insert into delegated_phone_numbers
        (organization_id, connection_id, phone_number, assigned_at)
      values (${connection.organizationId}, ${connection.id}, ${phoneNumber}, ${at}) on conflict do nothing`;
    if (result.count === 1) return;
  }
}

/**
 * Gives numbers that no connection has to those in setup that have none, the oldest first; of all organizations, because they share
 * the pool. For the schedule. Returns how many.
 */
export async function assignFreeNumbers(db: Db, pool: readonly string[], at: Instant): Promise<number> {
  const result =
    await db`insert into delegated_phone_numbers (organization_id, connection_id, phone_number, assigned_at)
    select c.organization_id, c.id, f.phone_number, ${at}
    from (select n as phone_number, row_number() over () as place from unnest(${[...pool]}::text[]) as n
      where not exists (select from delegated_phone_numbers p where p.phone_number = n)) f
    join (select organization_id, id, row_number() over (order by id) as place from connections w
      where kind = 'setup' and status <> 'revoked' and not exists (select from delegated_phone_numbers p
        where p.organization_id = w.organization_id and p.connection_id = w.id)) c using (place)
    on conflict do nothing`;
  return result.count;
}

/** Gives the number of a connection back to the pool. */
export async function releasePhoneNumber(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from delegated_phone_numbers
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
