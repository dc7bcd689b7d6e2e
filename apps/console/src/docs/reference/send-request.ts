import type { SampleRequest } from '../samples/sample-request.ts';

/** What came back, as far as it is shown. */
export interface ShownAnswer {
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string | null;
  readonly type: string;
  readonly text: string;
  /** True when there was more than is shown. */
  readonly isCut: boolean;
}

const MAX_SHOWN = 100_000;

/**
 * Sends what the samples show, with a key, to the server of this page. The session of the console is not sent along, so the key alone
 * decides. A stream is read until `signal` ends it; `onText` gets what has come so far.
 */
export async function sendRequest(
  request: SampleRequest,
  {
    key,
    file,
    signal,
    onText,
  }: { readonly key: string; readonly file: File | null; readonly signal: AbortSignal; onText(text: string): void },
): Promise<ShownAnswer> {
  const startedAt = performance.now();
  const response = await fetch(request.target, {
    method: request.method,
    headers: {
      ...(request.needsKey ? { authorization: `Bearer ${key}` } : {}),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    credentials: 'omit',
    signal,
    ...bodyOf(request, file),
  });
  const durationMs = Math.round(performance.now() - startedAt);
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const { text, isCut } = isText(type)
    ? await readText(response, signal, onText)
    : { text: `${(await response.arrayBuffer()).byteLength} bytes of ${type || 'nothing'}`, isCut: false };
  const requestId = response.headers.get('x-request-id');
  return {
    status: response.status,
    durationMs,
    requestId,
    type,
    text: type.includes('json') ? pretty(text) : text,
    isCut,
  };
}

function bodyOf({ body, sentFile }: SampleRequest, file: File | null): { body?: BodyInit } {
  if (sentFile === null) return body === undefined ? {} : { body: JSON.stringify(body) };
  const form = new FormData();
  if (file !== null) form.set('file', file);
  return { body: form };
}

function isText(type: string): boolean {
  return type.includes('json') || type.startsWith('text/');
}

async function readText(
  response: Response,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return { text, isCut: false };
      text += decoder.decode(value, { stream: true });
      onText(text);
      if (text.length > MAX_SHOWN) {
        await reader?.cancel();
        return { text: text.slice(0, MAX_SHOWN), isCut: true };
      }
    }
  } catch (error) {
    // The reader stopped a stream: what had come is the answer.
    if (signal.aborted && text !== '') return { text, isCut: true };
    throw error;
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
