import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { acceptInvitation } from './routes/console/accept-invitation.ts';
import { changePassword } from './routes/console/change-password.ts';
import { confirmTwoFactor } from './routes/console/confirm-two-factor.ts';
import { createApiKey } from './routes/console/create-api-key.ts';
import { createInvitation } from './routes/console/create-invitation.ts';
import { createOrganization } from './routes/console/create-organization.ts';
import { disableTwoFactor } from './routes/console/disable-two-factor.ts';
import { enableTwoFactor } from './routes/console/enable-two-factor.ts';
import { endOtherSessions } from './routes/console/end-other-sessions.ts';
import { endSession } from './routes/console/end-session.ts';
import { getConsoleSetup } from './routes/console/get-console-setup.ts';
import { getInvitationByToken } from './routes/console/get-invitation-by-token.ts';
import { getSelf } from './routes/console/get-self.ts';
import { joinOrganization } from './routes/console/join-organization.ts';
import { listApiKeys } from './routes/console/list-api-keys.ts';
import { listInvitations } from './routes/console/list-invitations.ts';
import { listMembers } from './routes/console/list-members.ts';
import { listSessions } from './routes/console/list-sessions.ts';
import { makeBackupCodes } from './routes/console/make-backup-codes.ts';
import { removeMember } from './routes/console/remove-member.ts';
import { resetPassword } from './routes/console/reset-password.ts';
import { revokeApiKey } from './routes/console/revoke-api-key.ts';
import { revokeInvitation } from './routes/console/revoke-invitation.ts';
import { setUpConsole } from './routes/console/set-up-console.ts';
import { signIn } from './routes/console/sign-in.ts';
import { signOut } from './routes/console/sign-out.ts';
import { updateMember } from './routes/console/update-member.ts';
import { updateOrganization } from './routes/console/update-organization.ts';
import { updateSelf } from './routes/console/update-self.ts';
import { verifyBackupCode } from './routes/console/verify-backup-code.ts';
import { verifyTotp } from './routes/console/verify-totp.ts';

/** What the pages of the console call beside the operations of keys. */
export const consoleOperations: readonly Operation<ApiParts>[] = [
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
