import { toExpression } from '../../domain/connection/code-message.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { countCodeMessages } from '../../store/connections/code-messages.ts';
import { lockLease, releaseLease } from '../../store/connections/connection-leases.ts';
import { insertMfaChallenge, type NewMfaChallenge } from '../../store/connections/mfa-challenges.ts';
import { wakeRun } from '../../store/connections/run-jobs.ts';
import { suspendSyncRun } from '../../store/connections/sync-runs.ts';
import { sessionIdOf } from '../../store/keys/sealed-ids.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';
import { announceAt, announceQuestion, expectsMessage } from './announce-question.ts';
import type { PutOffQuestion } from './code-desk.ts';

/** A run that stops at a bank's question. */
export interface RunSuspension extends PutOffQuestion {
  /** By which the connector goes on. */
  readonly session: string;
}

/** The bank began to count before its page was here, and a code has to get there. */
const MARGIN_MS = 10_000;

/**
 * Writes the question down, tells that it is asked, and gives the connection back: from now on the wait is a state in the
 * database. The run's job comes back when its time is over, or at once where a message was faster than the page. Returns false when the
 * lease was lost; then nothing is written.
 */
export async function suspendRun(parts: IngestParts, scope: RunScope, suspension: RunSuspension): Promise<boolean> {
  const { tenant, connection, lease } = scope;
  const id = parts.newId();
  const session = await parts.codes.seal(tenant, sessionIdOf(id), suspension.session);
  const described = describe(scope, id, suspension, session);
  const announcedAt = expectsMessage(parts.codes, described) ? null : described.createdAt;
  const challenge = { ...described, announcedAt };
  const at = await parts.now(tenant);
  return parts.sql.begin(async (db) => {
    if (!(await lockLease(db, tenant, lease))) return false;
    await suspendSyncRun(db, tenant, lease.runId);
    await insertMfaChallenge(db, challenge);
    await releaseLease(db, tenant, lease, at);
    if (challenge.announcedAt !== null)
      await announceQuestion(db, tenant, challenge, { id: parts.newId(), entityId: connection.entityId, at });
    const isLookedAtOnce = (await countCodeMessages(db, tenant.organizationId, connection.id)) > 0;
    const run = { id: lease.runId, connectionId: connection.id };
    await wakeRun(db, tenant, run, {
      at: isLookedAtOnce ? null : challenge.announcedAt === null ? announceAt(challenge) : challenge.expiresAt,
      nowMs: parts.codes.nowMs(),
    });
    return true;
  });
}

function describe(
  { tenant, connection, lease }: RunScope,
  id: string,
  { question, askedAtMs }: PutOffQuestion,
  session: Uint8Array,
): Omit<NewMfaChallenge, 'announcedAt'> {
  const { channel, prompt, destination, message, validForMs, loginAgeMs } = question;
  const loginAtMs = askedAtMs - loginAgeMs;
  return {
    ...tenantOf(tenant),
    id,
    connectionId: connection.id,
    syncRunId: lease.runId,
    channel,
    prompt,
    destinationMasked: destination,
    messageForm:
      message === null
        ? null
        : {
            from: message.from === undefined ? null : toExpression(message.from),
            code: toExpression(message.code),
          },
    loginAt: instantFromMs(loginAtMs),
    createdAt: instantFromMs(askedAtMs),
    expiresAt: instantFromMs(loginAtMs + validForMs - MARGIN_MS),
    session,
  };
}

function tenantOf({ organizationId, environment }: RunScope['tenant']) {
  return { organizationId, environment };
}
