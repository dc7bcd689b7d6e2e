import { toEpochMs, toInstant } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from './delegated-user.ts';
import type { DelegatedUsers } from './delegated-users.ts';
import type { Trouble } from './trouble.ts';

const MAINTENANCE_MS = 15 * 60_000;

/**
 * Counts one request of a user against its trouble and returns the trouble when it strikes, or null when the request
 * passes. Maintenance that is over is taken back; trouble for one visit is taken back by `endVisitTrouble`.
 */
export async function meetTrouble(
  users: DelegatedUsers,
  key: DelegatedUserKey,
  { nowMs, place }: { readonly nowMs: number; readonly place: 'signIn' | 'session' },
): Promise<Trouble | null> {
  const { trouble } = users.get(key);
  if (trouble === null || !strikesAt(trouble, place)) return null;
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

/** Takes trouble for one visit back once it has struck; what was ordered since stays. */
export async function endVisitTrouble(users: DelegatedUsers, key: DelegatedUserKey, trouble: Trouble): Promise<void> {
  if (!trouble.once) return;
  await users.change(key, (user) => (user.trouble === trouble ? { ...user, trouble: null } : user));
}

/** A code is asked for at the door only. */
function strikesAt({ kind, once }: Trouble, place: 'signIn' | 'session'): boolean {
  return place === 'signIn' || !(once || kind === 'codeRequired');
}
