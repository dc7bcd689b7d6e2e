import { refuse } from '../../../domain/refusal.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { findConnectSession } from '../../../store/connections/connect-sessions.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectSession } from '../../presenters/connect-session.ts';

export const getConnectSession = defineOperation('getConnectSession', {
  async handle({ path }, { parts, principal }) {
    const session = await findConnectSession(parts.sql, principal, path.connectSessionId);
    if (session === null) return refuse('not_found', 'There is no such Connect session.');
    return { status: 200, body: presentConnectSession(session, instantFromMs(parts.nowMs())) };
  },
});
