import { challengeTypeOf, codeDigitsOf } from '../../domain/connection/mfa-challenge.ts';
import type { Institution } from '../../domain/institution.ts';
import type { MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';

/** `institution` is the connection's; null where it is none of the catalog. */
export function presentMfaChallenge(challenge: MfaChallengeRow, institution: Institution | null) {
  return {
    id: challenge.id,
    connectionId: challenge.connectionId,
    type: challengeTypeOf(challenge.channel),
    status: challenge.answeredAt === null ? ('pending' as const) : ('submitted' as const),
    prompt: challenge.prompt,
    destinationMasked: challenge.destinationMasked,
    codeDigits: codeDigitsOf(institution, challenge.channel),
    // No bank of ours says so.
    attemptsRemaining: null,
    createdAt: challenge.createdAt,
    expiresAt: challenge.expiresAt,
  };
}
