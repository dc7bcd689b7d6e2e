import { testWebhook as test } from '../../../commands/webhooks/test-webhook.ts';
import { defineOperation } from '../../operation.ts';
import { presentDelivery } from '../../presenters/webhook.ts';

export const testWebhook = defineOperation('testWebhook', {
  async handle({ path }, { parts, principal }) {
    const queued = await test(parts, principal, path.webhookId);
    return queued.ok ? { status: 202, body: presentDelivery(queued.value) } : queued.refusal;
  },
});
