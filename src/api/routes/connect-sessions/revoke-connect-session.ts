import { revokeConnectSession as revoke } from '../../../commands/connect/revoke-connect-session.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectSession } from '../../presenters/connect-session.ts';

export const revokeConnectSession = defineOperation('revokeConnectSession', {
  async handle({ path }, { parts, principal }) {
    const revoked = await revoke(parts, principal, path.connectSessionId);
    if (!revoked.ok) return revoked.refusal;
    return { status: 200, body: presentConnectSession(revoked.value, instantFromMs(parts.nowMs())) };
  },
});
