import { getOperation } from '../../../src/api/contract/contract.ts';
import type { components } from '../../../src/api/contract/types.generated.ts';
import { assertResponseMatchesContract } from './assert-response.ts';
import { theContract } from './load-contract.ts';

export type Schemas = components['schemas'];

/** What one call sends. Values of `query` may be repeated by giving a list. */
export interface CallInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** Calls operations by their id; every answer is held against the contract before it is handed on. */
export interface Caller {
  readonly key: string;
  call<Body = unknown>(operationId: string, input?: CallInput): Promise<Answer<Body>>;
  /** The body of an answer that must be a success. */
  get<Body>(operationId: string, input?: CallInput): Promise<Body>;
  /** The error code of an answer that must be a refusal. */
  refusal(operationId: string, input?: CallInput): Promise<Schemas['ErrorEnvelope']['error']>;
  /** An answer that does not end by itself: its head is held against the contract, its body is left to the test. */
  open(operationId: string, input: CallInput & { readonly signal: AbortSignal }): Promise<Response>;
  /** All items of a list, page by page. */
  all<Item>(operationId: string, input?: CallInput & { readonly limit?: number }): Promise<Item[]>;
}

/** Every success that a test of this process was answered with, as `operation status`. */
export const exercised = new Set<string>();

/** Every answer that an act got in this process, reads left out. */
export const acted: { readonly operationId: string; readonly requestId: string; readonly ok: boolean }[] = [];

/** Forgets what earlier files of this process were answered with, for tests of everything that was. */
export function forgetAnswers(): void {
  exercised.clear();
  acted.length = 0;
}

export function createCaller(baseUrl: string, key: string): Caller {
  const send = (operationId: string, input: CallInput, signal?: AbortSignal): Promise<Response> => {
    const operation = getOperation(theContract(), operationId);
    const url = new URL(
      operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.path?.[name] ?? '')),
      baseUrl,
    );
    for (const [name, value] of Object.entries(input.query ?? {}))
      for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each));
    return fetch(url, {
      method: operation.method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...input.headers,
      },
      body: input.form ?? (input.body === undefined ? null : JSON.stringify(input.body)),
      signal: signal ?? null,
    });
  };
  const call: Caller['call'] = async <Body>(operationId: string, input: CallInput = {}) => {
    const response = await send(operationId, input);
    const text = await response.text();
    const body = (text === '' ? undefined : JSON.parse(text)) as Body; // Held against the contract on the next line.
    const headers = Object.fromEntries(response.headers);
    assertResponseMatchesContract(
      operationId,
      { status: response.status, headers, body },
      {
        sparse: input.query?.fields !== undefined,
      },
    );
    if (response.ok) exercised.add(`${operationId} ${response.status}`);
    if (getOperation(theContract(), operationId).method !== 'GET')
      acted.push({ operationId, requestId: headers['x-request-id'] ?? '', ok: response.ok });
    return { status: response.status, headers, body };
  };
  const get: Caller['get'] = async <Body>(operationId: string, input?: CallInput) => {
    const { status, body } = await call<Body>(operationId, input);
    if (status >= 300) throw new Error(`${operationId} was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    key,
    call,
    get,
    refusal: async (operationId, input) => {
      const { status, body } = await call<Schemas['ErrorEnvelope']>(operationId, input);
      if (status < 400) throw new Error(`${operationId} was not refused but answered with ${status}`);
      return body.error;
    },
    open: async (operationId, { signal, ...input }) => {
      const response = await send(operationId, input, signal);
      assertResponseMatchesContract(operationId, {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: undefined,
      });
      if (response.ok) exercised.add(`${operationId} ${response.status}`);
      return response;
    },
    all: async <Item>(operationId: string, { limit = 500, ...input }: CallInput & { readonly limit?: number } = {}) => {
      const items: Item[] = [];
      let cursor: string | null = null;
      do {
        const query: CallInput['query'] = { ...input.query, limit, ...(cursor === null ? {} : { cursor }) };
        const page: { data: Item[]; pagination: Schemas['Pagination'] } = await get(operationId, { ...input, query });
        items.push(...page.data);
        cursor = page.pagination.nextCursor;
      } while (cursor !== null);
      return items;
    },
  };
}
