import { CallError } from './call-error.ts';
import type { Schemas } from './operation-types.ts';

/** One message of a stream of server-sent events. */
export interface StreamMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/**
 * Messages of a `text/event-stream` as they come. Read by fetch, because EventSource can send no headers. Ends with the response;
 * stop earlier by the signal that the request was made with.
 */
export async function* readMessages(response: Response): AsyncGenerator<StreamMessage> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parseMessage(block);
        if (message !== null) yield message;
      }
    }
  } finally {
    reader.cancel().catch(() => {
      // Whoever stops reading does not want to know how the stream ended.
    });
  }
}

/** A block of lines as a message; null for one of comments only. */
export function parseMessage(block: string): StreamMessage | null {
  const data: string[] = [];
  let id: string | null = null;
  let event = 'message';
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'id') id = value;
    else if (name === 'event') event = value;
  }
  return data.length === 0 && id === null ? null : { id, event, data: data.join('\n') };
}

/** What a stream ended with, by its last message. */
export function closedBy(data: string): CallError {
  // Of the contract's form for this message.
  const { error } = JSON.parse(data) as Schemas['ErrorEnvelope'];
  return new CallError(error.code, error.message);
}

/** Whether another try may go on: a stream that broke off goes on where it was, and so does one whose session has to be asked for anew. */
export function comesBack(cause: unknown): boolean {
  if (!(cause instanceof CallError)) return true;
  return ['unavailable', 'unreachable', 'session_required', 'rate_limited'].includes(cause.code);
}

/** Rejects with the reason of the signal when that fires first. */
export function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
