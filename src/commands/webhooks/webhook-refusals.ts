import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { WebhookRow } from '../../store/events/webhooks.ts';

export const NO_WEBHOOK = refuse('not_found', 'There is no such webhook.');

/** Why nothing is sent to a registration; null where it is active. */
export function refuseInactive(webhook: WebhookRow): Refusal | null {
  return webhook.active
    ? null
    : refuse('webhook_inactive', 'The registration is not active. Set active to true and ask again.');
}
