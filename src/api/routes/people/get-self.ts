import { refuse } from '../../../domain/refusal.ts';
import { listMemberships } from '../../../store/people/members.ts';
import { findPerson } from '../../../store/people/people.ts';
import { defineOperation } from '../../operation.ts';
import { presentMembership } from '../../presenters/membership.ts';

export const getSelf = defineOperation('getSelf', {
  async handle(_input, { parts, person }) {
    const { sql } = parts.console;
    const [self, memberships] = await Promise.all([findPerson(sql, person.id), listMemberships(sql, person.id)]);
    if (self === null) return refuse('session_required', 'Sign in to the console.');
    const { id, email, name, hasTwoFactor } = self;
    return {
      status: 200,
      body: { person: { id, email, name, hasTwoFactor }, memberships: memberships.map(presentMembership) },
    };
  },
});
