import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** A bank's invitation of a delegated user. Its times are real ones in both environments. */
export interface InvitationRow {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string;
  /** Sealed under `id`. Null as soon as nothing will be done with it any more. */
  readonly content: Uint8Array | null;
  /** Keyed hash of its code. */
  readonly codeHash: Uint8Array;
  readonly receivedAt: Instant;
  readonly expiresAt: Instant;
  /** Null while it waits. `replaced`: a later one came, or a login that a person stored. */
  readonly outcome: InvitationOutcome | null;
}

export type InvitationOutcome = 'accepted' | 'rejected' | 'replaced';
export type WaitingInvitation = InvitationRow & { readonly content: Uint8Array };

/** No owner has a user invited so often while an invitation is good; somebody else may, to make the bank refuse the user. */
const MOST_INVITATIONS = 20;

/** Keeps an invitation in the place of the one that waits. False when it came before, whatever became of it, or when too many did. */
export async function insertInvitation(db: Db, invitation: Omit<WaitingInvitation, 'outcome'>): Promise<boolean> {
  const { organizationId, connectionId, codeHash } = invitation;
  const known = await db<{ isSame: boolean }[]>`select code_hash = ${Buffer.from(codeHash)} as is_same from invitations
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  if (known.length >= MOST_INVITATIONS || known.some(({ isSame }) => isSame)) return false;
  await settleInvitation(db, { organizationId, connectionId }, 'replaced');
  await db`insert into invitations
      (organization_id, id, connection_id, content, code_hash, received_at, expires_at)
    values (${organizationId}, ${invitation.id}, ${connectionId}, ${Buffer.from(invitation.content)},
      ${Buffer.from(codeHash)}, ${invitation.receivedAt}, ${invitation.expiresAt})`;
  return true;
}

/** The one invitation that still waits to be worked off; its content is sealed. */
export async function findWaitingInvitation(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<WaitingInvitation | null> {
  const [row] = await db<WaitingInvitation[]>`select * from invitations
    where organization_id = ${organizationId} and connection_id = ${connectionId} and outcome is null`;
  return row ?? null;
}

/** Ends the invitation that waits, or the one named; what was secret in it is erased. */
export async function settleInvitation(
  db: Db,
  {
    organizationId,
    connectionId,
    id = null,
  }: { readonly organizationId: string; readonly connectionId: string; readonly id?: string | null },
  outcome: InvitationOutcome,
): Promise<void> {
  await db`update invitations set outcome = ${outcome}, content = null
    where organization_id = ${organizationId} and connection_id = ${connectionId} and outcome is null
      and id = coalesce(${id}::uuid, id)`;
}

/** Forgets all of a connection, those that are settled, too: one that is revoked is not invited any more. */
export async function deleteInvitations(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from invitations where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}

/** Whether the bank has refused the code of an invitation that has not expired. */
export async function hasRejectedInvitation(db: Db, organizationId: string, connectionId: string): Promise<boolean> {
  const rows = await db`select from invitations
    where organization_id = ${organizationId} and connection_id = ${connectionId} and outcome = 'rejected' limit 1`;
  return rows.length > 0;
}

/**
 * Erases invitations that have expired, of all organizations; for the schedule. One that a run may be to use is left to that run, which
 * tells that it came too late: without it the run would try the login in whose place it came, and which the bank has refused. Returns how many.
 */
export async function deleteExpiredInvitations(db: Db, now: Instant): Promise<number> {
  const result = await db`delete from invitations i using connections c
    where i.expires_at <= ${now} and c.organization_id = i.organization_id and c.id = i.connection_id
      and (i.outcome is not null or c.status = 'revoked' or (c.status = 'draft' and not c.setup_failed))`;
  return result.count;
}
