import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { createApiKey } from './routes/api-keys/create-api-key.ts';
import { listApiKeys } from './routes/api-keys/list-api-keys.ts';
import { revokeApiKey } from './routes/api-keys/revoke-api-key.ts';
import { getCashPosition } from './routes/balances/get-cash-position.ts';
import { answerConnectChallenge } from './routes/connect/answer-connect-challenge.ts';
import { chooseConnectInstitution } from './routes/connect/choose-connect-institution.ts';
import { completeConnectSetup } from './routes/connect/complete-connect-setup.ts';
import { getConnectState } from './routes/connect/get-connect-state.ts';
import { listConnectInstitutions } from './routes/connect/list-connect-institutions.ts';
import { putConnectCredentials } from './routes/connect/put-connect-credentials.ts';
import { createOrganization } from './routes/organizations/create-organization.ts';
import { updateOrganization } from './routes/organizations/update-organization.ts';
import { acceptInvitation } from './routes/people/accept-invitation.ts';
import { createInvitation } from './routes/people/create-invitation.ts';
import { endOtherSessions } from './routes/people/end-other-sessions.ts';
import { endSession } from './routes/people/end-session.ts';
import { getInvitationByToken } from './routes/people/get-invitation-by-token.ts';
import { getSelf } from './routes/people/get-self.ts';
import { joinOrganization } from './routes/people/join-organization.ts';
import { listInvitations } from './routes/people/list-invitations.ts';
import { listMembers } from './routes/people/list-members.ts';
import { listSessions } from './routes/people/list-sessions.ts';
import { removeMember } from './routes/people/remove-member.ts';
import { revokeInvitation } from './routes/people/revoke-invitation.ts';
import { updateMember } from './routes/people/update-member.ts';
import { updateSelf } from './routes/people/update-self.ts';
import { getEnvironmentClock } from './routes/sandbox/get-environment-clock.ts';
import { changePassword } from './routes/sign-in/change-password.ts';
import { confirmTwoFactor } from './routes/sign-in/confirm-two-factor.ts';
import { disableTwoFactor } from './routes/sign-in/disable-two-factor.ts';
import { enableTwoFactor } from './routes/sign-in/enable-two-factor.ts';
import { getConsoleSetup } from './routes/sign-in/get-console-setup.ts';
import { makeBackupCodes } from './routes/sign-in/make-backup-codes.ts';
import { resetPassword } from './routes/sign-in/reset-password.ts';
import { setUpConsole } from './routes/sign-in/set-up-console.ts';
import { signIn } from './routes/sign-in/sign-in.ts';
import { signOut } from './routes/sign-in/sign-out.ts';
import { verifyBackupCode } from './routes/sign-in/verify-backup-code.ts';
import { verifyTotp } from './routes/sign-in/verify-totp.ts';
import { countTransactions } from './routes/transactions/count-transactions.ts';
import { exportTransactions } from './routes/transactions/export-transactions.ts';
import { searchTransactions } from './routes/transactions/search-transactions.ts';

/** What the pages of a Connect link call. */
const connectOperations: readonly Operation<ApiParts>[] = [
  getConnectState,
  listConnectInstitutions,
  chooseConnectInstitution,
  putConnectCredentials,
  completeConnectSetup,
  answerConnectChallenge,
];

/** What the pages of the console call beside the operations of keys. */
const consoleOperations: readonly Operation<ApiParts>[] = [
  acceptInvitation,
  changePassword,
  confirmTwoFactor,
  createApiKey,
  createInvitation,
  createOrganization,
  disableTwoFactor,
  enableTwoFactor,
  endOtherSessions,
  endSession,
  getConsoleSetup,
  getEnvironmentClock,
  getInvitationByToken,
  getSelf,
  joinOrganization,
  listApiKeys,
  listInvitations,
  listMembers,
  listSessions,
  makeBackupCodes,
  removeMember,
  resetPassword,
  revokeApiKey,
  revokeInvitation,
  setUpConsole,
  signIn,
  signOut,
  updateMember,
  updateOrganization,
  updateSelf,
  verifyBackupCode,
  verifyTotp,
];

/** What the pages of transactions and of the overview read. */
const dataOperations: readonly Operation<ApiParts>[] = [
  searchTransactions,
  countTransactions,
  exportTransactions,
  getCashPosition,
];

/** What the pages of the console and of Connect call beside the operations of the public contract. */
export const webOperations: readonly Operation<ApiParts>[] = [
  ...connectOperations,
  ...consoleOperations,
  ...dataOperations,
];
