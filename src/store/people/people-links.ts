import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** A link that works once; of its token only the hash is kept. */
export interface PeopleLinkRow {
  readonly id: string;
  readonly purpose: 'set_up' | 'reset_password';
  /** Whose new password it is for; null for the first set-up. */
  readonly personId: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** Keeps the hash of the token, never the token. */
export async function insertPeopleLink(
  db: Db,
  link: PeopleLinkRow & { readonly tokenHash: Uint8Array },
): Promise<void> {
  await db`insert into people_links (id, purpose, person_id, token_hash, created_at, expires_at)
    values (${link.id}, ${link.purpose}, ${link.personId}, ${Buffer.from(link.tokenHash)}, ${link.createdAt},
      ${link.expiresAt})`;
}

/** A link that still works. */
export async function findPeopleLink(
  db: Db,
  purpose: PeopleLinkRow['purpose'],
  tokenHash: Uint8Array,
  at: Instant,
): Promise<PeopleLinkRow | null> {
  const [row] = await db<PeopleLinkRow[]>`
    select id, purpose, person_id, created_at, expires_at from people_links
    where purpose = ${purpose} and token_hash = ${Buffer.from(tokenHash)} and expires_at > ${at}`;
  return row ?? null;
}

/** Uses a link up; false when somebody else did so first. */
export async function deletePeopleLink(db: Db, id: string): Promise<boolean> {
  const { count } = await db`delete from people_links where id = ${id}`;
  return count > 0;
}

/** Takes all links of a purpose, or those for one person, out of force. */
export async function deletePeopleLinks(
  db: Db,
  purpose: PeopleLinkRow['purpose'],
  personId: string | null,
): Promise<void> {
  await db`delete from people_links where purpose = ${purpose} and person_id is not distinct from ${personId}`;
}
