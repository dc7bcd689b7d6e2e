import { Agent, type Dispatcher, request } from 'undici';
import { flattenHeaders } from './flatten-headers.ts';
import { systemErrorCode } from './system-error.ts';

/** What became of a request. A status of 400 or more is a response like any other: the caller decides. */
export type HttpResult<Body = Uint8Array> =
  | { readonly kind: 'response'; readonly status: number; readonly headers: HttpHeaders; readonly body: Body }
  /** No answer could be had: no address, refused, reset, bad certificate, or a host that is not allowed (`code` says which). */
  | { readonly kind: 'unreachable'; readonly code: string; readonly cause: unknown }
  /** The bound on the whole exchange passed. The request may have taken effect. */
  | { readonly kind: 'timeout' }
  /** The body was longer than allowed; reading stopped there. */
  | { readonly kind: 'tooLarge'; readonly status: number };

/** Header names in lower case; a header that came several times has its values joined by ", ". */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  /** Absolute, `https:` or `http:`. */
  readonly url: string;
  /** Default GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Ends the exchange early; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface HttpClientOptions {
  /**
   * Hosts that may be asked, as they stand in a URL: `bank.example`, `bank.example:8443` for another port than the scheme's, or `*.bank.example` for
   * every host below (not the name itself).
   */
  readonly allowedHosts: readonly string[];
  /** Bound on the whole exchange, from connecting to the last byte of the body. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** Redirects to follow, each checked against `allowedHosts`. Default 0: a redirect is a response. GET only. */
  readonly maxRedirects?: number;
  /** How connections are made; a guard against private addresses, or a test's, goes here. */
  readonly dispatcher?: Dispatcher;
}

/** Sends requests to few known hosts within bounds. Expected failures are results; only misuse and the caller's own abort throw. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResult>;
  /**
   * As `send`, with the body parsed. A body that is no JSON gives `unreachable` with code `BAD_JSON`: whoever answered was not the one we asked.
   */
  sendJson(request: Omit<HttpRequest, 'body'> & { readonly json?: unknown }): Promise<HttpResult<unknown>>;
  /** Closes idle connections. Requests under way are ended. */
  close(): Promise<void>;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Requests to banks: bounded in time and size, redirects only where the options allow them. Closing it leaves a dispatcher that was given
 * alone.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const own = options.dispatcher === undefined ? new Agent({ connect: { timeout: options.timeoutMs } }) : null;
  const dispatcher = options.dispatcher ?? own;
  if (dispatcher === null) throw new TypeError('A dispatcher is needed.');
  const send = (wanted: HttpRequest) => sendFollowing(wanted, options, dispatcher);
  return {
    send,
    sendJson: async ({ json, ...wanted }) => {
      const headers = { accept: 'application/json', ...wanted.headers };
      const result = await (json === undefined
        ? send({ ...wanted, headers })
        : send({ ...wanted, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) }));
      return result.kind === 'response' ? parseBody(result) : result;
    },
    close: async () => {
      await own?.destroy();
    },
  };
}

/** Whether the URL's host (with its port, when it is not the scheme's own) is on the list; see `allowedHosts`. */
export function isHostAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((allowed) => {
    const entry = allowed.toLowerCase();
    if (!entry.startsWith('*.')) return url.host === entry;
    return url.host.endsWith(entry.slice(1)) && url.host.length > entry.length - 1;
  });
}

async function sendFollowing(
  wanted: HttpRequest,
  options: HttpClientOptions,
  dispatcher: Dispatcher,
): Promise<HttpResult> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = wanted.signal === undefined ? deadline : AbortSignal.any([deadline, wanted.signal]);
  let url = parseUrl(wanted.url);
  for (let redirects = 0; ; redirects++) {
    if (!isHostAllowed(url, options.allowedHosts)) {
      return {
        kind: 'unreachable',
        code: 'HOST_NOT_ALLOWED',
        cause: new Error(`The host ${url.host} is not on the list of allowed hosts.`),
      };
    }
    let result: HttpResult;
    try {
      result = await exchange(url, { ...wanted, signal }, options.maxBodyBytes, dispatcher);
    } catch (error) {
      // The caller's own abort is no outcome of the network.
      if (wanted.signal?.aborted === true) throw wanted.signal.reason;
      if (deadline.aborted) return { kind: 'timeout' };
      return { kind: 'unreachable', code: systemErrorCode(error) ?? 'UNKNOWN', cause: error };
    }
    const next = redirects < (options.maxRedirects ?? 0) ? findRedirect(result, wanted, url) : null;
    if (next === null) return result;
    url = next;
  }
}

async function exchange(
  url: URL,
  wanted: HttpRequest & { readonly signal: AbortSignal },
  maxBodyBytes: number,
  dispatcher: Dispatcher,
): Promise<HttpResult> {
  const response = await request(url, {
    dispatcher,
    method: wanted.method ?? 'GET',
    headers: { ...wanted.headers },
    body: wanted.body ?? null,
    signal: wanted.signal,
    // One bound on the whole exchange stands for these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const status = response.statusCode;
  const headers = flattenHeaders(response.headers);
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes) {
    response.body.on('error', () => undefined).destroy();
    return { kind: 'tooLarge', status };
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array> /* a byte stream: no encoding is set */) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBodyBytes) return { kind: 'tooLarge', status };
    chunks.push(chunk);
  }
  return { kind: 'response', status, headers, body: Buffer.concat(chunks) };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new TypeError('url must be an absolute http: or https: URL.');
  }
  // They would be sent as a header, and stand in every log of the URL.
  if (url.username !== '' || url.password !== '') throw new TypeError('url must not contain a user or a password.');
  return url;
}

function findRedirect(result: HttpResult, wanted: HttpRequest, from: URL): URL | null {
  if (result.kind !== 'response' || !REDIRECTS.includes(result.status)) return null;
  // Sending a body a second time, to another place, is nothing to do on one's own.
  if ((wanted.method ?? 'GET') !== 'GET') return null;
  const location = result.headers.location;
  const next = location === undefined ? null : URL.parse(location, from.href);
  // From https only to https, and headers (which may hold a token) only to the same origin.
  if (next === null || next.origin !== from.origin) return null;
  return next;
}

function parseBody(result: HttpResult & { readonly kind: 'response' }): HttpResult<unknown> {
  // 204 and its like have no body, which is no broken JSON.
  if (result.body.byteLength === 0) return { ...result, body: null };
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(result.body));
    return { ...result, body };
  } catch (cause) {
    return { kind: 'unreachable', code: 'BAD_JSON', cause };
  }
}
