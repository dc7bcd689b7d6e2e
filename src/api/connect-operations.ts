import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { answerConnectChallenge } from './routes/connect/answer-connect-challenge.ts';
import { chooseConnectInstitution } from './routes/connect/choose-connect-institution.ts';
import { completeConnectSetup } from './routes/connect/complete-connect-setup.ts';
import { getConnectState } from './routes/connect/get-connect-state.ts';
import { listConnectInstitutions } from './routes/connect/list-connect-institutions.ts';
import { putConnectCredentials } from './routes/connect/put-connect-credentials.ts';

/** What the pages of a Connect link call. */
export const connectOperations: readonly Operation<ApiParts>[] = [
  getConnectState,
  listConnectInstitutions,
  chooseConnectInstitution,
  putConnectCredentials,
  completeConnectSetup,
  answerConnectChallenge,
];
