import { NO_WEBHOOK } from '../../../commands/webhooks/webhook-refusals.ts';
import { findWebhook } from '../../../store/events/webhooks.ts';
import { defineOperation } from '../../operation.ts';
import { presentWebhook } from '../../presenters/webhook.ts';

export const getWebhook = defineOperation('getWebhook', {
  async handle({ path }, { parts, principal }) {
    const webhook = await findWebhook(parts.sql, principal, path.webhookId);
    return webhook === null ? NO_WEBHOOK : { status: 200, body: presentWebhook(webhook) };
  },
});
