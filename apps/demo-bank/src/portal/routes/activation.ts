import { toEpochMs, toInstant } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DelegatedUser } from '../../delegated-user.ts';
import { Fields, textRules } from '../../fields.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { accessOf, changeAccess } from '../access.ts';
import { enterPortal } from '../enter.ts';
import { normaliseActivationCode } from '../invite.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentActivationPage } from '../pages/step-pages.ts';
import { hashCode, isSameText } from '../same-text.ts';
import type { Visit } from '../visit.ts';
import { readNewPassword } from './new-password.ts';

/** Wrong codes after which an invitation is void. */
const MAX_TRIES = 5;
const CODE_RULE = { pattern: /^[A-Za-z0-9\s-]{1,40}$/, hint: 'write the code of the invitation' };

/** Where somebody who was invited sets the first password. */
export function registerActivationRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/activate', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    return visit === null ? reply : showPage(visit, 200, []);
  });
  app.post('/activate', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    return visit === null ? reply : activate(visit);
  });
}

async function activate(visit: Visit): Promise<FastifyReply> {
  const { parts, look } = visit;
  const { activation: words } = look.words;
  const { companyId, username, fields } = readWho(visit);
  const code = fields.text('code', CODE_RULE);
  if (fields.errors.length > 0) return showPage(visit, 422, [words.rejected]);
  const { next, errors } = readNewPassword(visit, username);
  // The password first, so that a code is not used up by a password that is too short.
  if (errors.length > 0) return showPage(visit, 422, errors);
  const passwordHash = await parts.hashPassword(next);
  const user = parts.users.find({ bankId: parts.personality.id, companyId, username });
  if (user === null || !(await isInvited(visit, user, code))) return showPage(visit, 401, [words.rejected]);
  const passwordSetAt = toInstant(parts.instances.peekMs(user, null));
  await parts.users.change(user, (now) => ({
    ...now,
    passwordHash,
    rejectedSignIns: 0,
    portal: { ...accessOf(now), isPasswordTemporary: false, passwordSetAt, invitation: null },
  }));
  parts.sessions.endAllOf(user);
  parts.portalSessions.endAllOf(user);
  visit.endWith(words.done);
  return visit.redirect('sign-in');
}

/** Whether a code is that of the user's invitation. A wrong one is counted, a right one is used up. */
async function isInvited({ parts, nowMs }: Visit, user: DelegatedUser, code: string): Promise<boolean> {
  const { invitation } = accessOf(user);
  if (invitation === null || nowMs >= toEpochMs(invitation.expiresAt)) return false;
  if (invitation.rejectedTries >= MAX_TRIES) return false;
  const isRight = isSameText(hashCode(normaliseActivationCode(code)), invitation.codeHash);
  const left = isRight ? null : { ...invitation, rejectedTries: invitation.rejectedTries + 1 };
  await changeAccess(parts.users, user, () => ({ invitation: left }));
  return isRight;
}

function showPage(visit: Visit, status: number, errors: readonly string[]): FastifyReply {
  const { companyId, username } = readWho(visit);
  return sendPage(visit, status, presentActivationPage(visit, { companyId, username, errors }));
}

function readWho({ request }: Visit) {
  const fields = new Fields(request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  return { companyId, username: fields.text('username', textRules.username), fields };
}
