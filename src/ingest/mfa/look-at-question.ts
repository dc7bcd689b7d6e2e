import { type CodeMessage, earliestOf, findCode, isOfSignIn } from '../../domain/connection/code-message.ts';
import { type Answerer, challengeState } from '../../domain/connection/mfa-challenge.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import { countCodeMessages, listCodeMessages } from '../../store/connections/code-messages.ts';
import { findOpenChallenge, type MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import { answerIdOf, sessionIdOf } from '../../store/keys/sealed-ids.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { IngestParts } from '../parts.ts';
import { announceAt } from './announce-question.ts';

/**
 * What became of the question that a run stopped at. `none`: it stopped at none. `waiting`: nobody has answered yet.
 * `expired`: nobody did in time. `spent`: a worker took the answer and came to no end.
 */
export type QuestionState =
  | { readonly kind: 'none' | 'expired' | 'spent' }
  /** `until` then the question is looked at again; `messages` that were looked into; `tellsPeople`: a message was expected and has not come. */
  | {
      readonly kind: 'waiting';
      readonly until: Instant;
      readonly messages: number;
      readonly tellsPeople: boolean;
    }
  | ({ readonly kind: 'answered' } & GivenAnswer);

export interface GivenAnswer {
  readonly challengeId: string;
  readonly by: Answerer;
  readonly code: string;
  /** By which the connector goes on. */
  readonly session: string;
}

type LookParts = Pick<IngestParts, 'sql' | 'codes'>;

/** Reads how the question of a run stands, with the messages that have come since. Changes nothing. */
export async function lookAtQuestion(parts: LookParts, tenant: Tenant, run: SyncRunRow): Promise<QuestionState> {
  const challenge = await findOpenChallenge(parts.sql, tenant, run.connectionId);
  if (challenge === null || challenge.syncRunId !== run.id) return { kind: 'none' };
  if (challenge.takenAt !== null) return { kind: 'spent' };
  const messages = await countCodeMessages(parts.sql, tenant.organizationId, run.connectionId);
  const given = await findAnswer(parts, tenant, challenge);
  if (given !== null) {
    const session = await open(parts, tenant, sessionIdOf(challenge.id), challenge.session);
    return session === null ? { kind: 'spent' } : { kind: 'answered', challengeId: challenge.id, ...given, session };
  }
  const now = instantFromMs(parts.codes.nowMs());
  if (challengeState(challenge, now) === 'expired') return { kind: 'expired' };
  const { expiresAt, announcedAt } = challenge;
  if (announcedAt !== null) return { kind: 'waiting', until: expiresAt, messages, tellsPeople: false };
  const isDue = announceAt(challenge) <= now;
  return { kind: 'waiting', until: isDue ? expiresAt : announceAt(challenge), messages, tellsPeople: isDue };
}

async function findAnswer(
  parts: LookParts,
  tenant: Tenant,
  challenge: MfaChallengeRow,
): Promise<Pick<GivenAnswer, 'by' | 'code'> | null> {
  const { answeredBy, answer, channel, messageForm, loginAt, connectionId } = challenge;
  if (answeredBy !== null) {
    const code = await open(parts, tenant, answerIdOf(challenge.id), answer);
    return code === null ? null : { by: answeredBy, code };
  }
  if (messageForm === null || (channel !== 'email' && channel !== 'sms')) return null;
  for (const row of await listCodeMessages(parts.sql, tenant, { connectionId, channel, since: earliestOf(loginAt) })) {
    if (!isOfSignIn(row, loginAt)) continue;
    const content = await open(parts, tenant, row.id, row.content);
    const code = content === null ? null : findCode(parseContent(content), messageForm);
    if (code !== null) return { by: channel, code };
  }
  return null;
}

/** Sealed by `offerCode` in this form. */
function parseContent(text: string): Pick<CodeMessage, 'from' | 'text'> {
  return JSON.parse(text) as Pick<CodeMessage, 'from' | 'text'>; // Written by our own hand.
}

async function open(parts: LookParts, tenant: Tenant, id: string, sealed: Uint8Array | null): Promise<string | null> {
  return sealed === null ? null : parts.codes.open(tenant, id, sealed);
}
