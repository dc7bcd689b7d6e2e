import { listMembers as list } from '../../../store/people/members.ts';
import { defineOperation } from '../../operation.ts';
import { presentMember } from '../../presenters/member.ts';

export const listMembers = defineOperation('listMembers', {
  async handle(_input, { parts, principal }) {
    const members = await list(parts.console.sql, principal.organizationId);
    return { status: 200, body: { data: members.map(presentMember) } };
  },
});
