import type { Fetch } from '../transport.ts';

/** What a scripted server does with one request. */
export type Step =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  /** No answer: the connection fails. */
  | 'refused'
  /** No answer ever. */
  | 'silent'
  /** An answer whose body never ends. */
  | 'endless';

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A server that follows a script, one step per request; more requests than steps are an error. */
export function scriptFetch(steps: readonly Step[]): { readonly fetch: Fetch; readonly sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  const fetch: Fetch = async (url, init) => {
    const step = steps[sent.length];
    sent.push({ method: init.method ?? 'GET', url, headers: new Headers(init.headers), body: init.body ?? null });
    const signal = init.signal ?? new AbortController().signal;
    if (step === undefined) throw new Error(`request ${sent.length} was not expected: ${url}`);
    if (step === 'refused') throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    if (step === 'silent') return untilAborted(signal);
    if (step === 'endless') return new Response(new ReadableStream({ pull: () => untilAborted(signal) }));
    const { status, headers = {}, json, text } = step;
    const body = json === undefined ? (text ?? null) : JSON.stringify(json);
    return new Response(body, { status, headers });
  };
  return { fetch, sent };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** An error answer of the API. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): Step {
  const requestId = 'req_01KAF3A7V9M2X5C8T4WQDN6R1B';
  return {
    status,
    headers: { 'x-request-id': requestId, ...headers },
    json: { error: { code, message: 'No.' }, meta: { requestId } },
  };
}
