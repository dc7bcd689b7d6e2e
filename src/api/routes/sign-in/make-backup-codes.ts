import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { actOnSignIn } from '../../sign-in/personal-act.ts';
import { backupCodesOf } from '../../sign-in/sign-in-request.ts';

export const makeBackupCodes = defineOperation('makeBackupCodes', {
  async handle({ body }, context) {
    const answer = await actOnSignIn(context, {
      act: 'two-factor/generate-backup-codes',
      body,
      field: 'password',
      action: 'person.make_backup_codes',
    });
    return isRefusal(answer) ? answer : { status: 200, body: { backupCodes: backupCodesOf(answer) } };
  },
});
