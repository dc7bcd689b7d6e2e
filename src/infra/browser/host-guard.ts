import { isIP } from 'node:net';
import { isHostAllowed } from '../http-client.ts';
import { type HostRule, type Resolve, resolveHost } from '../outbound/resolve-host.ts';

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
  readonly resolve?: Resolve;
}

/**
 * Decides for one session which hosts may be reached. A name is resolved once and stays with those addresses for the session, so that
 * nobody can lead it elsewhere later; unless private addresses are allowed, a name with a single one of them is refused.
 */
export function createHostGuard(options: HostGuardOptions): HostGuard {
  const rule: HostRule = {
    allows: (kind) => kind === 'public' || options.allowPrivate,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
  };
  const known = new Map<string, Promise<HostCheck>>();

  async function checkName(host: string): Promise<HostCheck> {
    const found = await resolveHost(host, rule);
    if (found.kind === 'refused') return { kind: 'private', code: null };
    if (found.kind === 'allowed') return { kind: 'allowed', addresses: found.addresses.map(({ address }) => address) };
    // A name that cannot be resolved now may be later in the session.
    known.delete(host);
    return { kind: 'unreachable', code: found.code };
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

/** A list entry without a port stands for the standard ports, which a URL leaves out. */
function isAllowed(host: string, port: number, allowedHosts: readonly string[]): boolean {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const text = port === 443 ? `https://${name}` : port === 80 ? `http://${name}` : `http://${name}:${port}`;
  const url = URL.parse(text);
  return url !== null && isHostAllowed(url, allowedHosts);
}
