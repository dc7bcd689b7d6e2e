import type { ClaimedDelivery } from '../store/events/webhook-queue.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { createSigningKeys, type SigningKeys } from './signature.ts';

/** Opens a sealed secret of a registration; null where the organization has no key. */
export type OpenSecret = (tenant: Tenant, webhookId: string, sealed: Uint8Array) => Promise<string | null>;

/** Registrations whose opened secrets are kept; more are opened anew each time. */
const MAX_KEPT = 10_000;

type Sealed = Pick<
  ClaimedDelivery,
  'organizationId' | 'environment' | 'webhookId' | 'secret' | 'previousSecret' | 'secretVersion'
>;

/** Gives the keys that sign a delivery. Each secret is opened once: that takes longer than signing. */
export function createSigningKeyring(open: OpenSecret): (delivery: Sealed) => Promise<readonly SigningKeys[]> {
  const kept = new Map<string, Promise<readonly SigningKeys[]>>();
  return (delivery) => {
    const { organizationId, webhookId, secretVersion, previousSecret } = delivery;
    const key = `${organizationId} ${webhookId} ${secretVersion} ${previousSecret !== null}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const opening = openAll(delivery, open);
    kept.set(key, opening);
    // What could not be opened is tried again with the next delivery.
    opening.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return opening;
  };
}

async function openAll(delivery: Sealed, open: OpenSecret): Promise<readonly SigningKeys[]> {
  const sealed = [delivery.secret, delivery.previousSecret].filter((each) => each !== null);
  const secrets = await Promise.all(sealed.map((each) => open(delivery, delivery.webhookId, each)));
  return secrets.map((secret) => {
    if (secret === null) throw new Error('the data key of an organization with sealed secrets is gone');
    return createSigningKeys(secret);
  });
}
