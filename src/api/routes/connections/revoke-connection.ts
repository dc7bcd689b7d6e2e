import { revokeConnection as run } from '../../../commands/connections/revoke-connection.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const revokeConnection = defineOperation('revokeConnection', {
  async handle({ path }, { parts, principal }) {
    const moved = await run(parts, principal, path.connectionId);
    return moved.ok ? { status: 200, body: viewConnection(moved.value, parts) } : moved.refusal;
  },
});
