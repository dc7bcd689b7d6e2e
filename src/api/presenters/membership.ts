import { permissionsOf, type Role } from '../../domain/access/role.ts';
import type { Presented } from '../operation.ts';

/** With what the role permits in each environment, so that pages need not know the roles. */
export function presentMembership(member: {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: Role;
}): Presented<'Membership'> {
  const { organizationId, organizationName, role } = member;
  const permissions = { live: [...permissionsOf(role, 'live')], test: [...permissionsOf(role, 'test')] };
  return { organizationId, organizationName, role, permissions };
}
