import { instantFromMs } from '../../domain/values/instant.ts';
import { type EntityRow, updateEntityContacts as writeContacts } from '../../store/tenants/entities.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** Replaces the contacts of an entity. Addresses that differ only in case count once; the first spelling stays. */
export async function updateEntityContacts(
  parts: CommandParts,
  organizationId: string,
  id: string,
  contactEmails: readonly string[],
): Promise<EntityRow | null> {
  const bySpelling = new Map<string, string>();
  for (const email of contactEmails) {
    const key = email.toLowerCase();
    if (!bySpelling.has(key)) bySpelling.set(key, email);
  }
  const change = { contactEmails: [...bySpelling.values()], updatedAt: instantFromMs(parts.nowMs()) };
  return parts.sql.begin(async (db) => {
    const entity = await writeContacts(db, organizationId, id, change);
    const details = { fields: ['contactEmails'] };
    const act = { action: 'entity.update', targetType: 'entity', targetId: id, details } as const;
    if (entity !== null) await noteAct(db, parts, { organizationId, environment: null }, act);
    return entity;
  });
}
