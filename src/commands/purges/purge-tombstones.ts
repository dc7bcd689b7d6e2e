import { CURSOR_LIFE_MS } from '../../domain/cursors/stream-cursor.ts';
import { addMs } from '../../domain/values/instant.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { findTenantNowOfDatabase } from '../../store/tenants/tenant-clock.ts';
import { deleteTombstones, markStream, takeMarkBefore } from '../../store/transactions/tombstones.ts';
import { getStreamHead } from '../../store/transactions/transaction-stream.ts';
import type { CommandParts } from '../parts.ts';

const DAY_MS = 86_400_000;
/** Marks are a day apart, so a tombstone outlives the longest cursor by up to two days. */
const MARK_EVERY_MS = DAY_MS;
/** Longer than a cursor, because the clock by which cursors expire is that of the process which serves them. */
const TOMBSTONE_LIFE_MS = CURSOR_LIFE_MS + DAY_MS;
/** Deleted in one statement; readers and writers go on beside it. */
const BATCH = 1_000;

/**
 * Forgets removed transactions that no valid cursor can lack. A cursor is valid for `CURSOR_LIFE_MS` from the moment its
 * client's catch-up began, and at that moment the client knew, or could never learn of, everything up to the head. So
 * what lay at or before a head that was read longer ago than that is known to every client that is still served.
 * Returns how many tombstones went. Any number of processes may do this at once.
 */
export async function purgeTombstones({ sql }: Pick<CommandParts, 'sql'>, tenant: Tenant): Promise<number> {
  // The head first and the time after it: the mark may be late but never early, also when virtual time jumps in between.
  const position = await getStreamHead(sql, tenant);
  const at = await findTenantNowOfDatabase(sql, tenant);
  await markStream(sql, tenant, { at, position, since: addMs(at, -MARK_EVERY_MS) });
  const through = await takeMarkBefore(sql, tenant, addMs(at, -TOMBSTONE_LIFE_MS));
  if (through === null) return 0;
  let purged = 0;
  for (let batch = BATCH; batch === BATCH; purged += batch) batch = await deleteTombstones(sql, tenant, through, BATCH);
  return purged;
}
