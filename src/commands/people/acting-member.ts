import { type Permission, permissionsOf } from '../../domain/access/role.ts';
import type { Actor } from '../../domain/audit-entry.ts';
import type { Environment } from '../../domain/environment.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import { findRole, lockMembers } from '../../store/people/members.ts';

const NOTHING: ReadonlySet<Permission> = new Set();

/** What the acting member may do at this moment; null where it is no member who acts. */
export interface ActingMember {
  readonly refusal: Refusal | null;
  readonly permissions: ReadonlySet<Permission> | null;
}

/**
 * Reads what a member who acts may do, in the transaction `db` of the act: members do not change until it ends. Whoever was removed or
 * demoted after their request had come in does nothing more by it. `refusal` is that of a member who lacks `needed`.
 */
export async function lockActingMember(
  db: Db,
  actor: Actor,
  { organizationId, environment }: { readonly organizationId: string; readonly environment: Environment },
  needed: Permission,
): Promise<ActingMember> {
  if (actor.kind !== 'member') return { refusal: null, permissions: null };
  await lockMembers(db, organizationId);
  const role = await findRole(db, actor.id, organizationId);
  const permissions = role === null ? NOTHING : permissionsOf(role, environment);
  if (permissions.has(needed)) return { refusal: null, permissions };
  const message =
    role === null ? 'You are no longer a member of this organization.' : `Your role does not include ${needed}.`;
  return { refusal: refuse('insufficient_scope', message), permissions };
}
