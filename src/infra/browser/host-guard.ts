import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { isHostAllowed } from '../http-client.ts';
import { systemErrorCode } from '../system-error.ts';

/** Addresses of a host that may be reached, or why it may not. */
export type HostCheck =
  | { readonly kind: 'allowed'; readonly addresses: readonly string[] }
  | { readonly kind: 'denied' | 'private' | 'unreachable'; readonly code: string | null };

export interface HostGuard {
  check(host: string, port: number): Promise<HostCheck>;
}

export interface HostGuardOptions {
  /** As in `HttpClientOptions.allowedHosts`. */
  readonly allowedHosts: readonly string[];
  /** Whether names may lead to addresses of this machine or of a private network. For demo banks only. */
  readonly allowPrivate: boolean;
  /** Replaced by tests. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/** Addresses that are nobody's on the internet: this machine, private networks, link-local, carrier-grade, documentation, multicast, reserved. */
const NOT_PUBLIC = createNotPublic();

/**
 * Decides for one session which hosts may be reached. A name is resolved once and stays with those addresses for the session, so that
 * nobody can lead it elsewhere later; unless private addresses are allowed, a name with a single one of them is refused.
 */
export function createHostGuard(options: HostGuardOptions): HostGuard {
  const resolve = options.resolve ?? resolveHost;
  const known = new Map<string, Promise<HostCheck>>();

  async function checkName(host: string): Promise<HostCheck> {
    let addresses: readonly string[];
    try {
      addresses = isIP(host) === 0 ? await resolve(host) : [host];
    } catch (cause) {
      // A name that cannot be resolved now may be later in the session.
      known.delete(host);
      return { kind: 'unreachable', code: systemErrorCode(cause) };
    }
    if (!options.allowPrivate && addresses.some(isNotPublic)) return { kind: 'private', code: null };
    return { kind: 'allowed', addresses };
  }

  return {
    check: async (host, port) => {
      if (!isAllowed(host, port, options.allowedHosts)) return { kind: 'denied', code: null };
      const earlier = known.get(host);
      if (earlier !== undefined) return earlier;
      const check = checkName(host);
      known.set(host, check);
      return check;
    },
  };
}

/** Whether an address is one that the internet does not route to. What is no address counts as such. */
export function isNotPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  // The list takes an IPv4 address in IPv6 clothes for the IPv4 address that it is.
  return NOT_PUBLIC.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** A list entry without a port stands for the standard ports, which a URL leaves out. */
function isAllowed(host: string, port: number, allowedHosts: readonly string[]): boolean {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const text = port === 443 ? `https://${name}` : port === 80 ? `http://${name}` : `http://${name}:${port}`;
  const url = URL.parse(text);
  return url !== null && isHostAllowed(url, allowedHosts);
}

async function resolveHost(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

function createNotPublic(): BlockList {
  const list = new BlockList();
  const ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
    ['0.0.0.0', 8, 'ipv4'],
    ['10.0.0.0', 8, 'ipv4'],
    ['100.64.0.0', 10, 'ipv4'],
    ['127.0.0.0', 8, 'ipv4'],
    ['169.254.0.0', 16, 'ipv4'],
    ['172.16.0.0', 12, 'ipv4'],
    ['192.0.0.0', 24, 'ipv4'],
    ['192.0.2.0', 24, 'ipv4'],
    ['192.168.0.0', 16, 'ipv4'],
    ['198.18.0.0', 15, 'ipv4'],
    ['198.51.100.0', 24, 'ipv4'],
    ['203.0.113.0', 24, 'ipv4'],
    ['224.0.0.0', 3, 'ipv4'],
    ['::', 96, 'ipv6'],
    ['64:ff9b::', 96, 'ipv6'],
    ['100::', 64, 'ipv6'],
    ['2001:db8::', 32, 'ipv6'],
    ['2002::', 16, 'ipv6'],
    ['fc00::', 7, 'ipv6'],
    ['fe80::', 9, 'ipv6'],
    ['ff00::', 8, 'ipv6'],
  ];
  for (const [address, prefix, family] of ranges) list.addSubnet(address, prefix, family);
  return list;
}
