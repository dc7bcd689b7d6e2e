import { defineOperation } from '../../operation.ts';
import { takeSecondStep } from '../../sign-in/second-step.ts';

export const verifyTotp = defineOperation('verifyTotp', {
  handle: ({ body }, context) => takeSecondStep(context, { act: 'two-factor/verify-totp', code: body.code }),
});
