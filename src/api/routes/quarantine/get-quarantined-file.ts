import { refuse } from '../../../domain/refusal.ts';
import { findQuarantinedFile } from '../../../store/files/quarantined-files.ts';
import { defineOperation } from '../../operation.ts';
import { presentQuarantinedFile } from '../../presenters/quarantined-file.ts';

export const getQuarantinedFile = defineOperation('getQuarantinedFile', {
  async handle({ path }, { parts, principal }) {
    const file = await findQuarantinedFile(parts.sql, principal, path.quarantinedFileId);
    if (file === null) return refuse('not_found', 'There is no such quarantined file.');
    const preview = file.status === 'open' ? await parts.previewFile(principal, file) : null;
    return { status: 200, body: presentQuarantinedFile(file, preview) };
  },
});
