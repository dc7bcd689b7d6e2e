import { challengeTypeOf } from '../../domain/connection/mfa-challenge.ts';
import { addMs, type Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';
import { insertEvents } from '../../store/events/events.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CodeParts } from './parts.ts';

/** So long a message may be under way before a person is asked. */
const MESSAGE_WAIT_MS = 45_000;

type Question = Pick<MfaChallengeRow, 'channel' | 'messageForm'>;

/** Whether a message is likely to answer by itself: the bank sends one of a known form, in a way that reaches us. */
export function expectsMessage(codes: Pick<CodeParts, 'receives'>, { channel, messageForm }: Question): boolean {
  return messageForm !== null && codes.receives.some((each) => each === channel);
}

/** When a question is told to people that no message has answered. */
export function announceAt({ createdAt }: Pick<MfaChallengeRow, 'createdAt'>): Instant {
  return addMs(createdAt, MESSAGE_WAIT_MS);
}

/** Tells that somebody has to answer. `at` is the tenant's present moment. */
export async function announceQuestion(
  db: Db,
  tenant: Tenant,
  challenge: Pick<MfaChallengeRow, 'id' | 'connectionId' | 'channel' | 'expiresAt'>,
  event: { readonly id: string; readonly entityId: string; readonly at: Instant },
): Promise<void> {
  const data = {
    connectionId: challenge.connectionId,
    entityId: event.entityId,
    challengeId: challenge.id,
    challengeType: challengeTypeOf(challenge.channel),
    expiresAt: challenge.expiresAt,
  };
  await insertEvents(db, tenant, [{ id: event.id, type: 'connection.mfa_required', createdAt: event.at, data }]);
}
