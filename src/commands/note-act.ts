import type { Actor, AuditAct } from '../domain/audit-entry.ts';
import type { Environment } from '../domain/environment.ts';
import { instantFromMs } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import { insertAuditEntry } from '../store/audit-entries.ts';
import type { CommandParts } from './parts.ts';

/** Where an act belongs: null for both environments, and for the whole installation. */
export interface ActPlace {
  readonly organizationId: string | null;
  readonly environment: Environment | null;
}

/** Of the master key and what else belongs to no organization. */
export const WHOLE_INSTALLATION: ActPlace = { organizationId: null, environment: null };

/** Writes the audit entry of an act in the act's own transaction `db`: both are there, or neither is. */
export async function noteAct(
  db: Db,
  { actor, newId, nowMs }: Pick<CommandParts, 'actor' | 'newId' | 'nowMs'>,
  { organizationId, environment }: ActPlace,
  { action, targetType, targetId, details = {}, outcome = 'done' }: AuditAct,
): Promise<void> {
  await insertAuditEntry(db, {
    organizationId,
    environment,
    id: newId(),
    createdAt: instantFromMs(nowMs()),
    action,
    outcome,
    ...describeActor(actor),
    targetType,
    targetId,
    details,
  });
}

function describeActor(actor: Actor) {
  if (!('requestId' in actor))
    return { actorKind: actor.kind, actorId: actor.id, actorLabel: null, requestId: null, sourceAddress: null };
  const { kind, id, label, requestId, sourceAddress } = actor;
  return { actorKind: kind, actorId: id, actorLabel: label, requestId, sourceAddress };
}
