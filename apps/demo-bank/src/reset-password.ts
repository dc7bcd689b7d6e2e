import { toInstant } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from './delegated-user.ts';
import { generatePassword } from './password.ts';
import { accessOf } from './portal/access.ts';
import type { HouseParts } from './routes/bank-parts.ts';

/**
 * Gives a delegated user a new temporary password: the old one ends, and with it a lock, an expiry, an invitation and
 * every open session.
 */
export async function resetPassword(parts: HouseParts, key: DelegatedUserKey): Promise<string> {
  const { users, instances, sessions, portalSessions, hashPassword } = parts;
  const temporaryPassword = generatePassword();
  const passwordHash = await hashPassword(temporaryPassword);
  const passwordSetAt = toInstant(instances.peekMs(key, null));
  await users.change(key, (current) => {
    const isCured = current.trouble?.kind === 'passwordExpired' || current.trouble?.kind === 'locked';
    const access = accessOf(current);
    return {
      ...current,
      passwordHash,
      rejectedSignIns: 0,
      trouble: isCured ? null : current.trouble,
      portal: { ...access, isPasswordTemporary: true, passwordSetAt, invitation: null, rejectedCodes: 0 },
    };
  });
  sessions.endAllOf(key);
  portalSessions.endAllOf(key);
  return temporaryPassword;
}
