import { getOperation } from '../../../src/api/contract/contract.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { Answer, CallInput, Schemas } from './caller.ts';
import { theWholeContract } from './load-contract.ts';

const contract = theWholeContract();

/** For whom a visitor acts. */
export interface Place {
  readonly organizationId: string;
  readonly environment: Environment;
}

/** A browser at the console: keeps cookies, and sends what its pages send. Status and error code of every answer must be documented. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  call<Body = unknown>(operationId: string, input?: VisitorInput): Promise<Answer<Body>>;
  /** The body of an answer that must be a success. */
  get<Body = undefined>(operationId: string, input?: VisitorInput): Promise<Body>;
  /** The error of an answer that must be a refusal. */
  refusal(operationId: string, input?: VisitorInput): Promise<Schemas['ErrorEnvelope']['error']>;
}

export interface VisitorInput extends CallInput {
  readonly place?: Place;
}

export function createVisitor(baseUrl: string): Visitor {
  const cookies = new Map<string, string>();
  const call = async <Body>(operationId: string, { place, ...input }: VisitorInput = {}): Promise<Answer<Body>> => {
    const operation = getOperation(contract, operationId);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => input.path?.[name] ?? '');
    const url = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, String(value));
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      origin: new URL(baseUrl).origin,
      'causeway-console': '1',
      ...(cookie === '' ? {} : { cookie }),
      ...(place && { 'causeway-organization': place.organizationId, 'causeway-environment': place.environment }),
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...input.headers,
    };
    const body = input.body === undefined ? null : JSON.stringify(input.body);
    const response = await fetch(url, { method: operation.method, headers, body });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? undefined : JSON.parse(text),
    };
    const documented = operation.responses.get(answer.status);
    if (documented === undefined) throw new Error(`${operationId} was answered with ${answer.status}: ${text}`);
    if (answer.status >= 400 && !documented.errorCodes.includes(answer.body.error.code))
      throw new Error(`${operationId} was refused with a code that is not documented: ${text}`);
    return answer;
  };
  return {
    cookies,
    call,
    get: async (operationId, input) => {
      const answer = await call<never>(operationId, input);
      if (answer.status >= 300) throw new Error(`${operationId} was refused: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    refusal: async (operationId, input) => {
      const answer = await call<Schemas['ErrorEnvelope']>(operationId, input);
      if (answer.status < 300) throw new Error(`${operationId} was not refused`);
      return answer.body.error;
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const cut = pair.indexOf('=');
  const name = pair.slice(0, cut).trim();
  if (attributes.some((each) => /^\s*max-age=0$/i.test(each))) cookies.delete(name);
  else cookies.set(name, pair.slice(cut + 1));
}
