import type { FastifyInstance, FastifyReply } from 'fastify';
import { Fields, textRules } from '../../fields.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { authenticate } from '../authenticate.ts';
import { enterPortal, homeOf } from '../enter.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentPassword, presentSignIn } from '../pages/sign-in-pages.ts';
import { presentMaintenance, presentTrouble } from '../pages/trouble-pages.ts';
import { beginUserVisit } from '../sign-in-steps.ts';
import type { Visit } from '../visit.ts';

/** The way in and out of a portal. */
export function registerSignInRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    return visit === null ? reply : visit.redirect(homeOf(visit.session));
  });
  app.get('/sign-in', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    if (visit === null) return reply;
    return visit.session.visitor === null
      ? sendPage(visit, 200, presentSignIn(visit))
      : visit.redirect(homeOf(visit.session));
  });
  app.post('/sign-in', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    return visit === null ? reply : signIn(visit);
  });
  app.get('/sign-in/password', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    if (visit === null) return reply;
    const { identified } = visit.session;
    return identified === null
      ? visit.redirect('sign-in')
      : sendPage(visit, 200, presentPassword(visit, identified.username));
  });
  app.post('/sign-in/password', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    return visit === null ? reply : enterPassword(visit);
  });
  app.post('/sign-out', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    if (visit === null) return reply;
    visit.endWith(visit.look.words.signIn.signedOut);
    return visit.redirect('sign-in');
  });
  app.post('/continue', async (request, reply) => {
    const visit = await enterPortal(request, reply, { parts, gate: 'anyone' });
    if (visit === null) return reply;
    visit.session.pace.restart();
    return visit.redirect(homeOf(visit.session));
  });
}

async function signIn(visit: Visit): Promise<FastifyReply> {
  const fields = new Fields(visit.request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  const username = fields.text('username', textRules.username);
  const { signIn: words } = visit.look.words;
  if (visit.look.signInPages === 2) {
    if (fields.errors.length > 0) {
      return sendPage(visit, 422, presentSignIn(visit, { companyId, username, errors: [words.rejected] }));
    }
    visit.session.identified = { companyId, username };
    return visit.redirect('sign-in/password');
  }
  const password = fields.text('password', textRules.password);
  if (fields.errors.length > 0) {
    return sendPage(visit, 422, presentSignIn(visit, { companyId, username, errors: [words.rejected] }));
  }
  return checkLogin(visit, { companyId, username, password }, (status, errors) =>
    sendPage(visit, status, presentSignIn(visit, { companyId, username, errors })),
  );
}

async function enterPassword(visit: Visit): Promise<FastifyReply> {
  const { identified } = visit.session;
  if (identified === null) return visit.redirect('sign-in');
  const fields = new Fields(visit.request.body);
  const password = fields.text('password', textRules.password);
  const showAgain = (status: number, errors: readonly string[]) =>
    sendPage(visit, status, presentPassword(visit, identified.username, errors));
  if (fields.errors.length > 0) return showAgain(422, [visit.look.words.signIn.rejected]);
  return checkLogin(visit, { ...identified, password }, showAgain);
}

async function checkLogin(
  visit: Visit,
  login: { readonly companyId: string; readonly username: string; readonly password: string },
  showAgain: (status: number, errors: readonly string[]) => FastifyReply,
): Promise<FastifyReply> {
  const { signIn: words, trouble: troubleWords } = visit.look.words;
  const outcome = await authenticate(visit.parts, login, visit.virtualMs);
  switch (outcome.kind) {
    case 'rejected':
      return showAgain(401, [words.rejected]);
    case 'locked':
      return showAgain(423, [words.locked]);
    case 'owner':
      visit.startAnew().visitor = { kind: 'owner', companyId: outcome.companyId };
      return visit.redirect('users');
    case 'user':
      return beginUserVisit(visit, outcome.user, outcome.trouble);
    case 'trouble':
      if (outcome.trouble.kind === 'down') {
        visit.reply.hijack();
        visit.reply.raw.destroy();
        return visit.reply;
      }
      if (outcome.trouble.kind === 'maintenance') {
        return sendPage(visit, 503, presentMaintenance(visit.look, outcome.trouble.until));
      }
      visit.reply.header('retry-after', 30);
      return sendPage(visit, 429, presentTrouble(troubleWords.tooManyHeading, troubleWords.tooMany));
  }
}
