import { refuse } from '../../../domain/refusal.ts';
import { listAccountsOfConnection } from '../../../store/accounts.ts';
import { findConnection } from '../../../store/connections.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectionHealth } from '../../presenters/connection-health.ts';

export const getConnectionHealth = defineOperation('getConnectionHealth', {
  async handle({ path }, { parts, principal }) {
    const connection = await findConnection(parts.sql, principal, path.connectionId);
    if (connection === null) return refuse('not_found', 'There is no such connection.');
    const accounts = await listAccountsOfConnection(parts.sql, principal, connection.id);
    return { status: 200, body: presentConnectionHealth(connection, accounts) };
  },
});
