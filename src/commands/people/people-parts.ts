import type { AuditAct } from '../../domain/audit-entry.ts';
import type { Db } from '../../infra/database.ts';
import { listMemberships } from '../../store/people/members.ts';
import { noteAct, WHOLE_INSTALLATION } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** What commands on people need: sessions that may see the tables of people, which those of tenants may not. */
export interface PeopleParts
  extends Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs' | 'randomBytes' | 'hashKeySecret'> {
  /** The text that is kept of a password. */
  hashPassword(password: string): Promise<string>;
}

type LinkParts = Pick<PeopleParts, 'randomBytes' | 'hashKeySecret'>;

const TOKEN_BYTES = 24;

/** A new token for a link that works once, 192 bits, with what is kept of it. */
export function makeLinkToken(parts: LinkParts): { token: string; tokenHash: Uint8Array } {
  const token = Buffer.from(parts.randomBytes(TOKEN_BYTES)).toString('base64url');
  return { token, tokenHash: hashLinkToken(parts, token) };
}

export function hashLinkToken(parts: Pick<PeopleParts, 'hashKeySecret'>, token: string): Uint8Array {
  return parts.hashKeySecret(`link ${token}`);
}

/** Writes what a person did for themselves into the log of every organization that they are a member of, where its owners see it. */
export async function notePersonalAct(
  db: Db,
  parts: Pick<CommandParts, 'actor' | 'newId' | 'nowMs'>,
  personId: string,
  act: Pick<AuditAct, 'action' | 'details'>,
): Promise<void> {
  const memberships = await listMemberships(db, personId);
  const places = memberships.map(({ organizationId }) => ({ organizationId, environment: null }));
  for (const place of places.length === 0 ? [WHOLE_INSTALLATION] : places)
    await noteAct(db, parts, place, { targetType: 'person', targetId: personId, ...act });
}
