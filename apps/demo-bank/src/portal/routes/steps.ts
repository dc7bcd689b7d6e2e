import type { FastifyInstance, FastifyReply } from 'fastify';
import { type DelegatedUser, MAX_REJECTED_SIGN_INS } from '../../delegated-user.ts';
import { Fields } from '../../fields.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { accessOf, changeAccess } from '../access.ts';
import type { Challenge } from '../challenge.ts';
import { enterPortal, type Gate } from '../enter.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentCodePage, presentEnrolPage, presentNoticePage } from '../pages/step-pages.ts';
import { sendCode } from '../send-code.ts';
import { finishStep } from '../sign-in-steps.ts';
import { checkTotp, createTotpSecret, presentTotpAddress } from '../totp.ts';
import type { Visit } from '../visit.ts';

/** Wrong codes in a row, over all visits, after which the user is locked. */
const MAX_REJECTED_CODES = 10;
const CODE_RULE = { pattern: /^[\d\s-]{1,20}$/, hint: 'write the digits of the code' };

/** A user at a step of the sign-in. */
interface Stand {
  readonly visit: Visit;
  readonly user: DelegatedUser;
}

/** What stands between the password and the accounts, except a new password. */
export function registerStepRoutes(app: FastifyInstance, parts: BankParts): void {
  const handle = (method: 'GET' | 'POST', url: string, gate: Gate, answer: (stand: Stand) => Promise<FastifyReply>) =>
    app.route({
      ...{ method, url },
      handler: async (request, reply) => {
        const visit = await enterPortal(request, reply, { parts, gate });
        if (visit === null) return reply;
        const { user } = visit;
        return user === null ? visit.redirect('sign-in') : answer({ visit, user });
      },
    });
  handle('GET', '/verify', 'code', async (stand) => showCodePage(stand, 200, []));
  handle('POST', '/verify', 'code', enterCode);
  handle('POST', '/verify/resend', 'code', resendCode);
  handle('GET', '/authenticator', 'enrol', async (stand) => showEnrolPage(stand, 200, []));
  handle('POST', '/authenticator', 'enrol', enrol);
  handle('GET', '/notice', 'notice', async ({ visit }) => sendPage(visit, 200, presentNoticePage(visit)));
  handle('POST', '/notice', 'notice', answerNotice);
}

function showCodePage({ visit, user }: Stand, status: number, errors: readonly string[]): FastifyReply {
  const challenge = getChallenge(visit);
  const to = challenge.factor === 'email' ? user.email : accessOf(user).phone;
  return sendPage(visit, status, presentCodePage(visit, { challenge, to, errors }));
}

async function enterCode(stand: Stand): Promise<FastifyReply> {
  const { visit } = stand;
  const { code: words } = visit.look.words;
  const entered = new Fields(visit.request.body).text('code', CODE_RULE);
  const outcome = entered === '' ? 'wrong' : await checkCode(stand, entered);
  if (outcome !== 'right') return rejectCode(stand, words[outcome]);
  await changeAccess(visit.parts.users, stand.user, () => ({ rejectedCodes: 0 }));
  return finishStep(visit, 'code');
}

async function checkCode({ visit, user }: Stand, entered: string) {
  const challenge = getChallenge(visit);
  if (challenge.factor !== 'totp') return challenge.check(entered, visit.nowMs);
  const { totp } = accessOf(user);
  if (totp === null) return 'wrong';
  const checked = checkTotp(totp, entered, visit.nowMs);
  if (typeof checked === 'string') return checked;
  // The step is used up before anything waits, so that two visits cannot use one code.
  await changeAccess(visit.parts.users, user, () => ({ totp: { ...totp, lastStep: checked.step } }));
  return 'right';
}

/** Counts a wrong code over all visits, so that nobody can try codes by signing in again and again. */
async function rejectCode(stand: Stand, error: string): Promise<FastifyReply> {
  const { visit, user } = stand;
  const { users } = visit.parts;
  const changed = await changeAccess(users, user, ({ rejectedCodes }) => ({ rejectedCodes: rejectedCodes + 1 }));
  if (accessOf(changed).rejectedCodes < MAX_REJECTED_CODES) return showCodePage(stand, 401, [error]);
  await users.change(user, (now) => ({ ...now, rejectedSignIns: MAX_REJECTED_SIGN_INS }));
  visit.parts.sessions.endAllOf(user);
  visit.parts.portalSessions.endAllOf(user);
  visit.endWith(visit.look.words.signIn.locked);
  return visit.redirect('sign-in');
}

async function resendCode(stand: Stand): Promise<FastifyReply> {
  const { visit, user } = stand;
  const challenge = getChallenge(visit);
  await sendCode(visit, user, challenge.factor);
  if (challenge.sending === 'sent') visit.session.message = visit.look.words.code.resent;
  return visit.redirect('verify');
}

function showEnrolPage({ visit, user }: Stand, status: number, errors: readonly string[]): FastifyReply {
  const { session, parts } = visit;
  session.enrolSecret ??= createTotpSecret();
  const secret = session.enrolSecret;
  const address = presentTotpAddress(secret, parts.personality.name, user.username);
  return sendPage(visit, status, presentEnrolPage(visit, { secret, address, errors }));
}

/** Sets up the authenticator app, once a code proves that it holds the secret. */
async function enrol(stand: Stand): Promise<FastifyReply> {
  const { visit, user } = stand;
  const secret = visit.session.enrolSecret;
  if (secret === null) return visit.redirect('authenticator');
  const entered = new Fields(visit.request.body).text('code', CODE_RULE);
  const checked = checkTotp({ secret, lastStep: 0 }, entered, visit.nowMs);
  if (typeof checked === 'string') return showEnrolPage(stand, 401, [visit.look.words.code.wrong]);
  visit.session.enrolSecret = null;
  await changeAccess(visit.parts.users, user, () => ({ totp: { secret, lastStep: checked.step }, rejectedCodes: 0 }));
  return finishStep(visit, 'enrol');
}

async function answerNotice({ visit, user }: Stand): Promise<FastifyReply> {
  const answer = new Fields(visit.request.body).choice('answer', ['accept', 'later']);
  if (answer === null) return visit.redirect('notice');
  if (answer === 'accept') {
    const { noticeId } = visit.rules;
    await changeAccess(visit.parts.users, user, ({ acceptedNotices }) => ({
      acceptedNotices: [...acceptedNotices, noticeId],
    }));
  }
  return finishStep(visit, 'notice');
}

function getChallenge({ session }: Visit): Challenge {
  if (session.challenge === null) throw new Error('a visit that stands at the code has a challenge');
  return session.challenge;
}
