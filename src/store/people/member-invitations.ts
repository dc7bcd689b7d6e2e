import type { Role } from '../../domain/access/role.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface MemberInvitationRow {
  readonly organizationId: string;
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface InvitationWithMaker extends MemberInvitationRow {
  readonly organizationName: string;
  /** False where no member has made it. */
  readonly hasMaker: boolean;
  readonly makerRole: Role | null;
}

/** Adds an invitation in the place of an earlier one of the same address. */
export async function insertMemberInvitation(
  db: Db,
  invitation: MemberInvitationRow & { readonly tokenHash: Uint8Array; readonly invitedBy: string | null },
): Promise<void> {
  const { organizationId, id, email, role, createdAt, expiresAt } = invitation;
  await db`delete from member_invitations where organization_id = ${organizationId} and email = ${email}`;
  await db`
    insert into member_invitations (organization_id, id, email, role, token_hash, invited_by, created_at, expires_at)
    values (${organizationId}, ${id}, ${email}, ${role}, ${Buffer.from(invitation.tokenHash)},
      ${invitation.invitedBy}, ${createdAt}, ${expiresAt})`;
}

/** Open invitations of an organization, newest first. */
export async function listMemberInvitations(
  db: Db,
  organizationId: string,
  at: Instant,
): Promise<MemberInvitationRow[]> {
  return db<MemberInvitationRow[]>`
    select organization_id, id, email, role, created_at, expires_at from member_invitations
    where organization_id = ${organizationId} and expires_at > ${at} order by id desc`;
}

/** Also one that is over, until it is revoked, accepted or purged; without its token. */
export async function findMemberInvitation(
  db: Db,
  organizationId: string,
  id: string,
): Promise<MemberInvitationRow | null> {
  const [row] = await db<MemberInvitationRow[]>`
    select organization_id, id, email, role, created_at, expires_at from member_invitations
    where organization_id = ${organizationId} and id = ${id}`;
  return row ?? null;
}

/**
 * The invitation with that token, if it is not too old, with the name of its organization and what its maker is there now: null for
 * somebody who is no member any more.
 */
export async function findMemberInvitationByToken(
  db: Db,
  tokenHash: Uint8Array,
  at: Instant,
): Promise<InvitationWithMaker | null> {
  const [row] = await db<InvitationWithMaker[]>`
    select i.organization_id, i.id, i.email, i.role, i.created_at, i.expires_at, o.name as organization_name,
      i.invited_by is not null as has_maker, m.role as maker_role
    from member_invitations i join organizations o on o.id = i.organization_id
      left join members m on m.organization_id = i.organization_id and m.person_id = i.invited_by
    where i.token_hash = ${Buffer.from(tokenHash)} and i.expires_at > ${at}`;
  return row ?? null;
}

/** Ends an invitation; false when it was used or withdrawn by somebody else. */
export async function deleteMemberInvitation(db: Db, organizationId: string, id: string): Promise<boolean> {
  const { count } = await db`
    delete from member_invitations where organization_id = ${organizationId} and id = ${id}`;
  return count > 0;
}
