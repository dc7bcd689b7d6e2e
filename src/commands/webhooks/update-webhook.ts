import { accepted, type Result, refused, refuseField } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { lockWebhook, updateWebhook as updateRow, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { ReceiverParts } from './create-webhook.ts';
import { NO_WEBHOOK } from './webhook-refusals.ts';

/** What is left out stays, and so does what is null; but null clears the metadata. */
export interface WebhookChange {
  readonly url?: string | null;
  readonly events?: readonly string[] | null;
  readonly active?: boolean | null;
  readonly metadata?: Record<string, unknown> | null;
}

/** Changes a registration. Switched off, it keeps what waits; switched on again, that goes out. */
export async function updateWebhook(
  parts: ReceiverParts,
  tenant: Tenant,
  id: string,
  change: WebhookChange,
): Promise<Result<WebhookRow>> {
  return parts.sql.begin(async (db): Promise<Result<WebhookRow>> => {
    const webhook = await lockWebhook(db, tenant, id);
    if (webhook === null) return refused(NO_WEBHOOK);
    const problem = change.url == null ? null : parts.findUrlProblem(change.url);
    if (problem !== null) return refused(refuseField('body', 'url', problem));
    const next = {
      url: change.url ?? webhook.url,
      events: change.events ?? webhook.events,
      active: change.active ?? webhook.active,
      metadata: change.metadata === undefined ? webhook.metadata : (change.metadata ?? {}),
    };
    const details = { fields: Object.keys(change) };
    await noteAct(db, parts, tenant, { action: 'webhook.update', targetType: 'webhook', targetId: id, details });
    return accepted(await updateRow(db, webhook, next, instantFromMs(parts.nowMs())));
  });
}
