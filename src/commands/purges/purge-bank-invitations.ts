import { instantFromMs } from '../../domain/values/instant.ts';
import { deleteExpiredInvitations } from '../../store/connections/bank-invitations.ts';
import type { CommandParts } from '../parts.ts';

/** Erases invitations of banks that have expired. Returns how many. */
export function purgeBankInvitations(parts: Pick<CommandParts, 'sql' | 'nowMs'>): Promise<number> {
  return deleteExpiredInvitations(parts.sql, instantFromMs(parts.nowMs()));
}
