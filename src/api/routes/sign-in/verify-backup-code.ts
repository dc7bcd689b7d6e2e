import { defineOperation } from '../../operation.ts';
import { takeSecondStep } from '../../sign-in/second-step.ts';

export const verifyBackupCode = defineOperation('verifyBackupCode', {
  handle: ({ body }, context) => takeSecondStep(context, { act: 'two-factor/verify-backup-code', code: body.code }),
});
