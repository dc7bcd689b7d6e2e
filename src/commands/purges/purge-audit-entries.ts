import { firstIdAt } from '../../domain/values/id.ts';
import { deleteOldAuditEntries } from '../../store/audit-entries.ts';
import type { CommandParts } from '../parts.ts';

const DAY_MS = 86_400_000;
/** Deleted in one statement; entries are written on beside it. */
const BATCH = 1_000;

export interface AuditRetention {
  /** How long entries are kept; the database refuses to let any go that are younger than 90 days. */
  readonly auditRetentionDays: number;
}

/** Forgets audit entries that are older than is set. Any number of processes may do this at once. Returns how many went. */
export async function purgeAuditEntries({
  sql,
  nowMs,
  auditRetentionDays,
}: Pick<CommandParts, 'sql' | 'nowMs'> & AuditRetention): Promise<number> {
  const before = firstIdAt(Math.max(0, nowMs() - auditRetentionDays * DAY_MS));
  let purged = 0;
  for (let batch = BATCH; batch === BATCH; purged += batch) batch = await deleteOldAuditEntries(sql, before, BATCH);
  return purged;
}
