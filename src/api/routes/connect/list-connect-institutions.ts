import { defineOperation } from '../../operation.ts';
import { presentConnectInstitution } from '../../presenters/connect-state.ts';

/** More than anybody reads; whoever looks for a bank types some of its name. */
const MOST = 50;

export const listConnectInstitutions = defineOperation('listConnectInstitutions', {
  handle({ query }, { parts, principal }) {
    const { institutions } = parts;
    const isDemo = principal.environment === 'test';
    const found = query.query === undefined ? institutions.all : institutions.search(query.query);
    const matching = found.filter(({ demo }) => demo === isDemo);
    const data = matching.slice(0, MOST).map(presentConnectInstitution);
    return { status: 200, body: { data, hasMore: matching.length > MOST } };
  },
});
