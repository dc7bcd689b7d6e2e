import { type Clock, systemClock } from './clock.ts';
import { iterateList } from './iterate.ts';
import type { ListIterators, OperationMethods } from './operation-types.ts';
import { OPERATIONS, type OperationRoute } from './operations.ts';
import type { RequestInput } from './request.ts';
import { createEventStream, type EventStream } from './stream/event-log.ts';
import { createStream, type TransactionStream } from './stream/stream.ts';
import { type CallOptions, call, type Fetch, type Transport } from './transport.ts';

/** Only the address is needed; times and tries have defaults that suit a server on the Internet. */
export interface ClientOptions {
  /** Address of the server, for example `http://127.0.0.1:4080`; may have a path. */
  readonly baseUrl: string;
  /** `way_live_…` or `way_test_…`. Only what concerns the service itself works without. */
  readonly apiKey?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** Time for each try, answer included. 30 seconds by default. */
  readonly timeoutMs?: number | undefined;
  /** Time for sending a file, which the server answers when it has been taken in. 15 minutes by default. */
  readonly uploadTimeoutMs?: number | undefined;
  /** Tries after the first one, for requests that may be repeated. 4 by default. */
  readonly maxRetries?: number | undefined;
  /** Waits between tries grow from about this. 250 by default. */
  readonly baseDelayMs?: number | undefined;
  /** Longest wait between tries; an answer that asks for more is thrown. 60 seconds by default. */
  readonly maxDelayMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  readonly newIdempotencyKey?: (() => string) | undefined;
}

/** The API: one method per operation, lists as iterators, and the change stream. */
export interface Client extends OperationMethods<CallOptions> {
  readonly baseUrl: string;
  /** What the key can see; null without a key, or with one of a form that is not known here. */
  readonly environment: 'live' | 'test' | null;
  /** Lists as iterators over their items: `for await (const account of client.iterate.accounts())`. */
  readonly iterate: ListIterators<CallOptions>;
  readonly stream: TransactionStream;
  /** One live connection as it is, without connecting again; `stream.live` is what most callers want. */
  streamTransactions: TransactionStream['connect'];
  /** The event log as it grows. */
  readonly events: EventStream;
  /** One live connection as it is; `events.live` is what most callers want. */
  streamEvents: EventStream['connect'];
}

/** Makes a client. Nothing is sent before the first call. Throws TypeError for options that cannot be used. */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    baseUrl: readBaseUrl(options.baseUrl),
    apiKey: readApiKey(options.apiKey),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    newIdempotencyKey: options.newIdempotencyKey ?? (() => crypto.randomUUID()),
    timeoutMs: options.timeoutMs ?? 30_000,
    uploadTimeoutMs: options.uploadTimeoutMs ?? 900_000,
    retry: {
      maxRetries: options.maxRetries ?? 4,
      baseDelayMs: options.baseDelayMs ?? 250,
      maxDelayMs: options.maxDelayMs ?? 60_000,
    },
  };
  const stream = createStream(transport);
  const events = createEventStream(transport);
  return {
    ...createMethods(transport),
    baseUrl: transport.baseUrl,
    environment: readEnvironment(transport.apiKey),
    iterate: createIterators(transport),
    stream,
    streamTransactions: stream.connect,
    events,
    streamEvents: events.connect,
  };
}

function createMethods(transport: Transport): OperationMethods<CallOptions> {
  const methods = routes()
    .filter(([, route]) => !route.live)
    .map(([id, route]) => [
      id,
      (input?: RequestInput, options?: CallOptions) => call(transport, route, input, options),
    ]);
  // Every operation of the table is there; what it takes and answers is by the contract, which the server enforces.
  return Object.fromEntries(methods) as OperationMethods<CallOptions>;
}

function createIterators(transport: Transport): ListIterators<CallOptions> {
  const iterators = routes()
    .filter(([id]) => id.startsWith('list'))
    .map(([id, route]) => [
      `${id.charAt(4).toLowerCase()}${id.slice(5)}`,
      (input?: RequestInput, options?: CallOptions) => iterateList(transport, route, input, options),
    ]);
  // Every list of the table is there, under the name that its type has.
  return Object.fromEntries(iterators) as ListIterators<CallOptions>;
}

function routes(): [string, OperationRoute][] {
  return Object.entries(OPERATIONS);
}

function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TypeError('baseUrl must be a complete address such as http://127.0.0.1:4080.');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('baseUrl must have no user, password, query or fragment.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function readApiKey(text: string | undefined): string | null {
  if (text === undefined) return null;
  // The value is a secret and stays out of the message.
  if (!/^[\x21-\x7e]+$/.test(text)) throw new TypeError('apiKey must be a key of visible ASCII characters.');
  return text;
}

function readEnvironment(apiKey: string | null): Client['environment'] {
  const match = /^way_(live|test)_/.exec(apiKey ?? '')?.[1];
  return match === 'live' || match === 'test' ? match : null;
}
