import { challengeTypeOf } from '../../domain/mfa-challenge.ts';
import type { MfaChallengeRow } from '../../store/mfa-challenges.ts';

export function presentMfaChallenge(challenge: MfaChallengeRow) {
  return {
    id: challenge.id,
    connectionId: challenge.connectionId,
    type: challengeTypeOf(challenge.channel),
    status: challenge.answeredAt === null ? ('pending' as const) : ('submitted' as const),
    prompt: challenge.prompt,
    destinationMasked: challenge.destinationMasked,
    // No bank of ours says so.
    attemptsRemaining: null,
    createdAt: challenge.createdAt,
    expiresAt: challenge.expiresAt,
  };
}
