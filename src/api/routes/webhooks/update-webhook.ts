import { updateWebhook as update } from '../../../commands/webhooks/update-webhook.ts';
import { defineOperation } from '../../operation.ts';
import { presentWebhook } from '../../presenters/webhook.ts';

export const updateWebhook = defineOperation('updateWebhook', {
  async handle({ path, body }, { parts, principal, log }) {
    const updated = await update(parts, principal, path.webhookId, body);
    if (!updated.ok) return updated.refusal;
    const fields = { webhookId: path.webhookId, changed: Object.keys(body), callerId: principal.caller.id };
    log.info(fields, 'a webhook is changed');
    return { status: 200, body: presentWebhook(updated.value) };
  },
});
