import type { AuditEntry } from '../../domain/audit-entry.ts';
import type { Presented } from '../operation.ts';

/** Actor and target, which the row keeps flat, become objects. */
export function presentAuditEntry(entry: AuditEntry): Presented<'AuditEntry'> {
  const { id, createdAt, environment, action, outcome, requestId, sourceAddress, details } = entry;
  return {
    id,
    createdAt,
    environment,
    action,
    outcome,
    actor: { kind: entry.actorKind, id: entry.actorId, label: entry.actorLabel },
    requestId,
    sourceAddress,
    target: { type: entry.targetType, id: entry.targetId },
    details: { ...details },
  };
}
