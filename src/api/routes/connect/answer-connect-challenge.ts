import { answerConnectChallenge as answer } from '../../../commands/connect/answer-connect-challenge.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { holderOf, readConnectState } from '../../read-connect-state.ts';

export const answerConnectChallenge = defineOperation('answerConnectChallenge', {
  async handle({ body }, { parts, principal }) {
    const answered = await answer(parts, holderOf(principal), body.code);
    if (!answered.ok) return answered.refusal;
    const state = await readConnectState(parts, holderOf(principal));
    return isRefusal(state) ? state : { status: 200, body: state };
  },
});
