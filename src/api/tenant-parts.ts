import type { Tenant } from '../store/tenants/tenant.ts';

/** Tenants whose parts are kept ready; they are made anew in microseconds. */
const MAX_KEPT = 1_000;

/** Makes the parts of a tenant once for all of its requests. */
export function createTenantParts<Parts>(make: (tenant: Tenant) => Parts): (tenant: Tenant) => Parts {
  const live = new Map<string, Parts>();
  const test = new Map<string, Parts>();
  return ({ organizationId, environment }) => {
    const kept = environment === 'live' ? live : test;
    const known = kept.get(organizationId);
    if (known !== undefined) return known;
    if (kept.size >= MAX_KEPT) kept.clear();
    const parts = make({ organizationId, environment });
    kept.set(organizationId, parts);
    return parts;
  };
}
