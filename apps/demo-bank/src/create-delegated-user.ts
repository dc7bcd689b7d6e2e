import type { Instant } from '@causeway/bank-simulator';
import type { DelegatedUser, DelegatedUserKey } from './delegated-user.ts';
import { generatePassword } from './password.ts';
import type { Permission } from './permission.ts';
import type { PortalAccess } from './portal/portal-access.ts';

/** What an owner says of a new delegated user. */
export interface NewDelegatedUser extends DelegatedUserKey {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly permissions: readonly Permission[];
  readonly createdAt: Instant;
  /** What the portal knows from the beginning; absent where the user was not created in it. */
  readonly portal?: PortalAccess;
}

/** Makes a delegated user with a temporary password. Nothing is stored yet. */
export async function makeDelegatedUser(
  values: NewDelegatedUser,
  hashPassword: (password: string) => Promise<string>,
): Promise<{ readonly user: DelegatedUser; readonly temporaryPassword: string }> {
  const temporaryPassword = generatePassword();
  const passwordHash = await hashPassword(temporaryPassword);
  const user: DelegatedUser = {
    ...values,
    passwordHash,
    rejectedSignIns: 0,
    reachedInstant: values.createdAt,
    scenarios: [],
    trouble: null,
  };
  return { user, temporaryPassword };
}
