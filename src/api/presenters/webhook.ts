import { eventIdOf } from '../../domain/values/id.ts';
import { maskWebhookSecret } from '../../domain/webhooks/webhook-secret.ts';
import type { EventRow } from '../../store/events/events.ts';
import type { DeliveryRow } from '../../store/events/webhook-deliveries.ts';
import type { WebhookRow } from '../../store/events/webhooks.ts';
import type { Presented } from '../operation.ts';

/** A registration. Its secret is masked, unless it is given because it was made just now. */
export function presentWebhook(webhook: WebhookRow, secret?: string): Presented<'Webhook'> {
  return {
    id: webhook.id,
    url: webhook.url,
    // Taken in under this very schema.
    events: [...webhook.events] as Presented<'Webhook'>['events'],
    secret: secret ?? maskWebhookSecret(webhook.secretHint),
    active: webhook.active,
    createdAt: webhook.createdAt,
    updatedAt: webhook.updatedAt,
    metadata: webhook.metadata,
  };
}

/** A delivery with all its attempts, and what the receiver answered to each. */
export function presentDelivery(delivery: DeliveryRow): Presented<'WebhookDelivery'> {
  return {
    id: delivery.id,
    webhookId: delivery.webhookId,
    eventId: eventIdOf(delivery.eventId),
    // Of an event that was written under the contract.
    eventType: delivery.eventType as Presented<'WebhookDelivery'>['eventType'],
    status: delivery.status,
    createdAt: delivery.createdAt,
    nextAttemptAt: delivery.nextAttemptAt,
    attempts: delivery.attempts.map(({ attemptedAt, url, responseStatus, responseBody, durationMs, error }) => ({
      attemptedAt,
      url,
      responseStatus,
      responseBody,
      durationMs,
      error,
    })),
  };
}

/** An event as it is delivered. */
export function presentEvent({ id, type, createdAt, data }: EventRow): Presented<'Event'> {
  // Whoever writes an event gives it the data of its type.
  return { id: eventIdOf(id), type, createdAt, data } as Presented<'Event'>;
}
