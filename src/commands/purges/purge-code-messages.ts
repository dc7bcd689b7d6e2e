import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import { deleteOldCodeMessages } from '../../store/connections/code-messages.ts';
import type { CommandParts } from '../parts.ts';

/** Longest time that a bank's page can be slower than its message, or a code be good. */
const KEPT_MS = 15 * 60_000;

/** Erases messages that no code is looked for in any more. Returns how many. */
export function purgeCodeMessages(parts: Pick<CommandParts, 'sql' | 'nowMs'>): Promise<number> {
  return deleteOldCodeMessages(parts.sql, addMs(instantFromMs(parts.nowMs()), -KEPT_MS));
}
