import { completeConnectSetup as complete } from '../../../commands/connect/complete-connect-setup.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { holderOf, readConnectState } from '../../read-connect-state.ts';

export const completeConnectSetup = defineOperation('completeConnectSetup', {
  async handle(_, { parts, principal }) {
    const completed = await complete(parts, holderOf(principal));
    if (!completed.ok) return completed.refusal;
    const state = await readConnectState(parts, holderOf(principal));
    return isRefusal(state) ? state : { status: 200, body: state };
  },
});
