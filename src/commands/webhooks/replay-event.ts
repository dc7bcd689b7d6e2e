import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { eventIdOf } from '../../domain/values/id.ts';
import { addMs } from '../../domain/values/instant.ts';
import { EVENT_LIFE_MS } from '../../domain/webhooks/webhook-schedule.ts';
import { findEvent } from '../../store/events/events.ts';
import { type DeliveryRow, insertDeliveries } from '../../store/events/webhook-deliveries.ts';
import { listSubscribers, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { lockReceiver } from './lock-receiver.ts';

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
    const receiver = await lockReceiver(db, tenant, webhookId);
    return receiver.ok ? queue([receiver.value]) : receiver;
  });
}
