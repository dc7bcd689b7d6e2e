import { localDateAt, type SimulatedBank, toEpochMs } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BankParts } from '../../routes/bank-parts.ts';
import { mayIn } from '../account-permissions.ts';
import { presentDate } from '../formats.ts';
import { presentAccounts } from '../pages/account-pages.ts';
import { sendPage } from '../pages/send-page.ts';
import { type FoundRows, presentTransactions } from '../pages/transactions-page.ts';
import { presentTrouble } from '../pages/trouble-pages.ts';
import { enterRoom, type Room } from '../room.ts';
import { readSearch, type Search } from '../search.ts';
import { daysOfPassword, endOfPassword } from '../sign-in-steps.ts';
import type { Visit } from '../visit.ts';

/** From how many days on the end of a password is announced. */
const PASSWORD_WARNING_DAYS = 14;

/** Accounts and their transactions. */
export function registerAccountRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/accounts', async (request, reply) => {
    const room = await enterRoom(request, reply, parts);
    if (room === null) return reply;
    const { visit, user, bank, accounts } = room;
    const days = daysOfPassword(visit, user, toEpochMs(bank.now()));
    const lastDay = localDateAt(endOfPassword(visit, user), bank.style.calendar);
    const { words, dateFormat } = visit.look;
    const warning =
      days <= PASSWORD_WARNING_DAYS ? words.newPassword.expiresSoon(days, presentDate(lastDay, dateFormat)) : null;
    return sendPage(visit, 200, presentAccounts(visit, { user, accounts, warning }));
  });
  app.get('/accounts/:accountId', async (request: AccountRequest, reply) => {
    const room = await enterRoom(request, reply, parts);
    return room === null ? reply : showTransactions(room, request.params.accountId);
  });
}

type AccountRequest = FastifyRequest<{ Params: { accountId: string } }>;

function showTransactions({ visit, user, bank, accounts }: Room, accountId: string): FastifyReply {
  const { trouble } = visit.look.words;
  const account = accounts.find(({ id }) => id === accountId);
  if (account === undefined) return sendPage(visit, 404, presentTrouble(trouble.notFoundHeading, trouble.notFound));
  const search = readSearch(visit, visit.request.query, bank);
  const isShown = mayIn(user, accountId, 'viewTransactions') && search.errors.length === 0;
  const found = isShown ? findRows(visit, { bank, accountId, search }) : null;
  const status = search.errors.length === 0 ? 200 : 422;
  return sendPage(visit, status, presentTransactions(visit, { user, account, search, found }));
}

/** The rows of one page. Where a bank does not keep the moment, rows may have moved since the page before. */
function findRows(
  { look, session }: Visit,
  { bank, accountId, search }: { bank: SimulatedBank; accountId: string; search: Search },
): FoundRows {
  const { from, to, page, pageSize } = search;
  const name = `${accountId} ${from} ${to} ${pageSize}`;
  const pinned = look.table.pinsPages && page > 1 ? session.searchMoments.get(name) : undefined;
  const at = pinned ?? bank.now();
  session.pinSearch(name, at);
  const shown = bank.show({ accountId, from, to, at });
  const isApart = look.table.pending === 'section';
  const all = isApart ? shown.rows.filter(({ status }) => status === 'posted') : shown.rows;
  const pending = isApart ? shown.rows.filter(({ status }) => status === 'pending') : [];
  const start = Math.min((page - 1) * pageSize, all.length);
  return { shown, pending, rows: all.slice(start, start + pageSize), start, total: all.length };
}
