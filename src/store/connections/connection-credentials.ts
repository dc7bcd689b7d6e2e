import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** Who has changed a login. */
export interface CredentialsChange {
  readonly changedAt: Instant | null;
  readonly changedBy: 'integrator' | 'platform' | null;
}

/** Replaces the stored, encrypted login of a connection. `updatedAt` tells whether a sync has begun since. */
export async function upsertCredentials(
  db: Db,
  credentials: {
    organizationId: string;
    connectionId: string;
    ciphertext: Uint8Array;
    /** Names of what is in it. */
    fields: readonly string[];
    updatedAt: Instant;
    change: CredentialsChange;
  },
): Promise<void> {
  const { changedAt, changedBy } = credentials.change;
  await db`insert into connection_credentials (organization_id, connection_id, ciphertext, fields, updated_at,
      changed_at, changed_by)
    values (${credentials.organizationId}, ${credentials.connectionId}, ${Buffer.from(credentials.ciphertext)},
      ${[...credentials.fields]}, ${credentials.updatedAt}, ${changedAt}, ${changedBy})
    on conflict (organization_id, connection_id) do update set ciphertext = excluded.ciphertext,
      fields = excluded.fields, updated_at = excluded.updated_at, changed_at = excluded.changed_at, changed_by = excluded.changed_by`;
}

/** Both null where no login is stored, or it was stored before this was noted. */
export async function findCredentialsChange(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<CredentialsChange> {
  const [row] = await db<CredentialsChange[]>`select changed_at, changed_by from connection_credentials
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  return row ?? { changedAt: null, changedBy: null };
}

/** The login as it is sealed; null when none is stored. */
export async function findCredentials(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<Uint8Array | null> {
  const [row] = await db<{ ciphertext: Uint8Array }[]>`select ciphertext from connection_credentials
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  return row?.ciphertext ?? null;
}

/** Erases the login; what it consisted of is forgotten with it. */
export async function deleteCredentials(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from connection_credentials
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
