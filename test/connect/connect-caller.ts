import { getOperation } from '../../src/api/contract/contract.ts';
import type { CallInput, Schemas } from '../support/calls/caller.ts';
import { theWholeContract } from '../support/calls/load-contract.ts';

type State = Schemas['ConnectState'];

/** Calls the operations of the pages of a link with its token. */
export interface ConnectCaller {
  readonly token: string;
  call(operationId: string, input?: CallInput): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The state that a call comes to, which must be a success. */
  act(operationId: string, body?: unknown): Promise<State>;
  /** Status and code of an answer that must be a refusal. */
  refusal(operationId: string, body?: unknown): Promise<readonly [number, string]>;
}

const contract = theWholeContract();

export function createConnectCaller(apiUrl: string, link: string): ConnectCaller {
  const token = new URL(link).hash.slice(1);
  const call: ConnectCaller['call'] = async (operationId, input = {}) => {
    const { path, method } = getOperation(contract, operationId);
    const url = new URL(path, apiUrl);
    for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.append(name, String(value));
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...input.headers,
      },
      body: input.body === undefined ? null : JSON.stringify(input.body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    token,
    call,
    act: async (operationId, body) => {
      const answer = await call(operationId, { body });
      if (answer.status !== 200)
        throw new Error(`${operationId} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body as State; // The server writes answers by the contract.
    },
    refusal: async (operationId, body) => {
      const answer = await call(operationId, { body });
      const { error } = answer.body as Schemas['ErrorEnvelope']; // The test fails on the code where it is none.
      return [answer.status, error?.code];
    },
  };
}
