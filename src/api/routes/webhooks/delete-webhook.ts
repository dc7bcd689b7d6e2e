import { deleteWebhook as remove } from '../../../commands/webhooks/delete-webhook.ts';
import { defineOperation } from '../../operation.ts';

export const deleteWebhook = defineOperation('deleteWebhook', {
  async handle({ path }, { parts, principal, log }) {
    const deleted = await remove(parts, principal, path.webhookId);
    if (!deleted.ok) return deleted.refusal;
    log.info({ webhookId: path.webhookId, callerId: principal.caller.id }, 'a webhook is deleted');
    return { status: 204 };
  },
});
