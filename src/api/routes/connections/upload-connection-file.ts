import { uploadFile } from '../../../commands/upload-file.ts';
import { refuse } from '../../../domain/refusal.ts';
import { findConnection } from '../../../store/connections.ts';
import { awaitRun } from '../../await-run.ts';
import { defineOperation } from '../../operation.ts';
import { presentSyncRun } from '../../presenters/sync-run.ts';

/** Takes a file in: the bytes are staged, checked, kept as evidence, and read by a worker before the answer goes out. */
export const uploadConnectionFile = defineOperation('uploadConnectionFile', {
  maxBodyBytes: (parts) => parts.maxUploadBytes,
  async handle({ path, body }, { parts, principal, signal }) {
    // Asked first, so that nobody sends a gigabyte to a connection that is not there.
    if ((await findConnection(parts.sql, principal, path.connectionId)) === null)
      return refuse('not_found', 'There is no such connection.');
    const staged = await parts.stageFile(body.file.stream);
    try {
      const fields = await body.readFields();
      if (!fields.ok) return fields.refusal;
      const { format: formatHint = null, accountId = null, ...knowledge } = fields.value;
      const { sha256, sizeBytes, keep } = staged;
      const file = { name: body.file.name, sha256, sizeBytes, formatHint, accountId, knowledge, keep };
      const uploaded = await uploadFile(parts, principal, path.connectionId, file);
      if (!uploaded.ok) return uploaded.refusal;
      const ended = await awaitRun(parts, principal, uploaded.value.run, signal);
      if ('refused' in ended) return ended;
      const run = presentSyncRun(ended);
      if (!uploaded.value.created) return { status: 200, body: run };
      return {
        status: 201,
        headers: { Location: `/v1/connections/${run.connectionId}/syncRuns/${run.id}` },
        body: run,
      };
    } finally {
      await staged.discard();
    }
  },
});
