import type { Environment } from '../environment.ts';
import { isScope, SCOPES, type Scope } from './scope.ts';

/** What a member of an organization is, from the one who may do everything to the one who may only look. */
export const ROLES = ['owner', 'admin', 'developer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What only people may do, in the console. No key can have these. */
export const CONSOLE_PERMISSIONS = [
  'keys:read',
  'keys:write',
  'members:read',
  'members:write',
  'owners:write',
  'organization:write',
] as const;
export type ConsolePermission = (typeof CONSOLE_PERMISSIONS)[number];

/**
 * Operations of the console that ask for a session and for no role: what people do with an account of their own. Whoever was removed from
 * their last organization keeps these and nothing else, so that they can look after their password and come back by another invitation.
 */
export const PERSONAL_OPERATIONS: readonly string[] = [
  'getSelf',
  'updateSelf',
  'changePassword',
  'enableTwoFactor',
  'confirmTwoFactor',
  'disableTwoFactor',
  'makeBackupCodes',
  'listSessions',
  'endSession',
  'endOtherSessions',
  'joinOrganization',
];
/** Ask for the role of an owner, in whatever organization, by themselves: they act for none. */
export const OWNERS_OPERATIONS: readonly string[] = ['createOrganization'];

/** What a caller may do: the scopes of a key, or those that a role stands for and what only people may do. */
export type Permission = Scope | ConsolePermission;

const KNOWN_PERMISSIONS: ReadonlySet<string> = new Set(CONSOLE_PERMISSIONS);

const READS = SCOPES.filter((scope) => scope.endsWith(':read') && scope !== 'audit:read');
const VIEWER: readonly Permission[] = [...READS, 'members:read'];
const ADMIN: readonly Permission[] = [...SCOPES, 'keys:read', 'keys:write', 'members:read', 'members:write'];
const OWNER: readonly Permission[] = [...ADMIN, 'owners:write', 'organization:write'];

/** Developers build with test data, and look at live data and keep its webhooks; money and keys of customers are for admins. */
const DEVELOPER: Readonly<Record<Environment, readonly Permission[]>> = {
  test: [...SCOPES.filter((scope) => scope !== 'audit:read'), 'keys:read', 'keys:write', 'members:read'],
  live: [...VIEWER, 'webhooks:write', 'keys:read'],
};

const GRANTED: Readonly<Record<Role, Readonly<Record<Environment, ReadonlySet<Permission>>>>> = {
  owner: { live: new Set(OWNER), test: new Set(OWNER) },
  admin: { live: new Set(ADMIN), test: new Set(ADMIN) },
  developer: { live: new Set(DEVELOPER.live), test: new Set(DEVELOPER.test) },
  viewer: { live: new Set(VIEWER), test: new Set(VIEWER) },
};

/** Whether a text names a permission of the console or a scope of keys. */
export function isPermission(text: string): text is Permission {
  return KNOWN_PERMISSIONS.has(text) || isScope(text);
}

/** What a member of that role may do in one environment of the organization. */
export function permissionsOf(role: Role, environment: Environment): ReadonlySet<Permission> {
  return GRANTED[role][environment];
}
