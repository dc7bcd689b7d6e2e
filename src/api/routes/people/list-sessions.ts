import { addMs, instantFromMs } from '../../../domain/values/instant.ts';
import { listSessions as list } from '../../../store/people/people-sessions.ts';
import { SESSION_IDLE_MS } from '../../callers/console-look-up.ts';
import { defineOperation } from '../../operation.ts';

export const listSessions = defineOperation('listSessions', {
  async handle(_input, { parts, person }) {
    const at = instantFromMs(parts.nowMs());
    const sessions = await list(parts.console.sql, person.id, { at, usedSince: addMs(at, -SESSION_IDLE_MS) });
    const data = sessions.map(({ id, createdAt, lastUsedAt, expiresAt, ipAddress, userAgent }) => {
      const isCurrent = id === person.sessionId;
      return { id, isCurrent, createdAt, lastUsedAt, expiresAt, sourceAddress: ipAddress, userAgent };
    });
    return { status: 200, body: { data } };
  },
});
