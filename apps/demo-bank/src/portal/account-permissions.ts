import type { DelegatedUser } from '../delegated-user.ts';
import { type Permission, permissionNames } from '../permission.ts';
import { accessOf } from './access.ts';

/** The rights of a user in one account. */
export function permissionsIn(user: DelegatedUser, accountId: string): readonly Permission[] {
  const { accountPermissions } = accessOf(user);
  return Object.hasOwn(accountPermissions, accountId) ? (accountPermissions[accountId] ?? []) : user.permissions;
}

/** Whether a user has a right in one account. */
export function mayIn(user: DelegatedUser, accountId: string, permission: Permission): boolean {
  return permissionsIn(user, accountId).includes(permission);
}

/** Whether a user has a right in any account at all. */
export function mayAnywhere(user: DelegatedUser, permission: Permission): boolean {
  const named = Object.values(accessOf(user).accountPermissions);
  return user.permissions.includes(permission) || named.some((permissions) => permissions.includes(permission));
}

/** Whether a user may see that an account exists. */
export function maySee(user: DelegatedUser, accountId: string): boolean {
  return permissionNames.some((name) => mayIn(user, accountId, name));
}
