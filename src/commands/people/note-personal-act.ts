import type { AuditAct } from '../../domain/audit-entry.ts';
import type { Db } from '../../infra/database.ts';
import { listMemberships } from '../../store/people/members.ts';
import { noteAct, WHOLE_INSTALLATION } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

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
