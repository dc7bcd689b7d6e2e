import type { CodeMessage } from '../../domain/connection/code-message.ts';
import { MAX_MESSAGE_LENGTH } from '../../domain/connection/code-message.ts';
import { insertCodeMessage } from '../../store/connections/code-messages.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import { wakeRun } from '../../store/connections/run-jobs.ts';
import { findSuspendedRun } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CommandParts } from '../parts.ts';

/**
 * Takes a message that arrived for a connection's delegated user: a sync that waits for a one-time code looks for it there at
 * once, one that is about to ask finds it when it does. The message is kept sealed and for minutes only. `ignored` where there is no such
 * connection any more, or where the text is too long to bring a code.
 */
export async function offerCode(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  message: CodeMessage,
): Promise<'taken' | 'ignored'> {
  if (message.text.length > MAX_MESSAGE_LENGTH) return 'ignored';
  const id = parts.newId();
  const { from, text, channel, sentAt, receivedAt } = message;
  const content = await parts.sealCredentials(tenant, id, JSON.stringify({ from, text }));
  return parts.sql.begin(async (db) => {
    // A question is written down under the same lock: either it finds the message, or the message finds it.
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null || connection.status === 'revoked') return 'ignored';
    const { organizationId } = tenant;
    await insertCodeMessage(db, { organizationId, id, connectionId, channel, content, sentAt, receivedAt });
    const run = await findSuspendedRun(db, tenant, connectionId);
    if (run !== null) await wakeRun(db, tenant, run, { at: null, nowMs: parts.nowMs() });
    return 'taken';
  });
}
