import { CallError, readCallError } from '../../api/call-error.ts';
import { OPERATIONS } from '../../api/contract.generated.ts';
import type { Schemas } from '../../api/operation-types.ts';

export type ConnectState = Schemas['ConnectState'];
export type ConnectInstitution = Schemas['ConnectInstitution'];
export type Credentials = Schemas['ConnectionCredentialsRequest'];

/** The operations of a Connect link, with its token in a header: it stands in no address that a server is sent. */
export interface ConnectApi {
  state(signal?: AbortSignal): Promise<ConnectState>;
  institutions(query: string, signal: AbortSignal): Promise<{ data: ConnectInstitution[]; hasMore: boolean }>;
  choose(choice: Schemas['ConnectChoice']): Promise<ConnectState>;
  putCredentials(credentials: Credentials): Promise<ConnectState>;
  completeSetup(): Promise<ConnectState>;
  answer(code: string): Promise<ConnectState>;
}

type ConnectOperation = Extract<keyof typeof OPERATIONS, `${string}Connect${string}`>;

/** Calls for the holder of a token. Each of them throws `CallError`. */
export function createConnectApi(token: string): ConnectApi {
  async function ask<Answer>(
    id: ConnectOperation,
    { body, query, signal }: { body?: unknown; query?: string; signal?: AbortSignal | undefined } = {},
  ): Promise<Answer> {
    const [method, path] = OPERATIONS[id];
    const url = query === undefined || query === '' ? path : `${path}?${new URLSearchParams({ query })}`;
    const response = await send(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      credentials: 'omit',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok) throw await readCallError(response);
    return response.json();
  }
  return {
    state: (signal) => ask('getConnectState', { signal }),
    institutions: (query, signal) => ask('listConnectInstitutions', { query, signal }),
    choose: (body) => ask('chooseConnectInstitution', { body }),
    putCredentials: (body) => ask('putConnectCredentials', { body }),
    completeSetup: () => ask('completeConnectSetup'),
    answer: (code) => ask('answerConnectChallenge', { body: { code } }),
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new CallError('unreachable', 'The server cannot be reached. Check the network; this page tries again.', {
      cause,
    });
  }
}
