import { rotateWebhookSecret as rotate } from '../../../commands/webhooks/rotate-webhook-secret.ts';
import { defineOperation } from '../../operation.ts';
import { presentWebhook } from '../../presenters/webhook.ts';

/** What a request without a body means, as the contract says. */
const DEFAULT_OVERLAP_SECONDS = 86_400;

export const rotateWebhookSecret = defineOperation('rotateWebhookSecret', {
  async handle({ path, body }, { parts, principal, requestId, log }) {
    const overlapSeconds = body?.overlapSeconds ?? DEFAULT_OVERLAP_SECONDS;
    const rotated = await rotate(parts, principal, path.webhookId, overlapSeconds);
    if (!rotated.ok) return rotated.refusal;
    const { webhook, secret, previousSecretExpiresAt } = rotated.value;
    log.info({ webhookId: path.webhookId, callerId: principal.caller.id }, 'the secret of a webhook is changed');
    return {
      status: 200,
      body: { webhook: presentWebhook(webhook, secret), previousSecretExpiresAt, meta: { requestId } },
    };
  },
});
