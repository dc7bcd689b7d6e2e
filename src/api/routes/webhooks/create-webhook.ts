import { createWebhook as create } from '../../../commands/webhooks/create-webhook.ts';
import { defineOperation } from '../../operation.ts';
import { presentWebhook } from '../../presenters/webhook.ts';

export const createWebhook = defineOperation('createWebhook', {
  async handle({ body }, { parts, principal, requestId, log }) {
    const created = await create(parts, principal, body);
    if (!created.ok) return created.refusal;
    const { webhook, secret } = created.value;
    log.info({ webhookId: webhook.id, callerId: principal.caller.id }, 'a webhook is registered');
    return {
      status: 201,
      headers: { Location: `/v1/webhooks/${webhook.id}` },
      body: { webhook: presentWebhook(webhook, secret), meta: { requestId } },
    };
  },
});
