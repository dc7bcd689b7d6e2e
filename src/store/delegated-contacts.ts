import type { Environment } from '../domain/environment.ts';
import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';

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

/** Gives the number of a connection back to the pool. */
export async function releasePhoneNumber(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from delegated_phone_numbers
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
