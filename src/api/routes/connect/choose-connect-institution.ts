import { chooseConnectInstitution as choose } from '../../../commands/connect/choose-connect-institution.ts';
import { isRefusal, refuseField } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { holderOf, readConnectState } from '../../read-connect-state.ts';

export const chooseConnectInstitution = defineOperation('chooseConnectInstitution', {
  async handle({ body }, { parts, principal }) {
    const { institutionId = null, portalUrl = null } = body;
    if (institutionId === null && portalUrl === null)
      return refuseField('body', 'institutionId', 'or portalUrl must say which bank');
    const chosen = await choose(parts, holderOf(principal), { institutionId, portalUrl });
    if (!chosen.ok) return chosen.refusal;
    const state = await readConnectState(parts, holderOf(principal));
    return isRefusal(state) ? state : { status: 200, body: state };
  },
});
