import type { Schemas } from '../../api/operation-types.ts';

/** How an attempt ended, in a word. */
export function describeAttempt({ responseStatus, error }: Schemas['WebhookDeliveryAttempt']): string {
  return responseStatus === null ? (error ?? 'no answer') : `status ${responseStatus}`;
}
