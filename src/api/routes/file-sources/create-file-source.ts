import { createFileSource as create } from '../../../commands/files/create-file-source.ts';
import { refuseField } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileSource } from '../../presenters/file-source.ts';

export const createFileSource = defineOperation('createFileSource', {
  async handle({ body }, { parts, principal, log }) {
    if (body.kind === 'folder' && !parts.watchesFolders)
      return refuseField('body', 'kind', 'cannot be "folder": the server has no CAUSEWAY_FILE_ROOT');
    const created = await create(parts, principal, body);
    if (!created.ok) return created.refusal;
    const { id, kind, connectionId } = created.value;
    log.info({ fileSourceId: id, kind, connectionId, callerId: principal.caller.id }, 'a file source is made');
    return {
      status: 201,
      headers: { Location: `/v1/fileSources/${id}` },
      body: await presentFileSource(parts.sql, created.value),
    };
  },
});
