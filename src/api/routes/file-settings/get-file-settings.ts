import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { findFileSettings } from '../../../store/files/file-settings.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileKnowledge } from '../../presenters/file-knowledge.ts';

export const getFileSettings = defineOperation('getFileSettings', {
  async handle({ path }, { parts, principal }) {
    if ((await findConnection(parts.sql, principal, path.connectionId)) === null) return NO_CONNECTION;
    const settings = await findFileSettings(parts.sql, principal.organizationId, path.connectionId);
    return { status: 200, body: presentFileKnowledge(settings) };
  },
});
