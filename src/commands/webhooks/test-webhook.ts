import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { type EventRow, insertLoggedEvent } from '../../store/events/events.ts';
import { type DeliveryRow, insertDeliveries } from '../../store/events/webhook-deliveries.ts';
import { lockWebhook } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_WEBHOOK, refuseInactive } from './webhook-refusals.ts';

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
