import type { Instant } from '@causeway/bank-simulator';
import type { Permission } from '../permission.ts';
import type { SecondFactor } from './looks/parts.ts';
import type { PortalSettings } from './portal-settings.ts';

/** What a bank knows of a user only for its portal. */
export interface PortalAccess {
  readonly phone: string | null;
  /** How the owner wants this user's sign-ins to be checked; null for the bank's usual way. */
  readonly secondFactor: SecondFactor | null;
  /** Whether the password was given by the bank and has to be changed. */
  readonly isPasswordTemporary: boolean;
  /** When the password was set, in bank time. */
  readonly passwordSetAt: Instant;
  /** The authenticator app that the user has set up, and the last time step whose code was taken. */
  readonly totp: { readonly secret: string; readonly lastStep: number } | null;
  /** Wrong codes in a row, over all visits. */
  readonly rejectedCodes: number;
  readonly invitation: Invitation | null;
  /** Notices that the user has accepted. */
  readonly acceptedNotices: readonly string[];
  /** Rights in single accounts, by account id. In accounts that are not named, the user has its `permissions`. */
  readonly accountPermissions: Readonly<Record<string, readonly Permission[]>>;
  readonly settings: PortalSettings;
}

/** A code by which a user who was invited sets the first password. */
export interface Invitation {
  readonly codeHash: string;
  /** In real time: an e-mail gets old in the real world. */
  readonly expiresAt: Instant;
  readonly rejectedTries: number;
}
