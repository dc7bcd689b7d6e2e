import { findConnection } from '../store/connections/connections.ts';
import type { MfaChallengeRow } from '../store/connections/mfa-challenges.ts';
import type { ApiParts } from './parts.ts';
import { presentMfaChallenge } from './presenters/mfa-challenge.ts';

/** A question with what its bank is known to say of its codes. */
export async function viewMfaChallenge(
  challenge: MfaChallengeRow,
  { sql, institutions }: Pick<ApiParts, 'sql' | 'institutions'>,
) {
  const connection = await findConnection(sql, challenge, challenge.connectionId);
  const institutionId = connection?.institutionId ?? null;
  return presentMfaChallenge(challenge, institutionId === null ? null : institutions.find(institutionId));
}
