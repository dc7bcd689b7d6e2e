import { accepted, type Result, refused, refuseField } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { formatWebhookSecret, hintOfSecret, SECRET_BYTES } from '../../domain/webhooks/webhook-secret.ts';
import { insertWebhook, lockWebhookCount, type SealedSecret, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** What the commands that take the address of a receiver need besides. */
export interface ReceiverParts extends CommandParts {
  /** Why nothing may ever be sent to this URL, as the end of a sentence; null when it may be tried. */
  findUrlProblem(url: string): string | null;
}

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly metadata?: Record<string, unknown>;
}

/** A registration and its whole secret, which is shown this once. */
export interface WebhookWithSecret {
  readonly webhook: WebhookRow;
  readonly secret: string;
}

/** Registrations of an organization in one environment. Every one of them multiplies what each event costs. */
export const MAX_WEBHOOKS = 100;

/** Registers a receiver, active from the start. */
export async function createWebhook(
  parts: ReceiverParts,
  tenant: Tenant,
  given: NewWebhook,
): Promise<Result<WebhookWithSecret>> {
  const problem = parts.findUrlProblem(given.url);
  if (problem !== null) return refused(refuseField('body', 'url', problem));
  const id = parts.newId();
  const { secret, sealed } = await makeSecret(parts, tenant, id);
  const { organizationId, environment } = tenant;
  const { url, events, metadata = {} } = given;
  const createdAt = instantFromMs(parts.nowMs());
  return parts.sql.begin(async (db): Promise<Result<WebhookWithSecret>> => {
    if ((await lockWebhookCount(db, tenant)) >= MAX_WEBHOOKS)
      return refused(
        refuseField(
          'body',
          'url',
          `cannot be registered: there are ${MAX_WEBHOOKS} webhooks in the ${environment} environment, which is the most. Delete one of them, then register this one`,
        ),
      );
    const row = { organizationId, id, environment, url, events, metadata, createdAt };
    const webhook = await insertWebhook(db, row, sealed);
    // The address is left out: receivers are known to be told apart by tokens in it.
    await noteAct(db, parts, tenant, {
      action: 'webhook.create',
      targetType: 'webhook',
      targetId: id,
      details: { events },
    });
    return accepted({ webhook, secret });
  });
}

/** A new secret, and the same sealed for the registration. */
export async function makeSecret(
  parts: CommandParts,
  tenant: Tenant,
  webhookId: string,
): Promise<{ readonly secret: string; readonly sealed: SealedSecret }> {
  const secret = formatWebhookSecret(parts.randomBytes(SECRET_BYTES));
  const sealed = await parts.sealCredentials(tenant, webhookId, secret);
  return { secret, sealed: { sealed, hint: hintOfSecret(secret) } };
}
