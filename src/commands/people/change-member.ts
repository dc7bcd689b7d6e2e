import type { Role } from '../../domain/access/role.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import {
  countOwners,
  deleteMember,
  findMember,
  lockMembers,
  type MemberRow,
  updateMemberRole,
} from '../../store/people/members.ts';
import { noteAct } from '../note-act.ts';
import { lockActingMember } from './acting-member.ts';
import type { PeopleParts } from './people-parts.ts';

type MemberParts = Pick<PeopleParts, 'sql' | 'actor' | 'newId' | 'nowMs'>;
interface Change {
  readonly organizationId: string;
  readonly personId: string;
  readonly mayTouchOwners: boolean;
}

/** Gives a member another role. Only owners make and change owners, and the last one stays. */
export async function updateMember(parts: MemberParts, change: Change, role: Role): Promise<Result<MemberRow>> {
  const { organizationId, personId } = change;
  return parts.sql.begin(async (db): Promise<Result<MemberRow>> => {
    const found = await lockMember(db, parts, change, role);
    if (!found.ok || found.value.role === role) return found;
    await updateMemberRole(db, organizationId, personId, role);
    const details = { role, formerRole: found.value.role };
    const act = { action: 'member.update', targetType: 'person', targetId: personId, details } as const;
    await noteAct(db, parts, { organizationId, environment: null }, act);
    return accepted({ ...found.value, role });
  });
}

/** Ends a membership. Only owners remove owners, and the last one stays. */
export async function removeMember(parts: MemberParts, change: Change): Promise<Result<null>> {
  const { organizationId, personId } = change;
  return parts.sql.begin(async (db): Promise<Result<null>> => {
    const found = await lockMember(db, parts, change, null);
    if (!found.ok) return found;
    await deleteMember(db, organizationId, personId);
    const details = { formerRole: found.value.role };
    const act = { action: 'member.remove', targetType: 'person', targetId: personId, details } as const;
    await noteAct(db, parts, { organizationId, environment: null }, act);
    return accepted(null);
  });
}

/** The member, if it may be changed in this way. */
async function lockMember(
  db: Db,
  { actor }: MemberParts,
  { organizationId, personId, mayTouchOwners }: Change,
  role: Role | null,
): Promise<Result<MemberRow>> {
  await lockMembers(db, organizationId);
  const acting = await lockActingMember(db, actor, { organizationId, environment: 'live' }, 'members:write');
  if (acting.refusal !== null) return refused(acting.refusal);
  const touchesOwners = acting.permissions?.has('owners:write') ?? mayTouchOwners;
  const member = await findMember(db, organizationId, personId);
  if (member === null) return refused(refuse('not_found', 'There is no such member.'));
  if ((member.role === 'owner' || role === 'owner') && !touchesOwners) return refused(ONLY_OWNERS);
  const ends = member.role === 'owner' && role !== 'owner';
  return ends && (await countOwners(db, organizationId)) === 1 ? refused(LAST_OWNER) : accepted(member);
}

const ONLY_OWNERS: Refusal = refuse('insufficient_scope', 'Only an owner can make, change or remove an owner.');
const LAST_OWNER: Refusal = refuse(
  'conflict',
  'This is the last owner, without whom nobody could manage the organization. Make another member an owner first.',
);
