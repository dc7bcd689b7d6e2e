import { accepted, type Result, refused } from '../../domain/refusal.ts';
import { addMs, type Instant, instantFromMs } from '../../domain/values/instant.ts';
import { findWebhook, lockWebhook, replaceSecret } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { makeSecret, type WebhookWithSecret } from './create-webhook.ts';
import { NO_WEBHOOK } from './webhook-refusals.ts';

export interface RotatedSecret extends WebhookWithSecret {
  /** When the secret before stops signing; null when it already has. */
  readonly previousSecretExpiresAt: Instant | null;
}

/** Gives a registration a new secret. The one before signs on for `overlapSeconds`, one before that no longer. */
export async function rotateWebhookSecret(
  parts: CommandParts,
  tenant: Tenant,
  id: string,
  overlapSeconds: number,
): Promise<Result<RotatedSecret>> {
  // Asked first, so that nothing is sealed for what does not exist.
  if ((await findWebhook(parts.sql, tenant, id)) === null) return refused(NO_WEBHOOK);
  const { secret, sealed } = await makeSecret(parts, tenant, id);
  return parts.sql.begin(async (db): Promise<Result<RotatedSecret>> => {
    const found = await lockWebhook(db, tenant, id);
    if (found === null) return refused(NO_WEBHOOK);
    const at = instantFromMs(parts.nowMs());
    const previousSecretExpiresAt = overlapSeconds === 0 ? null : addMs(at, overlapSeconds * 1_000);
    const moments = { previousExpiresAt: previousSecretExpiresAt, at };
    const details = { overlapSeconds };
    await noteAct(db, parts, tenant, { action: 'webhook.rotate_secret', targetType: 'webhook', targetId: id, details });
    return accepted({ webhook: await replaceSecret(db, found, sealed, moments), secret, previousSecretExpiresAt });
  });
}
