import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';

/** Replaces the stored, encrypted login of a connection. */
export async function upsertCredentials(
  db: Db,
  credentials: { organizationId: string; connectionId: string; ciphertext: Uint8Array; updatedAt: Instant },
): Promise<void> {
  await db`insert into connection_credentials (organization_id, connection_id, ciphertext, updated_at)
    values (${credentials.organizationId}, ${credentials.connectionId}, ${Buffer.from(credentials.ciphertext)},
      ${credentials.updatedAt})
    on conflict (organization_id, connection_id)
      do update set ciphertext = excluded.ciphertext, updated_at = excluded.updated_at`;
}

export async function findCredentials(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<Uint8Array | null> {
  const [row] = await db<{ ciphertext: Uint8Array }[]>`select ciphertext from connection_credentials
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  return row?.ciphertext ?? null;
}

export async function deleteCredentials(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from connection_credentials
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
