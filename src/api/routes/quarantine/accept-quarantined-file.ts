import { acceptQuarantinedFile as accept } from '../../../commands/files/accept-quarantined-file.ts';
import { mergeKnowledge } from '../../../domain/files/file-knowledge.ts';
import { refuse } from '../../../domain/refusal.ts';
import { findQuarantinedFile } from '../../../store/files/quarantined-files.ts';
import { awaitRun } from '../../await-run.ts';
import { defineOperation } from '../../operation.ts';
import { presentQuarantinedFile } from '../../presenters/quarantined-file.ts';

export const acceptQuarantinedFile = defineOperation('acceptQuarantinedFile', {
  async handle({ path, body }, { parts, principal, signal, log }) {
    const queued = await accept(parts, principal, path.quarantinedFileId, mergeKnowledge(body));
    if (!queued.ok) return queued.refusal;
    if (queued.value !== null) {
      const fields = { quarantinedFileId: path.quarantinedFileId, callerId: principal.caller.id };
      log.info(fields, 'a quarantined file is accepted');
      const ended = await awaitRun(parts, principal, queued.value, signal);
      if ('refused' in ended) return ended;
    }
    const file = await findQuarantinedFile(parts.sql, principal, path.quarantinedFileId);
    if (file === null) return refuse('not_found', 'There is no such quarantined file.');
    return { status: 200, body: presentQuarantinedFile(file) };
  },
});
