import { type AnswerFacts, readAnswer, readFacts } from './answer.ts';
import type { Clock } from './clock.ts';
import { createGuard } from './guard.ts';
import type { OperationRoute } from './operations.ts';
import { type PreparedRequest, prepareRequest, type RequestInput } from './request.ts';
import { type RetryPolicy, withRetries } from './retry.ts';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Time for each try, in place of the client's. */
  readonly timeoutMs?: number | undefined;
  /** Tries after the first one, in place of the client's. */
  readonly maxRetries?: number | undefined;
  /** For operations that take one; made up otherwise. Give your own to be able to repeat the call in another process. */
  readonly idempotencyKey?: string | undefined;
  /** Told of the answer's status and headers. */
  readonly onAnswer?: ((facts: AnswerFacts) => void) | undefined;
}

/** What every request goes through. */
export interface Transport {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newIdempotencyKey: () => string;
  readonly timeoutMs: number;
  readonly uploadTimeoutMs: number;
  readonly retry: RetryPolicy;
}

/** Methods that do the same once or often. A POST does only with an idempotency key, a PATCH by no rule at all. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE']);

/** Calls an operation and answers with its body. Throws CausewayError, CausewayNetworkError, or the signal's reason. */
export async function call(
  transport: Transport,
  route: OperationRoute,
  input: RequestInput = {},
  options: CallOptions = {},
): Promise<unknown> {
  const idempotencyKey = chooseIdempotencyKey(transport, route, options);
  const headers = {
    ...authorization(transport),
    ...acceptedEncoding(transport),
    ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
  };
  const request = prepareRequest(transport.baseUrl, route, input, headers);
  const timeoutMs = options.timeoutMs ?? (route.form ? transport.uploadTimeoutMs : transport.timeoutMs);
  const repeatable = REPEATABLE.has(route.method) || idempotencyKey !== null;
  const maxRetries = repeatable ? (options.maxRetries ?? transport.retry.maxRetries) : 0;
  return withRetries(
    () => ask(transport, { ...request, isFile: route.file ?? false }, timeoutMs, options),
    { ...transport.retry, maxRetries },
    transport,
    options.signal,
  );
}

/** One try. */
async function ask(
  transport: Transport,
  request: PreparedRequest & { readonly isFile: boolean },
  timeoutMs: number,
  options: CallOptions,
): Promise<unknown> {
  const guard = createGuard(transport.clock, request.operation, options.signal);
  try {
    const { facts, body } = await guard.run(timeoutMs, async (signal) => {
      const response = await send(transport, request, signal);
      const isFile = request.isFile && response.ok;
      return { facts: readFacts(response), body: isFile ? await readBytes(response) : await response.text() };
    });
    options.onAnswer?.(facts);
    return typeof body === 'string' ? readAnswer(request.operation, facts, body, transport.clock) : body;
  } finally {
    guard.release();
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** Redirects are not followed: the key is for one server. */
export function send(transport: Transport, request: PreparedRequest, signal: AbortSignal): Promise<Response> {
  const { method, headers, body } = request;
  return transport.fetch(request.url, { method, headers, body, signal, redirect: 'manual' });
}

/** The header of the key; none for a client that was made without one. */
export function authorization({ apiKey }: Pick<Transport, 'apiKey'>): Record<string, string> {
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
}

/** Between programs of one machine, compressing costs more time than it saves; elsewhere `fetch` asks for it. */
function acceptedEncoding({ baseUrl }: Transport): Record<string, string> {
  return LOOPBACK.test(baseUrl) ? { 'accept-encoding': 'identity' } : {};
}

const LOOPBACK = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/;

function chooseIdempotencyKey(transport: Transport, route: OperationRoute, options: CallOptions): string | null {
  if (route.idempotencyKey) return options.idempotencyKey ?? transport.newIdempotencyKey();
  // Dropping it in silence would promise a safety that is not there.
  if (options.idempotencyKey !== undefined)
    throw new TypeError(`${route.method} ${route.path} takes no idempotency key.`);
  return null;
}
