import { answerMfaChallenge as answer } from '../../../commands/answer-mfa-challenge.ts';
import { defineOperation } from '../../operation.ts';
import { presentMfaChallenge } from '../../presenters/mfa-challenge.ts';

export const answerMfaChallenge = defineOperation('answerMfaChallenge', {
  async handle({ path, body }, { parts, principal }) {
    const given = await answer(parts, principal, path.connectionId, body.code);
    return given.ok ? { status: 202, body: presentMfaChallenge(given.value) } : given.refusal;
  },
});
