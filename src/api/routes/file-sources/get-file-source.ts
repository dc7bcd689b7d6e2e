import { refuse } from '../../../domain/refusal.ts';
import { findFileSource } from '../../../store/files/file-sources.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileSource } from '../../presenters/file-source.ts';

export const getFileSource = defineOperation('getFileSource', {
  async handle({ path }, { parts, principal }) {
    const source = await findFileSource(parts.sql, principal, path.fileSourceId);
    return source === null
      ? refuse('not_found', 'There is no such file source.')
      : { status: 200, body: await presentFileSource(parts.sql, source) };
  },
});
