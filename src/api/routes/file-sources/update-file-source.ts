import { updateFileSource as update } from '../../../commands/files/update-file-source.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileSource } from '../../presenters/file-source.ts';

export const updateFileSource = defineOperation('updateFileSource', {
  async handle({ path, body }, { parts, principal, log }) {
    const updated = await update(parts, principal, path.fileSourceId, body);
    if (!updated.ok) return updated.refusal;
    const fields = { fileSourceId: path.fileSourceId, changed: Object.keys(body), callerId: principal.caller.id };
    log.info(fields, 'a file source is changed');
    return { status: 200, body: await presentFileSource(parts.sql, updated.value) };
  },
});
