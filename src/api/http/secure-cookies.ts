import type { ApiParts } from '../parts.ts';
import type { RequestClient } from './request-client.ts';

/** Whether cookies for this client may be kept to HTTPS, as far as the settings, a trusted proxy or the browser tell. */
export function takesSecureCookies(
  { console: { ownOrigins } }: { readonly console: Pick<ApiParts['console'], 'ownOrigins'> },
  { isSecure, host, headers }: Pick<RequestClient, 'isSecure' | 'host' | 'headers'>,
): boolean {
  return isSecure || headers.origin === `https://${host}` || ownOrigins.some((own) => own.startsWith('https:'));
}
