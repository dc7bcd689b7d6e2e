import { deleteFileSource as remove } from '../../../commands/files/delete-file-source.ts';
import { defineOperation } from '../../operation.ts';

export const deleteFileSource = defineOperation('deleteFileSource', {
  async handle({ path }, { parts, principal, log }) {
    const deleted = await remove(parts, principal, path.fileSourceId);
    if (!deleted.ok) return deleted.refusal;
    log.info({ fileSourceId: path.fileSourceId, callerId: principal.caller.id }, 'a file source is deleted');
    return { status: 204 };
  },
});
