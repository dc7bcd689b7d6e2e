import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { uploadFile } from '../../../commands/files/upload-file.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { awaitRun } from '../../await-run.ts';
import { defineOperation } from '../../operation.ts';
import type { ApiParts } from '../../parts.ts';
import { presentSyncRun } from '../../presenters/sync-run.ts';

/** Takes a file in: the bytes are staged, checked, kept as evidence, and read by a worker before the answer goes out. */
export const uploadConnectionFile = defineOperation('uploadConnectionFile', {
  maxBodyBytes: (parts: ApiParts) => parts.maxUploadBytes,
  async prepare({ path, body }, { parts, principal }) {
    // Asked first, so that nobody sends a gigabyte to a connection that is not there.
    if ((await findConnection(parts.sql, principal, path.connectionId)) === null) return NO_CONNECTION;
    const staged = await parts.stageFile(body.file.stream);
    const fields = await body.readFields().catch(async (cause: unknown) => {
      await staged.discard();
      throw cause;
    });
    if (!fields.ok) {
      await staged.discard();
      return fields.refusal;
    }
    const { name } = body.file;
    const content = { name, sha256: staged.sha256, fields: fields.value };
    return { given: { name, staged, fields: fields.value }, content, release: staged.discard };
  },
  async handle({ path, given }, { parts, principal }) {
    const { format: formatHint = null, accountId = null, ...knowledge } = given.fields;
    const { sha256, sizeBytes, keep } = given.staged;
    const file = { name: given.name, sha256, sizeBytes, formatHint, accountId, knowledge, keep };
    const uploaded = await uploadFile(parts, principal, path.connectionId, file);
    if (!uploaded.ok) return uploaded.refusal;
    return { pending: { runId: uploaded.value.run.id, created: uploaded.value.created } };
  },
  async settle({ runId, created }, { path }, { parts, principal, signal }) {
    const ended = await awaitRun(parts, principal, { id: runId, connectionId: path.connectionId }, signal);
    if ('refused' in ended) return ended;
    const run = presentSyncRun(ended);
    if (!created) return { status: 200, body: run };
    return {
      status: 201,
      headers: { Location: `/v1/connections/${run.connectionId}/syncRuns/${run.id}` },
      body: run,
    };
  },
});
