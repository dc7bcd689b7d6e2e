import { listWebhooks as listRows, type WebhookRow } from '../../../store/events/webhooks.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentWebhook } from '../../presenters/webhook.ts';

export const listWebhooks = defineOperation('listWebhooks', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const [afterId = null] = page.value.after ?? [];
    const after = afterId === null ? null : { id: afterId };
    const rows = await listRows(parts.sql, principal, { limit: page.value.take, after });
    const view = { position: ({ id }: WebhookRow) => [id], present: (row: WebhookRow) => presentWebhook(row) };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
