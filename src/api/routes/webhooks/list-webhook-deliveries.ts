import { NO_WEBHOOK } from '../../../commands/webhooks/webhook-refusals.ts';
import { type DeliveryRow, listDeliveries } from '../../../store/events/webhook-deliveries.ts';
import { findWebhook } from '../../../store/events/webhooks.ts';
import { eventIdFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentDelivery } from '../../presenters/webhook.ts';

export const listWebhookDeliveries = defineOperation('listWebhookDeliveries', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const webhook = await findWebhook(parts.sql, principal, input.path.webhookId);
    if (webhook === null) return NO_WEBHOOK;
    const [afterId = null] = page.value.after ?? [];
    const filter = { status: input.query.status ?? null, eventId: eventIdFilter(input.query.eventId) };
    const after = afterId === null ? null : { id: afterId };
    const rows = await listDeliveries(parts.sql, webhook, filter, { limit: page.value.take, after });
    const view = { position: ({ id }: DeliveryRow) => [id], present: presentDelivery };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
