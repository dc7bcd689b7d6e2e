import { type DelegatedUser, type DelegatedUserKey, MAX_REJECTED_SIGN_INS } from '../delegated-user.ts';
import { endVisitTrouble, meetTrouble } from '../meet-trouble.ts';
import { isOwner } from '../owner.ts';
import { isPasswordOf } from '../password.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import type { Trouble, TroubleKind } from '../trouble.ts';

/** What a sign-in came to. */
export type SignInOutcome =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'owner'; readonly companyId: string }
  /** The bank has trouble at the door, which shows to everybody. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  /** The right password, and trouble that only shows to who knows it. */
  | { readonly kind: 'user'; readonly user: DelegatedUser; readonly trouble: Trouble | null };

const SHOWN_AT_THE_DOOR: readonly TroubleKind[] = ['maintenance', 'down', 'rateLimited'];

/** Checks who signs in. Wrong passwords are counted, together with those of the download, and lock the user. */
export async function authenticate(
  parts: BankParts,
  login: { readonly companyId: string; readonly username: string; readonly password: string },
  virtualMs: number | null,
): Promise<SignInOutcome> {
  const { users, instances, personality, hashPassword } = parts;
  const { companyId, username, password } = login;
  if (isOwner(companyId, username, password)) return { kind: 'owner', companyId };
  const key: DelegatedUserKey = { bankId: personality.id, companyId, username };
  const user = users.find(key);
  if (user === null) {
    // A name that does not exist takes as long as a wrong password, so that nobody can find names by the clock.
    await hashPassword(password);
    return { kind: 'rejected' };
  }
  const nowMs = instances.peekMs(user, virtualMs);
  const trouble = await meetTrouble(users, user, { nowMs, place: 'signIn' });
  if (trouble?.kind === 'locked') return { kind: 'locked' };
  if (trouble !== null && SHOWN_AT_THE_DOOR.includes(trouble.kind)) {
    await endVisitTrouble(users, user, trouble);
    return { kind: 'trouble', trouble };
  }
  if (users.get(key).rejectedSignIns >= MAX_REJECTED_SIGN_INS) return { kind: 'locked' };
  if (!(await isPasswordOf(user.passwordHash, password))) {
    const { rejectedSignIns } = await users.change(key, (now) => ({
      ...now,
      rejectedSignIns: now.rejectedSignIns + 1,
    }));
    return { kind: rejectedSignIns >= MAX_REJECTED_SIGN_INS ? 'locked' : 'rejected' };
  }
  if (users.get(key).rejectedSignIns > 0) await users.change(key, (now) => ({ ...now, rejectedSignIns: 0 }));
  if (trouble !== null) await endVisitTrouble(users, user, trouble);
  return { kind: 'user', user: users.get(key), trouble };
}
