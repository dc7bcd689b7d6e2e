import type { Schemas } from '../../api/operation-types.ts';

export type Role = Schemas['Role'];

/** What each role is for, in a line; the guide has the table. */
const MEANINGS: Readonly<Record<Role, string>> = {
  owner: 'Everything, and who else is an owner',
  admin: 'Everything but owners and the organization itself',
  developer: 'Builds with test data, looks at live data',
  viewer: 'Looks, and changes nothing',
};

/** Roles that a member may give, the least first. */
export function listRoles(mayTouchOwners: boolean): { value: Role; label: string }[] {
  const roles: readonly Role[] = ['viewer', 'developer', 'admin', ...(mayTouchOwners ? (['owner'] as const) : [])];
  return roles.map((value) => ({ value, label: `${value}: ${MEANINGS[value]}` }));
}
