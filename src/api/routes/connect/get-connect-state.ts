import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { holderOf, readConnectState } from '../../read-connect-state.ts';

export const getConnectState = defineOperation('getConnectState', {
  async handle(_, { parts, principal }) {
    const state = await readConnectState(parts, holderOf(principal));
    return isRefusal(state) ? state : { status: 200, body: state };
  },
});
