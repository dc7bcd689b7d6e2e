import type { CredentialField } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** What of a login a session can renew. */
export type RenewedField = Extract<CredentialField, 'password' | 'totpSecret'>;

/** A new part of a login that was written down before the bank got it. */
export interface CredentialChangeRow {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly field: RenewedField;
  readonly id: string;
  /** Sealed under `id`: the fields that hold once the bank has taken them. */
  readonly content: Uint8Array;
  readonly invitationId: string | null;
  readonly chosenAt: Instant;
  /** Null: the bank has not seen it. */
  readonly handedOverAt: Instant | null;
  readonly triedAt: Instant | null;
}

type ChangeKey = Pick<CredentialChangeRow, 'organizationId' | 'connectionId' | 'field'>;

/** Writes a new part down; one of which nothing came is given up for it. */
export async function upsertCredentialChange(
  db: Db,
  change: Omit<CredentialChangeRow, 'handedOverAt' | 'triedAt'>,
): Promise<void> {
  await db`insert into credential_changes (organization_id, connection_id, field, id, content, invitation_id, chosen_at)
    values (${change.organizationId}, ${change.connectionId}, ${change.field}, ${change.id},
      ${Buffer.from(change.content)}, ${change.invitationId}, ${change.chosenAt})
    on conflict (organization_id, connection_id, field) do update set id = excluded.id, content = excluded.content,
      invitation_id = excluded.invitation_id, chosen_at = excluded.chosen_at, handed_over_at = null, tried_at = null`;
}

/** At most one for each part of a login; their content is sealed. */
export async function listCredentialChanges(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<CredentialChangeRow[]> {
  return db<CredentialChangeRow[]>`select * from credential_changes
    where organization_id = ${organizationId} and connection_id = ${connectionId} order by field`;
}

/** Notes that the bank is about to get it, and with `triedAt` that it is not to be tried as a login; false when it is gone. */
export async function markHandedOver(
  db: Db,
  { organizationId, connectionId, field }: ChangeKey,
  at: Instant,
  triedAt: Instant | null,
) {
  const result = await db`update credential_changes set handed_over_at = ${at}, tried_at = ${triedAt}
    where organization_id = ${organizationId} and connection_id = ${connectionId} and field = ${field}`;
  return result.count === 1;
}

/** Notes that it is about to be tried as a login; false when it was tried before, or is gone. */
export async function markTried(db: Db, { organizationId, connectionId, field }: ChangeKey, at: Instant) {
  const result = await db`update credential_changes set tried_at = ${at}
    where organization_id = ${organizationId} and connection_id = ${connectionId} and field = ${field}
      and handed_over_at is not null and tried_at is null`;
  return result.count === 1;
}

/** Takes a change out, for good. Null when it is gone. */
export async function takeCredentialChange(db: Db, key: ChangeKey): Promise<CredentialChangeRow | null> {
  const [row] = await db<CredentialChangeRow[]>`delete from credential_changes
    where organization_id = ${key.organizationId} and connection_id = ${key.connectionId} and field = ${key.field}
    returning *`;
  return row ?? null;
}

/** Erases everything that was not settled: the login was stored anew, or the connection has ended. */
export async function deleteCredentialChanges(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from credential_changes
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
