import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { statusOfError } from '../../domain/error-catalogue.ts';
import type { Log } from '../../infra/log.ts';
import { refusalOfError } from '../http/thrown-error.ts';
import { ASSETS, DOCUMENTS, type DocumentName, documentOf, EMBED_SCRIPT } from './page-paths.ts';
import { pageHeaders } from './page-policy.ts';

/** What Vite writes into the documents in place of the nonce. */
const NONCE_PLACEHOLDER = '__CAUSEWAY_NONCE__';
const NONCE_BYTES = 18;
/** Other sites fetch the embed script anew this often. */
const EMBED_MAX_AGE = '10m';
const NOT_BUILT =
  'The pages of this installation are not built. Run "npm run build" in its folder, then load this page again.';

export interface PageParts {
  /** Folder of the build. It may be missing, and may be replaced while the server runs. */
  readonly dist: string;
  readonly log: Pick<Log, 'error'>;
  randomBytes(size: number): Uint8Array;
  /** Sites that may frame the page of a Connect session; none for one that is not known. */
  findEmbeddingOrigins(sessionId: string): Promise<readonly string[]>;
}

/** Answers requests for pages and their files. */
export interface PageServer {
  serve(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/**
 * The pages, as a server of their own within the server: it is put together when the first of them is asked for, so that who never
 * does pays nothing for it.
 */
export async function createPageServer(parts: PageParts): Promise<PageServer> {
  const app = fastify({ logger: false, exposeHeadRoutes: true });
  const { dist } = parts;
  const embedFile = join(dist, 'connect.js');
  await app.register(fastifyStatic, {
    root: join(dist, 'assets'),
    prefix: ASSETS,
    // A name holds the hash of what is in the file.
    immutable: true,
    maxAge: '365d',
    index: false,
    preCompressed: true,
    // Without a build there is nothing to serve, which the documents say.
    suppressWarning: true,
    // The embed script is for the pages of others, everything else for ours.
    setHeaders: (reply, path) => {
      const site = path.startsWith(embedFile) ? 'cross-origin' : 'same-origin';
      reply.header('cross-origin-resource-policy', site);
    },
  });
  app.get(EMBED_SCRIPT, (_request, reply) =>
    reply.sendFile('connect.js', dist, { maxAge: EMBED_MAX_AGE, immutable: false }),
  );
  app.get('/', (_request, reply) => reply.redirect('/console'));
  addDocuments(app, parts);
  // All but the files. A cache that gave a document again would give its nonce again, and who may frame it as it was then.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setNotFoundHandler((_request, reply) => sendText(reply, 404, 'There is no such file.'));
  app.setErrorHandler((error, _request, reply) => answerFault(error, reply, parts.log));
  await app.ready();
  return { serve: (request, response) => app.routing(request, response), close: () => app.close() };
}

function addDocuments(app: FastifyInstance, parts: PageParts): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const name = documentOf(pathOf(request.url));
    if (name === null) return reply.callNotFound();
    const html = await readDocument(parts.dist, name);
    if (html === null) return sendText(reply, 503, NOT_BUILT);
    const nonce = Buffer.from(parts.randomBytes(NONCE_BYTES)).toString('base64');
    const sessionId = name === 'connect' ? (pathOf(request.url).split('/')[2] ?? '') : '';
    const embedding = sessionId === '' ? [] : await parts.findEmbeddingOrigins(sessionId);
    reply.headers(pageHeaders(nonce, { embedding, isOpenable: name === 'connect' }));
    return reply.type('text/html; charset=utf-8').send(html.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
  for (const name of Object.keys(DOCUMENTS)) {
    app.get(`/${name}`, answer);
    app.get(`/${name}/*`, answer);
  }
}

/** What went wrong inside is for the log; whoever looks at a page is told no path, no address and no query. */
function answerFault(error: unknown, reply: FastifyReply, log: PageParts['log']): FastifyReply {
  // Of the paths of files, some are refused before it is looked what is there.
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500)
    return sendText(reply, 404, 'There is no such file.');
  const { refusal, unexpected } = refusalOfError(error, 0);
  if (unexpected) log.error({ err: error }, 'a page could not be served');
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds));
  return sendText(reply, statusOfError(refusal.code), refusal.message);
}

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/** Read each time: a new build is seen at once, and the file has a few hundred bytes. Null when there is none. */
async function readDocument(dist: string, name: DocumentName): Promise<string | null> {
  try {
    return await readFile(join(dist, DOCUMENTS[name]), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
