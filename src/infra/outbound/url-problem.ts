import { isIP } from 'node:net';
import { kindOfAddress } from './address-kind.ts';
import { isLocalName } from './ask-name-servers.ts';

export interface UrlRule {
  /** Whether addresses of this machine count as public ones do, and need no encryption. For development and tests. */
  readonly allowLoopback: boolean;
}

const MAX_URL_LENGTH = 2_048;
const OWN_MACHINE =
  'must lead to a public address, not to this machine: "causeway listen" brings events to a receiver on your own one, and on a server for development CAUSEWAY_WEBHOOK_LOOPBACK=true lets webhooks go there';

/**
 * Why nothing may ever be sent to this URL, as the end of a sentence that begins with the field; null when it may be tried. Asks no name server: what a name leads
 * to is checked at each connect.
 */
export function findUrlProblem(text: string, { allowLoopback }: UrlRule): string | null {
  if (text.length > MAX_URL_LENGTH) return `must have at most ${MAX_URL_LENGTH} characters`;
  // A URL's parser drops some of them and encodes others, so that people would see another address than the one that is used.
  if (/[^\u0021-\uffff]|[\\\u007f-\u00a0]/.test(text))
    return 'must not contain blanks, control characters or backslashes';
  const url = URL.parse(text);
  if (url === null) return 'must be an absolute https URL';
  const host = readHost(url);
  const isLocal = isLoopbackHost(host);
  const isAllowedLocal = isLocal && allowLoopback;
  if (isLocal && !allowLoopback) return OWN_MACHINE;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowedLocal)) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user or a password';
  if (isAllowedLocal) return null;
  if (isIP(host) !== 0 && kindOfAddress(host) !== 'public')
    return 'must lead to a public address, not to this machine or a private network';
  return findPortProblem(url);
}

/** Services that speak something else than HTTP listen below 1024; nobody should be able to have us talk to them. */
function findPortProblem({ port }: URL): string | null {
  const isUsual = port === '' || Number(port) >= 1_024;
  return isUsual ? null : 'must use port 443, or one from 1024 on';
}

/** The host as sockets take it: without the brackets of an IPv6 address. The parser has brought IPv4 into its ordinary form, whatever it was written in. */
function readHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** Whether the host is this machine by its very name. */
function isLoopbackHost(host: string): boolean {
  return isLocalName(host) || (isIP(host) !== 0 && kindOfAddress(host) === 'loopback');
}
