import { NO_FILE_SOURCE } from '../../../commands/files/no-file-source.ts';
import { findFileSource } from '../../../store/files/file-sources.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileSource } from '../../presenters/file-source.ts';

export const getFileSource = defineOperation('getFileSource', {
  async handle({ path }, { parts, principal }) {
    const source = await findFileSource(parts.sql, principal, path.fileSourceId);
    return source === null ? NO_FILE_SOURCE : { status: 200, body: await presentFileSource(parts.sql, source) };
  },
});
