import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { BoundOperation } from '../bound-operation.ts';
import { hasBody } from '../http/request-body.ts';
import { createKeyCounts } from '../key-counts.ts';
import { createAnonymousBodies } from './anonymous-bodies.ts';
import type { HttpBounds } from './http-bounds.ts';
import type { QuotaState } from './quota.ts';

/** Figures for the operator. */
export interface WorkloadFigures {
  readonly requestsInWork: number;
  readonly liveStreams: number;
  /** Since the process began. */
  readonly shedRequests: number;
  readonly overdueRequests: number;
}

export interface Workload {
  /** True while there is too much work for any more of it. */
  isFull(): boolean;
  /** Counts a request that was shed; returns how many there have been. */
  noteShed(): number;
  /**
   * Takes a request in; one for a page has no operation. It is work in hand at once, or, where a body is waited for, from `begin` on: what
   * others hold back keeps nobody out. The refusal of one without a credential whose network has enough of such waiting already.
   */
  enter(request: FastifyRequest, reply: FastifyReply, operation: BoundOperation | undefined): Refusal | null;
  /** The body is there. The refusal of a request that came with so many others that there is too much work by now. */
  begin(reply: FastifyReply): Refusal | null;
  /** Counts a request for its key until its response is over; the limit when the key has as many as it may. */
  enterKey(keyId: string, reply: FastifyReply, operation: BoundOperation): QuotaState | null;
  /** The work on a request is done: what is left is to send the answer. */
  leave(reply: FastifyReply): void;
  /** Ends what has taken too long; called now and then. */
  sweep(): void;
  figures(): WorkloadFigures;
}

interface Work {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly beganMs: number;
  readonly bytesBefore: number;
  readonly isUpload: boolean;
  readonly bodyMs: number;
  /** Called when the body is no longer waited for. */
  readonly endWait: (() => void) | null;
  isCounted: boolean;
}

export interface WorkloadParts {
  monotonicMs(): number;
  /** Whether the process is late with everything. */
  isLate(): boolean;
  /** Answers a request whose time is over. */
  refuse(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void;
  /** Tells how many requests were shed since the last time. */
  reportShed(count: number): void;
}

/** Knows the requests that this process works on, tells when they are too many, and ends those that take too long. */
export function createWorkload(bounds: HttpBounds, parts: WorkloadParts): Workload {
  const works = new Map<ServerResponse, Work>();
  const keys = createKeyCounts(bounds);
  const anonymous = createAnonymousBodies(bounds.maxAnonymousBodies);
  const totals = { counted: 0, shed: 0, reported: 0, overdue: 0 };
  const leave = (response: ServerResponse): void => {
    const work = works.get(response);
    if (work === undefined) return;
    works.delete(response);
    work.endWait?.();
    if (work.isCounted) totals.counted -= 1;
  };
  const hasMost = (): boolean => totals.counted >= bounds.maxRequestsInWork;
  return {
    isFull: () => hasMost() || parts.isLate(),
    noteShed: () => {
      totals.shed += 1;
      return totals.shed;
    },
    enter: (request, reply, operation) => {
      const isUpload = operation !== undefined && operation.form !== null;
      // A response that is broken off is never sent.
      reply.raw.once('close', () => leave(reply.raw));
      const waits = operation !== undefined && operation.contract.body !== null && hasBody(request.headers);
      const isAnonymous = waits && operation.contract.credential === 'none';
      const endWait = isAnonymous ? anonymous.wait(request.ip) : null;
      if (isAnonymous && endWait === null) return TOO_MANY_BODIES;
      const isCounted = !isUpload && !waits;
      const bodyMs = isAnonymous ? bounds.anonymousBodyMs : bounds.bodyMs;
      const bytesBefore = request.raw.socket.bytesRead;
      const beganMs = parts.monotonicMs();
      works.set(reply.raw, { request, reply, beganMs, bytesBefore, isUpload, bodyMs, endWait, isCounted });
      if (isCounted) totals.counted += 1;
      return null;
    },
    begin: (reply) => {
      const work = works.get(reply.raw);
      if (work === undefined || work.isCounted || work.isUpload) return null;
      work.endWait?.();
      if (hasMost()) {
        totals.shed += 1;
        return refuseOverload(1);
      }
      work.isCounted = true;
      totals.counted += 1;
      return null;
    },
    enterKey: (keyId, reply, operation) => keys.enter(keyId, reply.raw, operation.id),
    leave: (reply) => leave(reply.raw),
    sweep: () => {
      const nowMs = parts.monotonicMs();
      for (const work of works.values()) {
        const refusal = findOverdue(work, nowMs, bounds);
        if (refusal === null) continue;
        totals.overdue += 1;
        leave(work.reply.raw);
        parts.refuse(refusal, work.request, work.reply);
      }
      if (totals.shed > totals.reported) parts.reportShed(totals.shed - totals.reported);
      totals.reported = totals.shed;
    },
    figures: () => ({
      requestsInWork: totals.counted,
      liveStreams: keys.streams(),
      shedRequests: totals.shed,
      overdueRequests: totals.overdue,
    }),
  };
}

const TOO_MANY_BODIES: Refusal = {
  ...refuse('rate_limited', 'Too many requests from this network are not complete yet. Send each at once.'),
  retryAfterSeconds: 5,
};

/** The refusal of a request that was shed. */
export function refuseOverload(retryAfterSeconds: number): Refusal {
  const message =
    'The service has more requests than it can answer now. Nothing was done. Send the request again later.';
  return { ...refuse('unavailable', message), retryAfterSeconds };
}

function findOverdue(
  { request, beganMs, bytesBefore, isUpload, bodyMs }: Work,
  nowMs: number,
  bounds: HttpBounds,
): Refusal | null {
  const ageMs = nowMs - beganMs;
  const isComing = hasBody(request.headers) && !request.raw.complete;
  if (isUpload) {
    const due = ((ageMs - bounds.uploadGraceMs) / 1_000) * bounds.minUploadBytesPerSecond;
    if (!isComing || request.raw.socket.bytesRead - bytesBefore >= due) return null;
    const pace = `less than ${bounds.minUploadBytesPerSecond} bytes a second`;
    return refuse(
      'malformed_request',
      `The upload came in too slowly: ${pace}. Send it over a faster line, or in smaller files.`,
    );
  }
  if (isComing && ageMs > bodyMs)
    return refuse('malformed_request', `The body did not arrive within ${bodyMs / 1_000} seconds. Send it at once.`);
  if (ageMs <= bounds.handlerMs) return null;
  const message = `The request took longer than ${bounds.handlerMs / 1_000} seconds. What it was to do may or may not have been done: look before you send it again, or send it with the same Idempotency-Key.`;
  return { ...refuse('unavailable', message), retryAfterSeconds: 5 };
}
