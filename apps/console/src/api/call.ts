import { CallError, readCallError } from './call-error.ts';
import { OPERATIONS } from './contract.generated.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import type { AnswerOf, InputOf, OperationId } from './operation-types.ts';
import { sessionGate } from './session-gate.ts';
import { findTenant } from './tenant.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** False where a missing session is an answer, and no reason to ask for a sign-in. */
  readonly asksForSignIn?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What any operation may be given; the types of `call` allow for each what it takes. */
interface AnyInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * Calls an operation of either contract with the session of the person. A lost session is asked for over the page, and the
 * call is repeated then. Throws `CallError`, and what the signal was aborted with.
 */
export async function call<Id extends OperationId>(
  id: Id,
  input: InputOf<Id>,
  options: CallOptions = {},
): Promise<AnswerOf<Id>> {
  const response = await callRaw(id, input, options);
  if (response.status === 204) return undefined as AnswerOf<Id>; // Such an operation answers with nothing.
  try {
    return await response.json();
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new CallError('unreadable_answer', 'The answer broke off.', { status: response.status, cause });
  }
}

/** The same, answering the response itself: for files, and for streams of events. Its status is a success. */
export async function callRaw<Id extends OperationId>(
  id: Id,
  input: InputOf<Id>,
  { signal, asksForSignIn = true, headers = {} }: CallOptions = {},
): Promise<Response> {
  const { path, query, body }: AnyInput = input;
  const [method] = OPERATIONS[id];
  const init: RequestInit = {
    method,
    headers: { ...headersFor(id), ...bodyHeaders(body), ...headers },
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
  for (;;) {
    const response = await send(urlOf(id, { ...(path && { path }), ...(query && { query }) }), init);
    if (response.ok) return response;
    const error = await readCallError(response);
    if (error.code !== 'session_required' || !asksForSignIn) throw error;
    await sessionGate.await();
    signal?.throwIfAborted();
  }
}

/** Whether an operation takes a key under which it is done once. */
export function isKeyed(id: OperationId): boolean {
  const [method, path] = OPERATIONS[id];
  return method === 'POST' && path.startsWith('/v1/');
}

/** The address of an operation, for links to files. */
export function urlOf(id: OperationId, { path = {}, query = {} }: AnyInput): string {
  const [, template] = OPERATIONS[id];
  const pathname = template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    search.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return search.size === 0 ? pathname : `${pathname}?${search}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new CallError('unreachable', 'The server cannot be reached. Check the network, then try again.', { cause });
  }
}

function headersFor(id: OperationId): Record<string, string> {
  const headers: Record<string, string> = { 'causeway-console': '1' };
  const tenant = findTenant();
  if (tenant !== null) {
    headers['causeway-organization'] = tenant.organizationId;
    headers['causeway-environment'] = tenant.environment;
  }
  // One key for all tries, so that what a lost session interrupted is done once.
  if (isKeyed(id)) headers['idempotency-key'] = createIdempotencyKey();
  return headers;
}

function bodyHeaders(body: unknown): Record<string, string> {
  return body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' };
}
