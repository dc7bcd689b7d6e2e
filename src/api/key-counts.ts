import type { ServerResponse } from 'node:http';
import { isOver } from './http/response-end.ts';
import type { HttpBounds } from './limits/http-bounds.ts';
import type { QuotaState } from './limits/quota.ts';

/** They hold their connections for as long as their clients like. */
const LIVE_STREAMS: ReadonlySet<string> = new Set(['streamTransactions', 'streamEvents']);

/** Requests and live streams that each key has under way. */
export interface KeyCounts {
  /** Counts a request until its response is over; the limit when its key has as many as it may. */
  enter(keyId: string, response: ServerResponse, operationId: string): QuotaState | null;
  /** Live streams of all keys. */
  streams(): number;
}

/** Counts in this process alone: several API servers each allow the whole bound. A bound of 0 switches it off. */
export function createKeyCounts(bounds: Pick<HttpBounds, 'maxRequestsPerKey' | 'maxStreamsPerKey'>): KeyCounts {
  const keys = new Map<string, { requests: number; streams: number }>();
  let allStreams = 0;
  return {
    streams: () => allStreams,
    enter: (keyId, response, operationId) => {
      // Its client left while the key was looked up; what is counted now would be counted for ever.
      if (isOver(response)) return null;
      const isStream = LIVE_STREAMS.has(operationId);
      const kind = isStream ? 'streams' : 'requests';
      const most = isStream ? bounds.maxStreamsPerKey : bounds.maxRequestsPerKey;
      const counts = keys.get(keyId) ?? { requests: 0, streams: 0 };
      if (most > 0 && counts[kind] >= most) {
        const name = isStream ? 'streams' : 'concurrency';
        return { name, quota: most, windowSeconds: 1, remaining: 0, resetSeconds: 1 };
      }
      counts[kind] += 1;
      keys.set(keyId, counts);
      if (isStream) allStreams += 1;
      response.once('close', () => {
        counts[kind] -= 1;
        if (isStream) allStreams -= 1;
        if (counts.requests + counts.streams === 0 && keys.get(keyId) === counts) keys.delete(keyId);
      });
      return null;
    },
  };
}
