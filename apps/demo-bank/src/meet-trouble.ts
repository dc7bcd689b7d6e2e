import { toEpochMs, toInstant } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from './delegated-user.ts';
import type { DelegatedUsers } from './delegated-users.ts';
import type { Trouble } from './trouble.ts';

const MAINTENANCE_MS = 15 * 60_000;

/**
 * Counts one request of a user against its trouble and returns the trouble when it strikes, or null when the request
 * passes. Maintenance that is over is taken back.
 */
export async function meetTrouble(
  users: DelegatedUsers,
  key: DelegatedUserKey,
  nowMs: number,
): Promise<Trouble | null> {
  const { trouble } = users.get(key);
  if (trouble === null) return null;
  if (trouble.passing > 0) {
    await users.change(key, (user) => ({ ...user, trouble: { ...trouble, passing: trouble.passing - 1 } }));
    return null;
  }
  if (trouble.kind !== 'maintenance') return trouble;
  if (trouble.until === null) {
    const begun = { ...trouble, until: toInstant(nowMs + MAINTENANCE_MS) };
    await users.change(key, (user) => ({ ...user, trouble: begun }));
    return begun;
  }
  if (nowMs < toEpochMs(trouble.until)) return trouble;
  await users.change(key, (user) => ({ ...user, trouble: null }));
  return null;
}
