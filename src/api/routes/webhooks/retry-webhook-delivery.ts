import { retryDelivery } from '../../../commands/webhooks/retry-delivery.ts';
import { defineOperation } from '../../operation.ts';
import { presentDelivery } from '../../presenters/webhook.ts';

export const retryWebhookDelivery = defineOperation('retryWebhookDelivery', {
  async handle({ path }, { parts, principal }) {
    const queued = await retryDelivery(parts, principal, path.webhookId, path.deliveryId);
    return queued.ok ? { status: 202, body: presentDelivery(queued.value) } : queued.refusal;
  },
});
