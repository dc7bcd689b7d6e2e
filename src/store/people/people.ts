import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** Somebody who can sign in to the console. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  readonly hasTwoFactor: boolean;
  readonly createdAt: Instant;
}

/** Under this name the sign-in library looks for passwords. */
const PASSWORD_PROVIDER = 'credential';

/** Two people at once must not both find that they are the first. Held until the transaction ends. */
export async function lockFirstPerson(db: Db): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtextextended('causeway first person', 0))`;
}

/** Whether the console was ever set up: until then the set-up link works. */
export async function hasPeople(db: Db): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`select exists (select from people) as found`;
  return row?.found === true;
}

/** Adds a person who signs in with that password; false when somebody has the address already. */
export async function insertPerson(
  db: Db,
  person: Omit<PersonRow, 'hasTwoFactor'>,
  login: { readonly id: string; readonly passwordHash: string },
): Promise<boolean> {
  const { id, name, email, createdAt } = person;
  const { count } = await db`
    insert into people (id, name, email, email_verified, created_at, updated_at)
    values (${id}, ${name}, ${email}, true, ${createdAt}, ${createdAt}) on conflict (email) do nothing`;
  if (count === 0) return false;
  await db`
    insert into people_logins (id, person_id, account_id, provider_id, password, created_at, updated_at)
    values (${login.id}, ${id}, ${id}, ${PASSWORD_PROVIDER}, ${login.passwordHash}, ${createdAt}, ${createdAt})`;
  return true;
}

/** Without the password and the codes, which only the library for signing in reads. */
export async function findPerson(db: Db, id: string): Promise<PersonRow | null> {
  const [row] = await db<PersonRow[]>`
    select id, name, email, coalesce(two_factor_enabled, false) as has_two_factor, created_at from people where id = ${id}`;
  return row ?? null;
}

/** Addresses are stored in lower case; any spelling finds them. */
export async function findPersonByEmail(db: Db, email: string): Promise<PersonRow | null> {
  const [row] = await db<PersonRow[]>`
    select id, name, email, coalesce(two_factor_enabled, false) as has_two_factor, created_at from people
    where email = ${email.toLowerCase()}`;
  return row ?? null;
}

/** Everybody, by address, with the organizations that they are a member of. */
export async function listPeople(db: Db): Promise<(PersonRow & { readonly memberships: readonly string[] })[]> {
  return db`
    select p.id, p.name, p.email, coalesce(p.two_factor_enabled, false) as has_two_factor, p.created_at,
      array(select o.name || ' (' || m.role || ')' from members m join organizations o on o.id = m.organization_id
        where m.person_id = p.id order by 1) as memberships
    from people p order by p.email`;
}

/** False where it is the name already. */
export async function updatePersonName(db: Db, id: string, name: string, at: Instant): Promise<boolean> {
  const { count } = await db`
    update people set name = ${name}, updated_at = ${at} where id = ${id} and name is distinct from ${name}`;
  return count > 0;
}

/** Removes a person with all that belongs to them: sessions, memberships, links, invitations they made. */
export async function deletePerson(db: Db, id: string): Promise<void> {
  await db`delete from people where id = ${id}`;
}

/** Gives a person another password, and lets them in without a one-time code, whose app may be lost with it. Ends their sessions. */
export async function replacePassword(db: Db, personId: string, passwordHash: string, at: Instant): Promise<void> {
  await db`
    update people_logins set password = ${passwordHash}, updated_at = ${at}
    where person_id = ${personId} and provider_id = ${PASSWORD_PROVIDER}`;
  await db`delete from people_two_factors where person_id = ${personId}`;
  await db`update people set two_factor_enabled = false, updated_at = ${at} where id = ${personId}`;
  await db`delete from people_sessions where person_id = ${personId}`;
}
