import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { type DeliveryRow, findDelivery, hastenDelivery } from '../../store/events/webhook-deliveries.ts';
import { lockWebhook } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { refuseInactive } from './webhook-refusals.ts';

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
