import type { Role } from '../../domain/access/role.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface MemberRow {
  readonly organizationId: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly hasTwoFactor: boolean;
  /** Since when they are a member. */
  readonly createdAt: Instant;
}

/** Members of one organization change one after the other, so that the last owner can be told. Held until the transaction ends. */
export async function lockMembers(db: Db, organizationId: string): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtextextended('causeway members ' || ${organizationId}::text, 0))`;
}

/** False for somebody who is a member already. */
export async function insertMember(
  db: Db,
  member: Pick<MemberRow, 'organizationId' | 'personId' | 'role' | 'createdAt'>,
): Promise<boolean> {
  const { count } = await db`
    insert into members (organization_id, person_id, role, created_at)
    values (${member.organizationId}, ${member.personId}, ${member.role}, ${member.createdAt})
    on conflict do nothing`;
  return count > 0;
}

/** The person as a member of this organization; null for somebody who has an account but is none of its members. */
export async function findMember(db: Db, organizationId: string, personId: string): Promise<MemberRow | null> {
  const [row] = await db<MemberRow[]>`
    select m.organization_id, m.person_id, p.name, p.email, m.role, coalesce(p.two_factor_enabled, false) as has_two_factor,
      m.created_at
    from members m join people p on p.id = m.person_id
    where m.organization_id = ${organizationId} and m.person_id = ${personId}`;
  return row ?? null;
}

/** Members of an organization, by name. */
export async function listMembers(db: Db, organizationId: string): Promise<MemberRow[]> {
  return db<MemberRow[]>`
    select m.organization_id, m.person_id, p.name, p.email, m.role, coalesce(p.two_factor_enabled, false) as has_two_factor,
      m.created_at
    from members m join people p on p.id = m.person_id
    where m.organization_id = ${organizationId} order by lower(p.name), p.id`;
}

/** Of all roles, without those who are only invited. */
export async function countMembers(db: Db, organizationId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from members where organization_id = ${organizationId}`;
  return row?.count ?? 0;
}

/** An organization must keep at least one. The count holds only while `lockMembers` does. */
export async function countOwners(db: Db, organizationId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from members where organization_id = ${organizationId} and role = 'owner'`;
  return row?.count ?? 0;
}

/** Changes nothing where the person is no member. */
export async function updateMemberRole(db: Db, organizationId: string, personId: string, role: Role): Promise<void> {
  await db`update members set role = ${role} where organization_id = ${organizationId} and person_id = ${personId}`;
}

/** Ends the membership; the person and their other memberships stay. */
export async function deleteMember(db: Db, organizationId: string, personId: string): Promise<void> {
  await db`delete from members where organization_id = ${organizationId} and person_id = ${personId}`;
}

/** Where a person is a member of, by name. */
export async function listMemberships(
  db: Db,
  personId: string,
): Promise<{ organizationId: string; organizationName: string; role: Role }[]> {
  return db`
    select m.organization_id, o.name as organization_name, m.role
    from members m join organizations o on o.id = m.organization_id
    where m.person_id = ${personId} order by lower(o.name), o.id`;
}

/** Null for somebody who is no member. */
export async function findRole(db: Db, personId: string, organizationId: string): Promise<Role | null> {
  const [row] = await db<{ role: Role }[]>`
    select role from members where organization_id = ${organizationId} and person_id = ${personId}`;
  return row?.role ?? null;
}
