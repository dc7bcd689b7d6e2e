import { instantFromMs } from '../../../domain/values/instant.ts';
import { listMemberInvitations } from '../../../store/people/member-invitations.ts';
import { defineOperation } from '../../operation.ts';
import { presentInvitation } from '../../presenters/member.ts';

export const listInvitations = defineOperation('listInvitations', {
  async handle(_input, { parts, principal }) {
    const at = instantFromMs(parts.nowMs());
    const invitations = await listMemberInvitations(parts.console.sql, principal.organizationId, at);
    return { status: 200, body: { data: invitations.map(presentInvitation) } };
  },
});
