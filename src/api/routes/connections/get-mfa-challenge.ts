import { challengeState } from '../../../domain/connection/mfa-challenge.ts';
import { refuse } from '../../../domain/refusal.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { findOpenChallenge } from '../../../store/connections/mfa-challenges.ts';
import { viewMfaChallenge } from '../../mfa-challenge-view.ts';
import { defineOperation } from '../../operation.ts';

export const getMfaChallenge = defineOperation('getMfaChallenge', {
  async handle({ path }, { parts, principal }) {
    const challenge = await findOpenChallenge(parts.sql, principal, path.connectionId);
    if (challenge === null || challengeState(challenge, instantFromMs(parts.nowMs())) === 'expired')
      return refuse('not_found', 'No question of the bank is open for this connection.');
    return { status: 200, body: await viewMfaChallenge(challenge, parts) };
  },
});
