import { accepted, type Result, refused, refuseField } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import { lockWebhook, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { refuseInactive } from './webhook-refusals.ts';

/** The registration that a body names as the one to deliver to again. */
export async function lockReceiver(db: Db, tenant: Tenant, webhookId: string): Promise<Result<WebhookRow>> {
  const webhook = await lockWebhook(db, tenant, webhookId);
  if (webhook === null) return refused(refuseField('body', 'webhookId', 'does not name a webhook'));
  const inactive = refuseInactive(webhook);
  return inactive === null ? accepted(webhook) : refused(inactive);
}
