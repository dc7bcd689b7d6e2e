import type { ShownAccount } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fields, textRules } from '../../fields.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { mayIn } from '../account-permissions.ts';
import { sendPage } from '../pages/send-page.ts';
import { presentNoStatements, presentStatements } from '../pages/statements-page.ts';
import { presentTrouble } from '../pages/trouble-pages.ts';
import { enterRoom, type Room } from '../room.ts';
import { listStatementMonths } from '../statement-months.ts';
import { drawStatement } from '../statement-pdf.ts';
import { sendFile } from './downloads.ts';

type DocumentRequest = FastifyRequest<{ Params: { accountId: string; document: string } }>;

/** Statements of whole months as documents. */
export function registerStatementRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/statements', async (request, reply) => {
    const room = await enterRoom(request, reply, parts);
    return room === null ? reply : showStatements(room);
  });
  app.get('/statements/:accountId/:document', async (request: DocumentRequest, reply) => {
    const room = await enterRoom(request, reply, parts);
    return room === null ? reply : sendStatement(room, request.params);
  });
}

function listGranted({ user, accounts }: Room): ShownAccount[] {
  return accounts.filter(({ id }) => mayIn(user, id, 'viewStatements'));
}

function showStatements(room: Room): FastifyReply {
  const { visit, user, bank } = room;
  const accounts = listGranted(room);
  const [first] = accounts;
  if (first === undefined) return sendPage(visit, 403, presentNoStatements(visit));
  const wanted = new Fields(visit.request.query).optionalText('accountId', textRules.accountId);
  const account = accounts.find(({ id }) => id === wanted) ?? first;
  const months = listStatementMonths(bank, account.id, user.createdAt);
  return sendPage(visit, 200, presentStatements(visit, { accounts, account, months }));
}

/** Sends a document named `2026-10.pdf`. */
async function sendStatement(room: Room, params: { accountId: string; document: string }): Promise<FastifyReply> {
  const { visit, user, bank } = room;
  const { words } = visit.look;
  const { personality } = visit.parts;
  const account = listGranted(room).find(({ id }) => id === params.accountId);
  const months = account === undefined ? [] : listStatementMonths(bank, account.id, user.createdAt);
  const found = months.find(({ month }) => `${month}.pdf` === params.document);
  if (account === undefined || found === undefined) {
    return sendPage(visit, 404, presentTrouble(words.trouble.notFoundHeading, words.trouble.notFound));
  }
  const { month, from, to, issuedAt } = found;
  const statement = bank.showStatement({ accountId: account.id, from, to, at: issuedAt });
  const head = { bankName: personality.name, companyId: user.companyId, month, issuedAt };
  // A document looks as it did when it was issued, whatever layout the pages have now.
  const bytes = await drawStatement(statement, head, personality.portal.looks[1]);
  const name = `${personality.id}-${account.number.slice(-4)}-${month}.pdf`;
  return sendFile(visit.reply, { name, mediaType: 'application/pdf', bytes });
}
