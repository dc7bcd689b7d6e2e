import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log.ts';

export interface ReadSms {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface SmsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What a sender has to send along. */
  readonly secret: string;
  /** A message that rejects is answered with 503, so that its sender tries again. */
  deliver(sms: ReadSms): Promise<void>;
  readonly log: Log;
}

export interface SmsServer {
  readonly port: number;
  /** Settles once the requests under way are answered. */
  stop(): Promise<void>;
}

const PATH = '/sms';
const SECRET_HEADER = 'x-sms-secret';
/** A text message is some hundred characters. */
const MAX_BYTES = 16 * 1024;
const MAX_TEXT = 5_000;
const REQUEST_MS = 10_000;

/**
 * Takes text messages as `POST /sms` with JSON `{ from, to, text }` and the secret in `x-sms-secret`. 204: taken. 401: another secret.
 * 413, 415, 422: not of this form. 503: try again. What a message says reaches neither log nor answer.
 */
export async function startSmsServer(options: SmsServerOptions): Promise<SmsServer> {
  const { log } = options;
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    answer(options, request).then(
      (status) => {
        // Nothing more can come over a connection of a server that stops.
        const isLast = status >= 400 || !server.listening;
        response.writeHead(status, { connection: isLast ? 'close' : 'keep-alive' }).end();
      },
      (cause: unknown) => {
        log.warn({ err: cause }, 'a text message could not be taken');
        response.writeHead(503, { 'retry-after': '5', connection: 'close' }).end();
      },
    );
  });
  server.maxConnections = 50;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  let stopped: Promise<void> | null = null;
  return {
    port,
    stop: () => {
      stopped ??= close(server);
      return stopped;
    },
  };
}

/** Takes no more and waits for what is under way, but for nobody who sends no end: a server that closes bounds no request any more. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const bound = setTimeout(() => server.closeAllConnections(), REQUEST_MS);
  await closed;
  clearTimeout(bound);
}

async function answer(options: SmsServerOptions, request: IncomingMessage): Promise<number> {
  if (request.url !== PATH) return 404;
  if (request.method !== 'POST') return 405;
  const given = request.headers[SECRET_HEADER];
  // Checked before anything is read.
  if (typeof given !== 'string' || !isSame(given, options.secret)) return 401;
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return 415;
  const body = await readBody(request);
  if (body === null) return 413;
  const sms = parseSms(body);
  if (sms === null) return 422;
  await options.deliver(sms);
  return 204;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseSms(body: string): ReadSms | null {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const { from, to, text } = read as Partial<Record<keyof ReadSms, unknown>>; // Looked into field by field below.
  if (typeof from !== 'string' || typeof to !== 'string' || typeof text !== 'string') return null;
  if (to.includes('\u0000')) return null;
  return from.length > 100 || to.length > 100 || text.length > MAX_TEXT ? null : { from, to, text };
}

/** In constant time, whatever their lengths. */
function isSame(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
