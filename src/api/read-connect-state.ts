import { type ConnectHolder, type ConnectPlace, findConnectPlace } from '../commands/connect/connect-place.ts';
import { connectProgressOf, missingLoginFields } from '../commands/connect/connect-progress.ts';
import { challengeState } from '../domain/connection/mfa-challenge.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import { instantFromMs } from '../domain/values/instant.ts';
import { findOpenChallenge, type MfaChallengeRow } from '../store/connections/mfa-challenges.ts';
import { findEntity } from '../store/tenants/entities.ts';
import type { Presented } from './operation.ts';
import type { ApiParts, Principal } from './parts.ts';
import { presentConnectState } from './presenters/connect-state.ts';

/** The session of whoever calls with its token. */
export function holderOf({ organizationId, environment, caller }: Principal): ConnectHolder {
  return { organizationId, environment, sessionId: caller.id };
}

/** All that the pages of a link show, as it is now. */
export async function readConnectState(
  parts: ApiParts,
  holder: ConnectHolder,
): Promise<Presented<'ConnectState'> | Refusal> {
  const place = await findConnectPlace(parts, holder);
  if (!place.ok) return place.refusal;
  const { session, connection } = place.value;
  const entity = await findEntity(parts.sql, holder.organizationId, session.entityId);
  if (entity === null) return refuse('invalid_connect_token', 'There is no such link any more.');
  const progress = connectProgressOf(parts, connection);
  const isOpen = session.completedAt === null && connection !== null;
  const storedFields =
    isOpen && connection.credentialsPresent ? await parts.storedCredentialFields(holder, connection.id) : [];
  const missingFields = isOpen ? missingLoginFields(parts, connection) : [];
  const challenge = isOpen && progress.step === 'answerMfaChallenge' ? await findChallenge(parts, place.value) : null;
  return presentConnectState(place.value, {
    entityName: entity.name,
    institution: institutionOf(parts, place.value),
    delegatedUser: parts.delegatedUser,
    progress,
    storedFields: [...storedFields],
    missingFields,
    challenge,
  });
}

/** The bank of the connection; before there is one, that of the link. */
function institutionOf({ institutions }: Pick<ApiParts, 'institutions'>, { session, connection }: ConnectPlace) {
  const id = connection === null ? session.institutionId : connection.institutionId;
  return id === null ? null : institutions.find(id);
}

async function findChallenge(parts: ApiParts, { session, connection }: ConnectPlace): Promise<MfaChallengeRow | null> {
  if (connection === null) return null;
  const challenge = await findOpenChallenge(parts.sql, session, connection.id);
  if (challenge === null || challengeState(challenge, instantFromMs(parts.nowMs())) === 'expired') return null;
  return challenge;
}
