import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { listAccountsOfConnection } from '../../../store/accounts/accounts.ts';
import { findCredentialsChange } from '../../../store/connections/connection-credentials.ts';
import { listWarnings } from '../../../store/connections/connection-warnings.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectionHealth } from '../../presenters/connection-health.ts';

export const getConnectionHealth = defineOperation('getConnectionHealth', {
  async handle({ path }, { parts, principal }) {
    const connection = await findConnection(parts.sql, principal, path.connectionId);
    if (connection === null) return NO_CONNECTION;
    const accounts = await listAccountsOfConnection(parts.sql, principal, connection.id);
    const warnings = await listWarnings(parts.sql, principal.organizationId, connection.id);
    const change = await findCredentialsChange(parts.sql, principal.organizationId, connection.id);
    const surroundings = { change, delegatedUser: parts.delegatedUser };
    return { status: 200, body: presentConnectionHealth(connection, accounts, warnings, surroundings) };
  },
});
