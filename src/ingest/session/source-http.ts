import type { SourceHttp } from '../../connectors/contract.ts';
import type { Institution } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import { createHttpClient } from '../../infra/http-client.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';

const TIMEOUT_MS = 60_000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * HTTP for one session, confined to the hosts that the institution's definition names. In a test environment every
 * request carries the virtual time, by which simulated banks move; nothing else tells a demo bank from a real one.
 */
export function openSourceHttp(
  institution: Institution,
  tenant: Tenant,
  now: Instant,
  timeoutMs = TIMEOUT_MS,
): SourceHttp {
  const client = createHttpClient({
    allowedHosts: hostsOf(institution),
    timeoutMs,
    maxBodyBytes: MAX_BODY_BYTES,
  });
  const time = tenant.environment === 'test' ? { 'causeway-virtual-time': now } : {};
  return {
    request: (request) => client.send({ ...request, headers: { ...request.headers, ...time } }),
  };
}

/** Hosts, with port where one is given, of the portals, of the control and of every address among the connector's settings. */
function hostsOf(institution: Institution): string[] {
  const addresses = [
    institution.defaultPortalUrl,
    institution.sandboxControlUrl,
    ...institution.additionalPortalUrls,
    ...Object.values(institution.connector?.settings ?? {}),
  ];
  return addresses.filter((text) => text !== null && URL.canParse(text)).map((text) => new URL(text ?? '').host);
}
