import type { FastifyReply, FastifyRequest } from 'fastify';
import { meetTrouble } from '../meet-trouble.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import type { Trouble } from '../trouble.ts';
import { readVirtualTime } from '../virtual-time.ts';
import { readSessionCookie, setSessionCookie } from './cookies.ts';
import type { Step } from './looks/parts.ts';
import { sendPage } from './pages/send-page.ts';
import { presentMaintenance, presentPaused, presentTrouble } from './pages/trouble-pages.ts';
import type { PortalSession } from './portal-sessions.ts';
import { mergeSettings } from './portal-settings.ts';
import { isSameText } from './same-text.ts';
import { Visit } from './visit.ts';

/** For whom a page is: anyone, who is through with the sign-in, its owner, or who stands at a step of it. */
export type Gate = 'anyone' | 'user' | 'owner' | Step;

const STEP_PATHS: Readonly<Record<Step, string>> = {
  code: 'verify',
  enrol: 'authenticator',
  newPassword: 'new-password',
  notice: 'notice',
};

/** Lets a request in, or answers it and gives null: with a redirect, a refusal, or the trouble that was ordered. */
export async function enterPortal(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, gate }: { readonly parts: BankParts; readonly gate: Gate },
): Promise<Visit | null> {
  const found = findVisit(request, reply, parts);
  if (found === null) return null;
  const { visit, isNew, hadCookie } = found;
  const { words } = visit.look;
  if (visit.settings.maintenance) {
    sendPage(visit, 503, presentMaintenance(visit.look, null));
    return null;
  }
  if (isNew && (gate !== 'anyone' || request.method === 'POST')) {
    // A cookie of a visit that is gone is told apart from none at all, as banks do.
    if (hadCookie) visit.session.message = words.signIn.timedOut;
    visit.redirect('sign-in');
    return null;
  }
  if (request.method === 'POST' && !isOwnForm(request, visit.session)) {
    sendPage(visit, 403, presentTrouble(words.trouble.forbiddenHeading, words.trouble.staleForm));
    return null;
  }
  if (gate === 'anyone') return visit;
  if (!(await isPaceKept(visit)) || !(await isTroubleMet(visit))) return null;
  return isGateOpen(visit, gate) ? visit : null;
}

/** Where a visitor belongs who is not there yet: the next step of the sign-in, or the first page behind it. */
export function homeOf({ visitor, steps }: PortalSession): string {
  const [next] = steps;
  if (visitor === null) return 'sign-in';
  if (next !== undefined) return STEP_PATHS[next];
  return visitor.kind === 'owner' ? 'users' : 'accounts';
}

/** The visit of the request's cookie, or a new one; null when the request names a virtual time that is none. */
function findVisit(request: FastifyRequest, reply: FastifyReply, parts: BankParts) {
  const { id } = parts.personality;
  const cookie = readSessionCookie(request, id);
  const known = cookie === null ? null : parts.portalSessions.touch(id, cookie);
  const isNew = cookie === null || known === null;
  const layout = mergeSettings(parts.keeper.portals.get(id) ?? {}).layout;
  const session = isNew ? parts.portalSessions.begin(id, layout) : known;
  const user = session.visitor?.kind === 'delegated' ? parts.users.find(session.visitor.key) : null;
  const virtualTime = readVirtualTime(request.headers, user);
  if (!virtualTime.ok) {
    reply.code(400).send({ code: 'virtual_time_invalid', message: virtualTime.message });
    return null;
  }
  if (isNew) setSessionCookie(reply, id, session.token);
  const visit = new Visit({ request, reply, parts }, { session, virtualMs: virtualTime.virtualMs });
  return { visit, isNew, hadCookie: cookie !== null };
}

/** Whether a form was sent from a page of this visit. */
function isOwnForm(request: FastifyRequest, { formToken }: PortalSession): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`) return false;
  const { body } = request;
  const sent = typeof body === 'object' && body !== null && 'formToken' in body ? body.formToken : null;
  return typeof sent === 'string' && isSameText(sent, formToken);
}

async function isPaceKept(visit: Visit): Promise<boolean> {
  const { session, parts, settings, nowMs } = visit;
  if (session.visitor === null) return true;
  const met = session.pace.meet(nowMs, settings.slowdown);
  if (met === 'stopped') {
    sendPage(visit, 429, presentPaused(visit));
    return false;
  }
  if (met.delayMs > 0) await new Promise<void>((resolve) => parts.schedule(resolve, met.delayMs));
  return true;
}

/** Meets the trouble ordered for the user, as a signed-in program meets it at the download. */
async function isTroubleMet(visit: Visit): Promise<boolean> {
  const { session, parts, user } = visit;
  if (session.visitor?.kind !== 'delegated') return true;
  if (user === null) {
    visit.endWith(visit.look.words.signIn.timedOut);
    visit.redirect('sign-in');
    return false;
  }
  if (!session.isOpen) return true;
  const nowMs = parts.instances.peekMs(user, visit.virtualMs);
  const trouble = await meetTrouble(parts.users, user, { nowMs, place: 'session' });
  return trouble === null || !answerTrouble(visit, trouble);
}

/** Answers with trouble; false when it is none that shows here. */
function answerTrouble(visit: Visit, trouble: Trouble): boolean {
  const { look, reply, session } = visit;
  const { words } = look;
  switch (trouble.kind) {
    case 'maintenance':
      sendPage(visit, 503, presentMaintenance(look, trouble.until));
      return true;
    case 'down':
      // The socket closes without an answer, as when a line goes dead.
      reply.hijack();
      reply.raw.destroy();
      return true;
    case 'rateLimited':
      reply.header('retry-after', 30);
      sendPage(visit, 429, presentTrouble(words.trouble.tooManyHeading, words.trouble.tooMany));
      return true;
    case 'passwordExpired':
      session.steps = ['newPassword'];
      return false;
    case 'locked':
      visit.endWith(words.signIn.locked);
      visit.redirect('sign-in');
      return true;
    case 'missingPermission':
      sendPage(visit, 403, presentTrouble(words.trouble.forbiddenHeading, words.trouble.forbidden));
      return true;
    case 'codeRequired':
    case 'layoutChanged':
      return false;
  }
}

function isGateOpen(visit: Visit, gate: Exclude<Gate, 'anyone'>): boolean {
  const { session, look } = visit;
  const [next] = session.steps;
  const isStep = gate !== 'user' && gate !== 'owner';
  // Who signs in later changes the password by choice, on the page of the step.
  const isChosen = gate === 'newPassword' && session.isOpen && session.visitor?.kind === 'delegated';
  if (session.visitor === null || (isStep ? next !== gate && !isChosen : next !== undefined)) {
    visit.redirect(homeOf(session));
    return false;
  }
  const kind = gate === 'owner' ? 'owner' : 'delegated';
  if (session.visitor.kind === kind) return true;
  sendPage(visit, 403, presentTrouble(look.words.trouble.forbiddenHeading, look.words.trouble.forbidden));
  return false;
}
