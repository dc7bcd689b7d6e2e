import type { Permission } from '../permission.ts';
import type { SecondFactor } from './looks/parts.ts';

/** A delegated user whom an owner is about to create, page by page. */
export interface UserDraft {
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly secondFactor: SecondFactor;
  /** Null until the page of the permissions has been sent. */
  readonly granted: GrantedPermissions | null;
}

/** Rights in single accounts, and in all that are opened later. */
export interface GrantedPermissions {
  readonly byAccount: Readonly<Record<string, readonly Permission[]>>;
  readonly later: readonly Permission[];
}
