import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { actOnSignIn } from '../../sign-in/personal-act.ts';

export const disableTwoFactor = defineOperation('disableTwoFactor', {
  async handle({ body }, context) {
    const asked = { act: 'two-factor/disable', body, field: 'password', action: 'person.disable_two_factor' } as const;
    const answer = await actOnSignIn(context, asked);
    return isRefusal(answer) ? answer : { status: 204, cookies: answer.cookies };
  },
});
