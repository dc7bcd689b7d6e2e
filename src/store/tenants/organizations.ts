import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
}

/** Adds an organization with the heads of its two streams and its sandbox clock, which begins in real time. */
export async function insertOrganization(db: Db, organization: OrganizationRow): Promise<void> {
  await db`insert into organizations (id, name, created_at)
    values (${organization.id}, ${organization.name}, ${organization.createdAt})`;
  await db`insert into stream_heads (organization_id, environment)
    values (${organization.id}, 'live'), (${organization.id}, 'test')`;
  await db`insert into sandbox_clocks (organization_id, ahead_ms) values (${organization.id}, 0)`;
}

/** Organizations by name, oldest first among equals. */
export async function listOrganizations(db: Db): Promise<OrganizationRow[]> {
  return db<OrganizationRow[]>`select id, name, created_at from organizations order by name, id`;
}

/** The organization with that id; a session that is bound to a tenant sees its own only. */
export async function findOrganization(db: Db, id: string): Promise<OrganizationRow | null> {
  const [row] = await db<OrganizationRow[]>`select id, name, created_at from organizations where id = ${id}`;
  return row ?? null;
}

/** The id is what everything refers to; the name is for people. */
export async function updateOrganizationName(db: Db, id: string, name: string): Promise<void> {
  await db`update organizations set name = ${name} where id = ${id}`;
}

/** Whether there is any: the command line can have made one before the console was set up. */
export async function hasOrganizations(db: Db): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`select exists (select from organizations) as found`;
  return row?.found === true;
}
