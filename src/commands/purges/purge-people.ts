import { instantFromMs } from '../../domain/values/instant.ts';
import { purgeSignIns } from '../../store/people/people-sessions.ts';
import type { CommandParts } from '../parts.ts';

/** Forgets sessions, links, invitations and refused tries that are over. */
export async function purgePeople(parts: Pick<CommandParts, 'sql' | 'nowMs'>): Promise<void> {
  await purgeSignIns(parts.sql, instantFromMs(parts.nowMs()));
}
