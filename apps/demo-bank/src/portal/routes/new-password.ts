import { toInstant } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DelegatedUser } from '../../delegated-user.ts';
import { Fields } from '../../fields.ts';
import { isPasswordOf } from '../../password.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { accessOf } from '../access.ts';
import { enterPortal } from '../enter.ts';
import { sendPage } from '../pages/send-page.ts';
import { type PasswordReason, presentNewPasswordPage } from '../pages/step-pages.ts';
import { findPasswordFaults, MUST_BE_NEW } from '../password-rules.ts';
import { finishStep } from '../sign-in-steps.ts';
import type { Visit } from '../visit.ts';

const PASSWORD_RULE = { pattern: /^.{1,200}$/su, hint: 'write the password' };

/** A new password, because the bank demands it or because the user wants one. */
export function registerNewPasswordRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/new-password', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'newPassword' });
    if (visit === null) return reply;
    const { user } = visit;
    if (user === null) return visit.redirect('sign-in');
    return sendPage(visit, 200, presentNewPasswordPage(visit, reasonOf(visit, user), []));
  });
  app.post('/new-password', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'newPassword' });
    if (visit === null) return reply;
    const { user } = visit;
    return user === null ? visit.redirect('sign-in') : changePassword(visit, user);
  });
}

async function changePassword(visit: Visit, user: DelegatedUser): Promise<FastifyReply> {
  const { parts, look, session, virtualMs } = visit;
  const { newPassword: words } = look.words;
  const reason = reasonOf(visit, user);
  const { next, errors } = readNewPassword(visit, user.username);
  const present = new Fields(visit.request.body).optionalText('present', PASSWORD_RULE) ?? '';
  if (reason === 'wanted' && !(await isPasswordOf(user.passwordHash, present))) errors.push(words.wrongPresent);
  if (errors.length === 0 && (await isPasswordOf(user.passwordHash, next))) {
    errors.push(MUST_BE_NEW);
  }
  if (errors.length > 0) return sendPage(visit, 422, presentNewPasswordPage(visit, reason, errors));
  const passwordSetAt = toInstant(parts.instances.peekMs(user, virtualMs));
  const passwordHash = await parts.hashPassword(next);
  await parts.users.change(user, (now) => ({
    ...now,
    passwordHash,
    trouble: now.trouble?.kind === 'passwordExpired' ? null : now.trouble,
    portal: { ...accessOf(now), isPasswordTemporary: false, passwordSetAt, invitation: null },
  }));
  // Whoever else has signed in with the old password is out.
  parts.sessions.endAllOf(user);
  parts.portalSessions.endAllOf(user);
  visit.renew();
  session.message = words.changed;
  return session.isOpen ? visit.redirect('accounts') : finishStep(visit, 'newPassword');
}

/** Reads a new password and its repetition, with what is wrong with them. */
export function readNewPassword(visit: Visit, username: string): { next: string; errors: string[] } {
  const fields = new Fields(visit.request.body);
  const next = fields.optionalText('next', PASSWORD_RULE) ?? '';
  const repeat = fields.optionalText('repeat', PASSWORD_RULE) ?? '';
  const errors = findPasswordFaults(next, username, visit.rules.password);
  if (next !== repeat) errors.push(visit.look.words.newPassword.differs);
  return { next, errors };
}

function reasonOf({ session }: Visit, user: DelegatedUser): PasswordReason {
  if (session.isOpen) return 'wanted';
  return accessOf(user).isPasswordTemporary ? 'temporary' : 'expired';
}
