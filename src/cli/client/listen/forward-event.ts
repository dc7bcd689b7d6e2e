import { setTimeout as delay } from 'node:timers/promises';
import type { LoggedEvent } from '@causeway/client';
import { type SigningKeys, signDelivery } from '../../../webhooks/signature.ts';

/** One POST of an event to the local receiver, and what came of it. */
export interface ForwardAttempt {
  readonly event: LoggedEvent;
  /** From 1. */
  readonly number: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The beginning of the answer. */
  readonly response: string | null;
  /** Why there was no answer. */
  readonly error: string | null;
  /** Milliseconds until it is tried again; null when it is not. */
  readonly retryInMs: number | null;
}

export interface ForwardParts {
  readonly url: string;
  readonly keys: SigningKeys;
  readonly userAgent: string;
  nowMs(): number;
  readonly signal: AbortSignal;
}

/** As in production. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 4_096;
/** A receiver that is being started again has this long. */
const RETRIES_MS = [1_000, 3_000];

/**
 * Posts an event as a webhook would, with both signatures, and gives every attempt. Tries again where there was no answer or one of 5xx; a
 * receiver that refuses will refuse again. Ends early, without an error, when the signal fires.
 */
export async function* forwardEvent(parts: ForwardParts, event: LoggedEvent): AsyncGenerator<ForwardAttempt> {
  for (let number = 1; ; number += 1) {
    const attempt = await post(parts, event);
    if (parts.signal.aborted) return;
    const isOver = attempt.status !== null && attempt.status < 500;
    const retryInMs = isOver ? null : (RETRIES_MS[number - 1] ?? null);
    yield { event, number, ...attempt, retryInMs };
    if (retryInMs === null) return;
    await delay(retryInMs, undefined, { signal: parts.signal }).catch(() => undefined);
    if (parts.signal.aborted) return;
  }
}

type Outcome = Pick<ForwardAttempt, 'status' | 'durationMs' | 'response' | 'error'>;

async function post(parts: ForwardParts, event: LoggedEvent): Promise<Outcome> {
  const body = JSON.stringify(event);
  const beganMs = performance.now();
  const timestamp = Math.floor(parts.nowMs() / 1_000);
  const durationMs = () => Math.round(performance.now() - beganMs);
  try {
    const answer = await fetch(parts.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': parts.userAgent,
        ...signDelivery({ eventId: event.id, timestamp, body }, [parts.keys]),
      },
      body,
      // A redirect is an answer, as for webhooks.
      redirect: 'manual',
      signal: AbortSignal.any([parts.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    const response = await readBeginning(answer);
    return { status: answer.status, durationMs: durationMs(), response, error: null };
  } catch (cause) {
    return { status: null, durationMs: durationMs(), response: null, error: describe(cause) };
  }
}

async function readBeginning({ body }: Response): Promise<string | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES));
  return text === '' ? null : text;
}

/** What `fetch` fails with says little; its cause says which error of the system it was. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `no whole answer came in ${ANSWER_TIMEOUT_MS / 1_000} s`;
  const { cause: inner } = cause;
  if (inner instanceof Error && 'code' in inner && inner.code === 'ECONNREFUSED') return 'nothing listens there';
  return inner instanceof Error && inner.message !== '' ? inner.message : cause.message;
}
