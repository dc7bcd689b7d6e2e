import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { addMs, type Instant, instantFromMs } from '../../domain/values/instant.ts';
import { findPersonByEmail, hasPeople } from '../../store/people/people.ts';
import { deletePeopleLinks, insertPeopleLink } from '../../store/people/people-links.ts';
import { noteAct, WHOLE_INSTALLATION } from '../note-act.ts';
import { makeLinkToken } from './link-token.ts';
import type { PeopleParts } from './people-parts.ts';

const LIFETIME_MS = 86_400_000;

/** A token to be shown this once. */
export interface NewLink {
  readonly token: string;
  readonly expiresAt: Instant;
}

type LinkParts = Omit<PeopleParts, 'hashPassword'>;

/**
 * Makes a link by which the first person comes in; null when there is somebody already. With `replace` it takes the place of all
 * earlier ones.
 */
export async function createSetUpLink(parts: LinkParts, { replace }: { replace: boolean }): Promise<NewLink | null> {
  if (await hasPeople(parts.sql)) return null;
  return createLink(parts, { purpose: 'set_up', personId: null, replace });
}

/** Makes a link by which a person chooses a new password. Earlier ones end. */
export async function createPasswordLink(parts: LinkParts, email: string): Promise<Result<NewLink>> {
  const person = await findPersonByEmail(parts.sql, email);
  if (person === null) return refused(refuse('not_found', `There is nobody with the address ${email}.`));
  return accepted(await createLink(parts, { purpose: 'reset_password', personId: person.id, replace: true }));
}

async function createLink(
  parts: LinkParts,
  {
    purpose,
    personId,
    replace,
  }: {
    readonly purpose: 'set_up' | 'reset_password';
    readonly personId: string | null;
    readonly replace: boolean;
  },
): Promise<NewLink> {
  const { token, tokenHash } = makeLinkToken(parts);
  const createdAt = instantFromMs(parts.nowMs());
  const expiresAt = addMs(createdAt, LIFETIME_MS);
  await parts.sql.begin(async (db) => {
    if (replace) await deletePeopleLinks(db, purpose, personId);
    await insertPeopleLink(db, { id: parts.newId(), purpose, personId, tokenHash, createdAt, expiresAt });
    // A server that starts makes one for its terminal; only what people do belongs to that of acts.
    if (parts.actor.kind !== 'system') {
      const details = { purpose, expiresAt };
      const act = { action: 'people_link.create', targetType: 'person', targetId: personId, details } as const;
      await noteAct(db, parts, WHOLE_INSTALLATION, act);
    }
  });
  return { token, expiresAt };
}
