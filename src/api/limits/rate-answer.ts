import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { QuotaState, RateVerdict } from './quota.ts';

/** `RateLimit` and `RateLimit-Policy` of a counted request; none where nothing is limited. */
export function rateLimitHeaders({ quotas }: RateVerdict): Readonly<Record<string, string>> {
  if (quotas.length === 0) return {};
  return {
    ratelimit: quotas.map((each) => `"${each.name}";r=${each.remaining};t=${Math.ceil(each.resetSeconds)}`).join(', '),
    'ratelimit-policy': quotas.map((each) => `"${each.name}";q=${each.quota};w=${each.windowSeconds}`).join(', '),
  };
}

/** The refusal of a request over a limit, which it names; null when it may go on. */
export function checkRate({ refusedBy }: RateVerdict): Refusal | null {
  if (refusedBy === null) return null;
  const retryAfterSeconds = Math.max(1, Math.ceil(refusedBy.resetSeconds));
  const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
  const message = `Too many requests. ${describeLimit(refusedBy)} Retry after ${wait}.`;
  return { ...refuse('rate_limited', message), retryAfterSeconds };
}

function describeLimit({ name, quota, windowSeconds }: QuotaState): string {
  const requests = quota === 1 ? '1 request' : `${quota} requests`;
  switch (name) {
    case 'default':
      return `This key may send ${requests} in ${windowSeconds} seconds.`;
    case 'person':
      return `One person may send ${requests} in ${windowSeconds} seconds.`;
    case 'organization':
      return `All keys of the organization together may send ${requests} in ${windowSeconds} seconds.`;
    case 'concurrency':
      return `This key has ${requests} in work, which is the most at the same time. Wait for some of their answers.`;
    case 'streams':
      return `This key has ${quota} live streams open, which is the most. Close some, or share one among your processes.`;
    case 'refused-keys':
      return `Keys from this address may be refused ${quota} times in ${windowSeconds} seconds. Send a valid key.`;
  }
}
