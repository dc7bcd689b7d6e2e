import { refuse } from '../../../domain/refusal.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { findFileSettings } from '../../../store/files/file-settings.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileKnowledge } from '../../presenters/file-knowledge.ts';

export const getFileSettings = defineOperation('getFileSettings', {
  async handle({ path }, { parts, principal }) {
    if ((await findConnection(parts.sql, principal, path.connectionId)) === null)
      return refuse('not_found', 'There is no such connection.');
    const settings = await findFileSettings(parts.sql, principal.organizationId, path.connectionId);
    return { status: 200, body: presentFileKnowledge(settings) };
  },
});
