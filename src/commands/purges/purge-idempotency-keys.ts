import { deleteOldNamedActs } from '../../store/idempotency-keys.ts';
import type { CommandParts } from '../parts.ts';

/** How long a key stands for its request, in real time. */
export const IDEMPOTENCY_KEY_LIFE_MS = 86_400_000;
/** Deleted in one statement; requests are served on beside it. */
const BATCH = 1_000;

/** Forgets the keys of requests that are older than a day, by the database's clock, with their answers. Returns how many went. */
export async function purgeIdempotencyKeys({ sql }: Pick<CommandParts, 'sql'>): Promise<number> {
  let purged = 0;
  for (let batch = BATCH; batch === BATCH; purged += batch)
    batch = await deleteOldNamedActs(sql, IDEMPOTENCY_KEY_LIFE_MS, BATCH);
  return purged;
}
