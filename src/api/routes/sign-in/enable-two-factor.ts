import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { actOnSignIn } from '../../sign-in/personal-act.ts';
import { backupCodesOf } from '../../sign-in/sign-in-request.ts';

export const enableTwoFactor = defineOperation('enableTwoFactor', {
  async handle({ body }, context) {
    const asked = { act: 'two-factor/enable', body, field: 'password', action: null } as const;
    const answer = await actOnSignIn(context, asked);
    if (isRefusal(answer)) return answer;
    const { cookies } = answer;
    return {
      status: 200,
      cookies,
      body: { totpUri: String(answer.body.totpURI), backupCodes: backupCodesOf(answer) },
    };
  },
});
