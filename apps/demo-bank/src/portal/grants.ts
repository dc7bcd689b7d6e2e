import type { Permission } from '../permission.ts';
import type { GrantedPermissions } from './user-draft.ts';
import type { Visit } from './visit.ts';

/** Reads which rights are ticked, in accounts that exist and in those that are opened later; null when none is. */
export function readGrants({ request, rules }: Visit, accountIds: readonly string[]): GrantedPermissions | null {
  const { body } = request;
  const sent: unknown = typeof body === 'object' && body !== null && 'grant' in body ? body.grant : [];
  const ticked = new Set<unknown>(Array.isArray(sent) ? sent : [sent]);
  const held = (id: string): Permission[] => rules.permissions.filter((name) => ticked.has(`${id}:${name}`));
  const byAccount = Object.fromEntries(accountIds.map((id) => [id, held(id)]));
  const later = held('later');
  const isNothing = later.length === 0 && Object.values(byAccount).every((permissions) => permissions.length === 0);
  return isNothing ? null : { byAccount, later };
}
