import { FAULTS } from '../../domain/connection/connection-fault.ts';
import type { ConnectionTransitionRow } from '../../store/connections/connection-transitions.ts';
import type { Presented } from '../operation.ts';

/** Who has to act is not stored: it follows from the fault code, by the catalogue of today. */
export function presentConnectionTransition(transition: ConnectionTransitionRow): Presented<'ConnectionTransition'> {
  return {
    id: transition.id,
    at: transition.at,
    cause: transition.cause,
    actor: transition.actor,
    previousKind: transition.fromKind,
    kind: transition.toKind,
    previousStatus: transition.fromStatus,
    status: transition.toStatus,
    errorCode: transition.errorCode,
    actionRequiredBy: transition.errorCode === null ? null : FAULTS[transition.errorCode].actor,
  };
}
