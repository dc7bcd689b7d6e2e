import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { actOnSignIn } from '../../sign-in/personal-act.ts';

export const changePassword = defineOperation('changePassword', {
  async handle({ body }, context) {
    const answer = await actOnSignIn(context, {
      act: 'change-password',
      body: { ...body, revokeOtherSessions: true },
      field: 'currentPassword',
      action: 'person.change_password',
    });
    return isRefusal(answer) ? answer : { status: 204, cookies: answer.cookies };
  },
});
