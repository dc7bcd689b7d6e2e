import { discardQuarantinedFile as discard } from '../../../commands/files/discard-quarantined-file.ts';
import { defineOperation } from '../../operation.ts';
import { presentQuarantinedFile } from '../../presenters/quarantined-file.ts';

export const discardQuarantinedFile = defineOperation('discardQuarantinedFile', {
  async handle({ path }, { parts, principal, log }) {
    const discarded = await discard(parts, principal, path.quarantinedFileId);
    if (!discarded.ok) return discarded.refusal;
    log.info(
      { quarantinedFileId: path.quarantinedFileId, callerId: principal.caller.id },
      'a quarantined file is discarded',
    );
    return { status: 200, body: presentQuarantinedFile(discarded.value) };
  },
});
