import { putConnectCredentials as put } from '../../../commands/connect/put-connect-credentials.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { holderOf, readConnectState } from '../../read-connect-state.ts';

export const putConnectCredentials = defineOperation('putConnectCredentials', {
  async handle({ body }, { parts, principal }) {
    const given = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const stored = await put(parts, holderOf(principal), Object.fromEntries(given));
    if (!stored.ok) return stored.refusal;
    const state = await readConnectState(parts, holderOf(principal));
    return isRefusal(state) ? state : { status: 200, body: state };
  },
});
