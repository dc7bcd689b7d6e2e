import { resumeConnection as run } from '../../../commands/connections/resume-connection.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const resumeConnection = defineOperation('resumeConnection', {
  async handle({ path }, { parts, principal }) {
    const moved = await run(parts, principal, path.connectionId);
    return moved.ok ? { status: 200, body: viewConnection(moved.value, parts) } : moved.refusal;
  },
});
