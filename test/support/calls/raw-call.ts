import type { ContractOperation } from '../../../src/api/contract/contract.ts';
import { assertResponseMatchesContract } from './assert-response.ts';
import type { Answer, CallInput } from './caller.ts';

/** A request as bytes: what a caller that only sends well-formed requests cannot send. */
export interface RawInput extends Pick<CallInput, 'path' | 'headers'> {
  readonly method?: string;
  /** What follows the `?`, as it is. */
  readonly queryString?: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | null;
}

/** Sends anything to the path of an operation; the answer is held against the contract like every other. */
export async function callRaw(
  baseUrl: string,
  operation: ContractOperation,
  { path, headers, method, queryString, body }: RawInput,
): Promise<Answer<unknown>> {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path?.[name] ?? ''));
  const response = await fetch(`${baseUrl}${filled}${queryString === undefined ? '' : `?${queryString}`}`, {
    method: method ?? operation.method,
    headers: { ...headers },
    body: body ?? null,
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? undefined : (JSON.parse(text) as unknown), // JSON is of any type.
  };
  assertResponseMatchesContract(operation.id, answer);
  return answer;
}
