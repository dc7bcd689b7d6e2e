import { answerMfaChallenge as answer } from '../../../commands/connections/answer-mfa-challenge.ts';
import { viewMfaChallenge } from '../../mfa-challenge-view.ts';
import { defineOperation } from '../../operation.ts';

export const answerMfaChallenge = defineOperation('answerMfaChallenge', {
  async handle({ path, body }, { parts, principal }) {
    const given = await answer(parts, principal, path.connectionId, { code: body.code });
    return given.ok ? { status: 202, body: await viewMfaChallenge(given.value, parts) } : given.refusal;
  },
});
