/** The organization and environment that the page works in. It changes with the page only, so nothing of another tenant is left over. */
export interface Tenant {
  readonly organizationId: string;
  readonly environment: 'live' | 'test';
}

let current: Tenant | null = null;

/** For the one place that reads the address; every request of the pages carries what was set last. */
export function setTenant(tenant: Tenant): void {
  current = tenant;
}

/** Null before the page knows who is signed in. */
export function findTenant(): Tenant | null {
  return current;
}
