import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { actOnSignIn } from '../../sign-in/personal-act.ts';

export const confirmTwoFactor = defineOperation('confirmTwoFactor', {
  async handle({ body }, context) {
    const answer = await actOnSignIn(context, {
      act: 'two-factor/verify-totp',
      body: { code: body.code.replaceAll(/\s/g, '') },
      field: 'code',
      action: 'person.enable_two_factor',
    });
    return isRefusal(answer) ? answer : { status: 204, cookies: answer.cookies };
  },
});
