import type { Tenant } from '../../api/tenant.ts';

const BASE = '/console';
const ENVIRONMENTS = ['live', 'test'] as const;
/** What was chosen last, in this tab and in this browser. */
const LAST_ORGANIZATION = 'causeway.organization';
const LAST_ENVIRONMENT = 'causeway.environment';

/** The environment that the address names; null for addresses outside of both. */
export function environmentOf(pathname: string): Tenant['environment'] | null {
  return ENVIRONMENTS.find((each) => isWithin(pathname, `${BASE}/${each}`)) ?? null;
}

/** The address of a page in an environment. */
export function addressOf(environment: Tenant['environment'], path = '/'): string {
  return `${BASE}/${environment}${path === '/' ? '' : path}`;
}

/** The path of a page without the environment: what stays when somebody changes it. */
export function pathWithin(pathname: string): string {
  const environment = environmentOf(pathname);
  return environment === null ? '/' : pathname.slice(addressOf(environment).length) || '/';
}

/** What this tab last worked in, else what this browser did. */
export function readLast(): { readonly organizationId: string | null; readonly environment: Tenant['environment'] } {
  const environment = read(LAST_ENVIRONMENT);
  return { organizationId: read(LAST_ORGANIZATION), environment: environment === 'live' ? 'live' : 'test' };
}

/** In the tab and in the browser: a tab that is opened anew begins where the latest one was, others stay where they are. */
export function keepLast({ organizationId, environment }: Tenant): void {
  for (const storage of [sessionStorage, localStorage]) {
    storage.setItem(LAST_ORGANIZATION, organizationId);
    storage.setItem(LAST_ENVIRONMENT, environment);
  }
}

function read(name: string): string | null {
  return sessionStorage.getItem(name) ?? localStorage.getItem(name);
}

function isWithin(pathname: string, base: string): boolean {
  return pathname === base || pathname.startsWith(`${base}/`);
}
