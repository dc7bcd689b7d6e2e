import { instantFromMs } from '../../domain/values/instant.ts';
import { assignFreeNumbers } from '../../store/connections/delegated-contacts.ts';
import type { CommandParts } from '../parts.ts';

/** Gives phone numbers that came free to connections in setup that wait for one. Returns how many. */
export async function giveFreeNumbers({
  sql,
  phoneNumbers,
  nowMs,
}: Pick<CommandParts, 'sql' | 'phoneNumbers' | 'nowMs'>): Promise<number> {
  return phoneNumbers.length === 0 ? 0 : assignFreeNumbers(sql, phoneNumbers, instantFromMs(nowMs()));
}
