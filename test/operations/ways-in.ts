import type { RunningSystem } from '../support/system/running-system.ts';

/** Tables of what lets people in. Each holds something that is good for another hour when the backup is made. */
export const WAYS_IN = ['people_sessions', 'people_verifications', 'people_links', 'member_invitations'];

/** Puts a row into each of these tables, for a new owner of the organization. */
export async function letSomebodyIn({ database, installation }: RunningSystem, organizationId: string): Promise<void> {
  const { sql } = database;
  const id = installation.commands.newId();
  await sql`insert into people (id, name, email, email_verified, created_at, updated_at)
    values (${id}, 'Mara', 'mara@example.test', true, now(), now())`;
  await sql`insert into members (organization_id, person_id, role, created_at) values (${organizationId}, ${id}, 'owner', now())`;
  await sql`insert into people_sessions (id, person_id, token, created_at, updated_at, expires_at)
    values (${id}, ${id}, 'the token', now(), now(), now() + interval '1 hour')`;
  await sql`insert into people_verifications (id, identifier, value, expires_at, created_at, updated_at)
    values (${id}, 'first step', ${id}, now() + interval '1 hour', now(), now())`;
  await sql`insert into people_links (id, purpose, person_id, token_hash, created_at, expires_at)
    values (${id}, 'reset_password', ${id}, '\\x01', now(), now() + interval '1 hour')`;
  await sql`insert into member_invitations (organization_id, id, email, role, token_hash, created_at, expires_at)
    values (${organizationId}, ${id}, 'another@example.test', 'owner', '\\x02', now(), now() + interval '1 hour')`;
}
