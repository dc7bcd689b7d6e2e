import { refuse } from '../../../domain/refusal.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const getConnection = defineOperation('getConnection', {
  async handle({ path }, { parts, principal }) {
    const connection = await findConnection(parts.sql, principal, path.connectionId);
    if (connection === null) return refuse('not_found', 'There is no such connection.');
    return { status: 200, body: viewConnection(connection, parts) };
  },
});
