import type { Instant, ShownRow, ShownWindow, SimulatedBank } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DelegatedUser } from '../delegated-user.ts';
import { Fields } from '../fields.ts';
import { meetTrouble } from '../meet-trouble.ts';
import type { Permission } from '../permission.ts';
import { mayAnywhere, mayIn } from '../portal/account-permissions.ts';
import { answerTrouble, refuse, refuseFields, refusePermission } from '../refusal.ts';
import { pinExport, type Session } from '../sessions.ts';
import { readVirtualTime } from '../virtual-time.ts';
import type { BankParts } from './bank-parts.ts';
import { signIn } from './export-sign-in.ts';
import { presentInSecondLayout, type ShownPage } from './second-layout.ts';

/** Posted rows on one page. */
const PAGE_ROWS = 200;

/** The bank's direct download: sign in, list accounts, fetch transactions page by page, sign out. */
export function registerExportRoutes(app: FastifyInstance, parts: BankParts): void {
  app.post('/sessions', (request, reply) => signIn(request, reply, parts));
  app.delete('/sessions/current', async (request, reply) => {
    const visit = await enterBank(request, reply, parts);
    if (visit === null) return reply;
    parts.sessions.end(visit.session.token);
    return reply.code(204).send();
  });
  app.get('/accounts', async (request, reply) => {
    const visit = await enterBank(request, reply, parts, 'viewBalances');
    if (visit === null) return reply;
    const accounts = visit.bank.listAccounts().filter(({ id }) => mayIn(visit.user, id, 'viewBalances'));
    return reply.send({ asOf: visit.bank.now(), accounts });
  });
  app.get('/accounts/:accountId/transactions', async (request: TransactionsRequest, reply) => {
    const visit = await enterBank(request, reply, parts, 'viewTransactions');
    return visit === null ? reply : sendTransactions(request, reply, visit);
  });
}

type TransactionsRequest = FastifyRequest<{ Params: { accountId: string } }>;

interface Visit {
  readonly session: Session;
  readonly user: DelegatedUser;
  readonly bank: SimulatedBank;
}

/** Lets a signed-in user in, at the user's present moment; otherwise answers why not and returns null. */
async function enterBank(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: BankParts,
  ...[needed]: [needed?: Permission]
): Promise<Visit | null> {
  const { users, instances, sessions, personality } = parts;
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const session = sessions.touch(token);
  if (session === null || session.userKey.bankId !== personality.id) {
    refuse(reply, 401, { code: 'session_expired', message: 'The session has ended; sign in again.' });
    return null;
  }
  const user = users.get(session.userKey);
  const virtualTime = readVirtualTime(request.headers, user);
  if (!virtualTime.ok) {
    refuse(reply, 400, { code: 'virtual_time_invalid', message: virtualTime.message });
    return null;
  }
  const nowMs = instances.peekMs(user, virtualTime.virtualMs);
  const trouble = await meetTrouble(users, user, { nowMs, place: 'session' });
  // Signing out needs no permission.
  if (trouble !== null && !(trouble.kind === 'missingPermission' && needed === undefined)) {
    answerTrouble(reply, trouble);
    return null;
  }
  if (needed !== undefined && !mayAnywhere(user, needed)) {
    refusePermission(reply);
    return null;
  }
  return { session, user, bank: await instances.enter(user, virtualTime.virtualMs) };
}

function sendTransactions(request: TransactionsRequest, reply: FastifyReply, visit: Visit): FastifyReply {
  const { session, user, bank } = visit;
  const { accountId } = request.params;
  if (!bank.listAccounts().some(({ id }) => id === accountId)) {
    return refuse(reply, 404, { code: 'account_not_found', message: 'The account does not exist; list the accounts.' });
  }
  if (!mayIn(user, accountId, 'viewTransactions')) return refusePermission(reply);
  const fields = new Fields(request.query);
  const from = fields.date('from');
  const to = fields.date('to');
  const page = fields.count('page', { max: 1_000_000, fallback: 1 });
  if (fields.errors.length === 0 && from > to) fields.reject('from', 'lies after to; swap the two dates');
  if (fields.errors.length > 0) return refuseFields(reply, fields.errors);

  const at = pinMoment(session, `${accountId} ${from} ${to}`, { page, now: bank.now() });
  const shown = bank.show({ accountId, from, to, at });
  const pages = cutPages(shown);
  const rows = pages[page - 1];
  if (rows === undefined) {
    fields.reject('page', `is beyond the last; there are ${pages.length}`);
    return refuseFields(reply, fields.errors);
  }
  const shownPage = { shown, page, pages: pages.length, rows };
  const isSecondLayout = session.layout === 2 || shown.layout === 2;
  return reply.send(isSecondLayout ? presentInSecondLayout(shownPage) : presentPage(shownPage));
}

/**
 * The moment that all pages of one export show: that of its first page. Otherwise a row that posts between two pages
 * would push another over the edge, and the reader would miss it or get it twice.
 */
function pinMoment(session: Session, exportName: string, { page, now }: { page: number; now: Instant }): Instant {
  const pinned = session.exportMoments.get(exportName);
  if (page > 1 && pinned !== undefined) return pinned;
  pinExport(session, exportName, now);
  return now;
}

function presentPage({ shown, page, pages, rows }: ShownPage) {
  const { asOf, account, from, to, complete, balances } = shown;
  return { asOf, account, from, to, page, pages, complete, balances, rows };
}

/** Pages of posted rows; all pending rows stand on the last page, which is longer by them. */
function cutPages({ rows }: ShownWindow): ShownRow[][] {
  const posted = rows.filter(({ status }) => status === 'posted');
  const pending = rows.filter(({ status }) => status === 'pending');
  const pages: ShownRow[][] = [];
  for (let start = 0; start < posted.length; start += PAGE_ROWS) pages.push(posted.slice(start, start + PAGE_ROWS));
  const last = pages.pop() ?? [];
  return [...pages, [...last, ...pending]];
}
