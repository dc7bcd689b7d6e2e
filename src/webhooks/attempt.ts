import { eventIdOf } from '../domain/values/id.ts';
import { instantFromMs } from '../domain/values/instant.ts';
import { parseRetryAfter, planRetry } from '../domain/webhooks/webhook-schedule.ts';
import type { Outbound, OutboundOutcome } from '../infra/outbound/outbound.ts';
import type { ClaimedDelivery, EndedAttempt } from '../store/events/webhook-queue.ts';
import { type SigningKeys, signDelivery } from './signature.ts';

export interface AttemptParts {
  readonly outbound: Pick<Outbound, 'send'>;
  /** Real time: receivers hold signatures against their own clocks. */
  nowMs(): number;
  /** From 0 to below 1. */
  random(): number;
  keysOf(delivery: ClaimedDelivery): Promise<readonly SigningKeys[]>;
  /** Time that a receiver has to answer. */
  readonly answerTimeoutMs: number;
  /** Names this software to receivers. */
  readonly userAgent: string;
}

/** An attempt that is over, and for how long the receiver wants to be left alone. */
export interface AttemptEnd {
  readonly ended: EndedAttempt;
  readonly pauseMs: number | null;
}

/** Bytes of an answer that are read. A status says all that counts; the rest is for the log. */
const MAX_ANSWER_BYTES = 4_096;
/** Characters of an answer that are kept. */
const MAX_KEPT_ANSWER = 2_000;

/** Sends an event to its receiver once. Throws when the secret cannot be opened or the signal fires; nothing was decided then. */
export async function attemptDelivery(
  parts: AttemptParts,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const keys = await parts.keysOf(delivery);
  const startedMs = parts.nowMs();
  const eventId = eventIdOf(delivery.eventId);
  const body = renderEvent(eventId, delivery);
  const outcome = await parts.outbound.send({
    url: delivery.url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': parts.userAgent,
      ...signDelivery({ eventId, timestamp: Math.floor(startedMs / 1_000), body }, keys),
    },
    timeoutMs: parts.answerTimeoutMs,
    maxBodyBytes: MAX_ANSWER_BYTES,
    signal,
  });
  return judge(parts, delivery, outcome, startedMs);
}

/** The event as it is delivered. */
function renderEvent(id: string, { eventType, eventCreatedAt, eventData }: ClaimedDelivery): string {
  return JSON.stringify({ id, type: eventType, createdAt: eventCreatedAt, data: eventData });
}

function judge(
  { nowMs, random }: AttemptParts,
  delivery: ClaimedDelivery,
  outcome: OutboundOutcome,
  startedMs: number,
): AttemptEnd {
  const endedMs = nowMs();
  const answer = outcome.kind === 'answered' ? outcome : null;
  const isTaken = answer !== null && answer.status >= 200 && answer.status < 300;
  const pauseMs = isTaken ? null : parseRetryAfter(answer?.headers['retry-after'], endedMs);
  const { organizationId, webhookId, deliveryId, dueAt, number, url } = delivery;
  return {
    pauseMs,
    ended: {
      organizationId,
      webhookId,
      deliveryId,
      dueAt,
      number,
      url,
      attemptedAt: instantFromMs(startedMs),
      responseStatus: answer?.status ?? null,
      responseBody: answer === null ? null : keepAnswer(answer.body),
      // A clock that was set back must not make it negative.
      durationMs: Math.max(0, Math.round(endedMs - startedMs)),
      error: outcome.kind === 'failed' ? outcome.message : null,
      isTaken,
      retryInMs: isTaken ? null : planRetry(delivery.failures + 1, random(), pauseMs),
    },
  };
}

/** The beginning of an answer as text that can be stored; null for none. */
function keepAnswer(body: Uint8Array): string | null {
  if (body.byteLength === 0) return null;
  const text = new TextDecoder().decode(body).replaceAll('\u0000', '\uFFFD');
  return text === '' ? null : Array.from(text).slice(0, MAX_KEPT_ANSWER).join('');
}
