import { pauseConnection as run } from '../../../commands/connections/pause-connection.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const pauseConnection = defineOperation('pauseConnection', {
  async handle({ path }, { parts, principal }) {
    const moved = await run(parts, principal, path.connectionId);
    return moved.ok ? { status: 200, body: viewConnection(moved.value, parts) } : moved.refusal;
  },
});
