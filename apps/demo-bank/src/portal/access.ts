import type { DelegatedUser, DelegatedUserKey } from '../delegated-user.ts';
import type { DelegatedUsers } from '../delegated-users.ts';
import type { PortalAccess } from './portal-access.ts';

/** What holds for a user whom the bank has only ever met outside the portal. */
export function accessOf(user: DelegatedUser): PortalAccess {
  return {
    ...{ phone: null, secondFactor: null, isPasswordTemporary: true, passwordSetAt: user.createdAt, totp: null },
    ...{ rejectedCodes: 0, invitation: null, acceptedNotices: [], accountPermissions: {}, settings: {} },
    ...user.portal,
  };
}

/** Changes what the portal knows of a user. Resolves when it is on disk. */
export async function changeAccess(
  users: DelegatedUsers,
  key: DelegatedUserKey,
  change: (access: PortalAccess) => Partial<PortalAccess>,
): Promise<DelegatedUser> {
  return users.change(key, (user) => {
    const access = accessOf(user);
    return { ...user, portal: { ...access, ...change(access) } };
  });
}
