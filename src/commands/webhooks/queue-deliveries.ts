import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { eventIdOf } from '../../domain/values/id.ts';
import { addMs } from '../../domain/values/instant.ts';
import { EVENT_LIFE_MS } from '../../domain/webhooks/webhook-schedule.ts';
import { type EventRow, findEvent, insertLoggedEvent } from '../../store/events/events.ts';
import {
  type DeliveryRow,
  findDelivery,
  hastenDelivery,
  insertDeliveries,
} from '../../store/events/webhook-deliveries.ts';
import { listSubscribers, lockWebhook, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_WEBHOOK } from './update-webhook.ts';

/** Why nothing is sent to a registration; null where it is active. */
export function refuseInactive(webhook: WebhookRow): Refusal | null {
  return webhook.active
    ? null
    : refuse('webhook_inactive', 'The registration is not active. Set active to true and ask again.');
}

/** Queues a `test` event for one registration alone. */
export async function testWebhook(parts: CommandParts, tenant: Tenant, id: string): Promise<Result<DeliveryRow>> {
  return parts.sql.begin(async (db): Promise<Result<DeliveryRow>> => {
    const webhook = await lockWebhook(db, tenant, id);
    if (webhook === null) return refused(NO_WEBHOOK);
    const inactive = refuseInactive(webhook);
    if (inactive !== null) return refused(inactive);
    if (!webhook.events.includes('test'))
      return refused(
        refuse('conflict', 'The registration does not subscribe to test. Add it to events and ask again.'),
      );
    const data = { webhookId: id, message: 'This is a test event.' };
    const event: EventRow = { id: parts.newId(), type: 'test', data, createdAt: await parts.now(tenant) };
    await insertLoggedEvent(db, tenant, event);
    const [delivery] = await insertDeliveries(db, [webhook], event, parts.newId);
    if (delivery === undefined) throw new Error('a delivery that was just made is not there');
    const details = { deliveryId: delivery.id };
    await noteAct(db, parts, tenant, { action: 'webhook.test', targetType: 'webhook', targetId: id, details });
    return accepted(delivery);
  });
}

/** Attempts a delivery once more, right away, whatever its status. */
export async function retryDelivery(
  parts: CommandParts,
  tenant: Tenant,
  webhookId: string,
  deliveryId: string,
): Promise<Result<DeliveryRow>> {
  return parts.sql.begin(async (db): Promise<Result<DeliveryRow>> => {
    const webhook = await lockWebhook(db, tenant, webhookId);
    const delivery = webhook === null ? null : await findDelivery(db, webhook, deliveryId);
    if (webhook === null || delivery === null) return refused(refuse('not_found', 'There is no such delivery.'));
    const inactive = refuseInactive(webhook);
    if (inactive !== null) return refused(inactive);
    await hastenDelivery(db, delivery);
    const details = { webhookId };
    await noteAct(db, parts, tenant, {
      action: 'delivery.retry',
      targetType: 'delivery',
      targetId: deliveryId,
      details,
    });
    return accepted((await findDelivery(db, webhook, deliveryId)) ?? delivery);
  });
}

/**
 * Delivers an event again, under its id: to one registration, or to all active ones that want its type when `webhookId` is
 * null.
 */
export async function replayEvent(
  parts: CommandParts,
  tenant: Tenant,
  eventId: string,
  webhookId: string | null,
): Promise<Result<DeliveryRow[]>> {
  const since = addMs(await parts.now(tenant), -EVENT_LIFE_MS);
  return parts.sql.begin(async (db): Promise<Result<DeliveryRow[]>> => {
    const event = await findEvent(db, tenant, eventId, since);
    if (event === null) return refused(refuse('not_found', 'There is no such event.'));
    const queue = async (webhooks: readonly WebhookRow[]): Promise<Result<DeliveryRow[]>> => {
      const deliveries = await insertDeliveries(db, webhooks, event, parts.newId);
      const details = { webhookId, deliveries: deliveries.length };
      const targetId = eventIdOf(eventId);
      await noteAct(db, parts, tenant, { action: 'event.replay', targetType: 'event', targetId, details });
      return accepted(deliveries);
    };
    if (webhookId === null) return queue(await listSubscribers(db, tenant, event.type));
    const webhook = await lockWebhook(db, tenant, webhookId);
    if (webhook === null) return refused(refuseField('body', 'webhookId', 'does not name a webhook'));
    const inactive = refuseInactive(webhook);
    if (inactive !== null) return refused(inactive);
    return queue([webhook]);
  });
}
