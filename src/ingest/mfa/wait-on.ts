import { instantFromMs } from '../../domain/values/instant.ts';
import { countCodeMessages } from '../../store/connections/code-messages.ts';
import { type ConnectionRow, lockConnection } from '../../store/connections/connections.ts';
import { findOpenChallenge, markAnnounced } from '../../store/connections/mfa-challenges.ts';
import { wakeRun } from '../../store/connections/run-jobs.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import type { IngestParts } from '../parts.ts';
import { announceQuestion } from './announce-question.ts';
import type { QuestionState } from './look-at-question.ts';

/**
 * Lets a suspended run wait on. Its job comes back when there is something to do about the question; at once, where an answer or a
 * message came after the look: its own wake-up would be overwritten here.
 */
export async function waitOn(
  parts: IngestParts,
  connection: ConnectionRow,
  run: SyncRunRow,
  looked: Extract<QuestionState, { kind: 'waiting' }>,
): Promise<void> {
  const at = await parts.now(connection);
  const nowMs = parts.codes.nowMs();
  await parts.sql.begin(async (db) => {
    // Whoever wakes a run holds this lock.
    await lockConnection(db, connection, connection.id);
    const challenge = await findOpenChallenge(db, connection, connection.id);
    const messages = await countCodeMessages(db, connection.organizationId, connection.id);
    const isAsLooked = challenge !== null && challenge.answeredAt === null && messages === looked.messages;
    await wakeRun(db, connection, run, { at: isAsLooked ? looked.until : null, nowMs });
    if (!isAsLooked || !looked.tellsPeople) return;
    if (await markAnnounced(db, connection, challenge.id, instantFromMs(nowMs)))
      await announceQuestion(db, connection, challenge, { id: parts.newId(), entityId: connection.entityId, at });
  });
}
