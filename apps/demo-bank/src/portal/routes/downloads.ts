import type { FastifyInstance, FastifyReply } from 'fastify';
import { Fields, textRules } from '../../fields.ts';
import type { BankParts } from '../../routes/bank-parts.ts';
import { mayIn } from '../account-permissions.ts';
import { presentDownloads, presentNoDownloads } from '../pages/download-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { enterRoom, type Room } from '../room.ts';
import { readSearch } from '../search.ts';
import { type Download, writeDownload } from '../write-download.ts';

/** Posted rows as a file, in the formats that banks offer. */
export function registerDownloadRoutes(app: FastifyInstance, parts: BankParts): void {
  app.get('/downloads', async (request, reply) => {
    const room = await enterRoom(request, reply, parts);
    return room === null ? reply : showPage(room, 200, []);
  });
  app.post('/downloads', async (request, reply) => {
    const room = await enterRoom(request, reply, parts);
    return room === null ? reply : sendDownload(room);
  });
}

async function sendDownload(room: Room): Promise<FastifyReply> {
  const { visit, user, bank, accounts } = room;
  const { look, request, parts } = visit;
  if (!visit.settings.downloads) return sendPage(visit, 503, presentNoDownloads(visit));
  const fields = new Fields(request.body);
  const accountId = fields.text('accountId', textRules.accountId);
  const format = fields.choice('format', look.downloadFormats);
  const search = readSearch(visit, request.body, bank);
  const account = accounts.find(({ id }) => id === accountId);
  const isGranted = account !== undefined && mayIn(user, accountId, 'viewTransactions');
  if (format === null || !isGranted || search.errors.length > 0) {
    return showPage(room, 422, isGranted ? search.errors : [look.words.transactions.noPermission]);
  }
  const at = bank.now();
  const statement = bank.showStatement({ accountId, from: search.from, to: search.to, at });
  const { id: bankId } = parts.personality;
  return sendFile(visit.reply, await writeDownload(statement, { format, at, bankId, companyId: user.companyId }));
}

/** Sends a file to be kept, not to be shown. */
export function sendFile(reply: FastifyReply, { name, mediaType, bytes }: Download): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type(mediaType)
    .send(bytes);
}

function showPage({ visit, user, bank, accounts }: Room, status: number, errors: readonly string[]): FastifyReply {
  if (!visit.settings.downloads) return sendPage(visit, 200, presentNoDownloads(visit));
  const fields = new Fields(visit.request.body);
  const entry = {
    accounts: accounts.filter(({ id }) => mayIn(user, id, 'viewTransactions')),
    accountId: fields.optionalText('accountId', textRules.accountId),
    format: fields.choice('format', visit.look.downloadFormats),
    search: readSearch(visit, visit.request.body, bank),
    errors,
  };
  return sendPage(visit, status, presentDownloads(visit, entry));
}
