import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const getConnection = defineOperation('getConnection', {
  async handle({ path }, { parts, principal }) {
    const connection = await findConnection(parts.sql, principal, path.connectionId);
    if (connection === null) return NO_CONNECTION;
    return { status: 200, body: viewConnection(connection, parts) };
  },
});
