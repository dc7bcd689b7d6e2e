import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { systemErrorCode } from '../system-error.ts';
import { type AddressKind, kindOfAddress } from './address-kind.ts';

/** Gives the addresses of a name; throws with a system's error code where it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** What a host name leads to. Whoever connects must connect to one of these addresses, and not ask for the name again. */
export type HostAddresses =
  | { readonly kind: 'allowed'; readonly addresses: readonly [LookupAddress, ...LookupAddress[]] }
  /** It has an address of a kind that is not allowed. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unresolved'; readonly code: string | null; readonly cause: unknown };

export interface HostRule {
  allows(kind: AddressKind): boolean;
  /** How names are resolved; the system's way by default. */
  readonly resolve?: Resolve;
}

export const PUBLIC_ONLY: HostRule = { allows: (kind) => kind === 'public' };
export const ANYWHERE: HostRule = { allows: () => true };

/**
 * Resolves a host, a name or an address without brackets, once and checks every address. A name with a single address that is not allowed is refused as a whole:
 * which one a connection takes is not ours to choose.
 */
export async function resolveHost(host: string, rule: HostRule): Promise<HostAddresses> {
  let found: readonly string[];
  try {
    found = isIP(host) === 0 ? await (rule.resolve ?? resolveByLookup)(host) : [host];
  } catch (cause) {
    return { kind: 'unresolved', code: systemErrorCode(cause), cause };
  }
  if (!found.every((address) => rule.allows(kindOfAddress(address)))) return { kind: 'refused' };
  const [first, ...others] = found.map((address) => ({ address, family: isIP(address) }));
  if (first === undefined) return { kind: 'unresolved', code: null, cause: new Error('The name has no address.') };
  return { kind: 'allowed', addresses: [first, ...others] };
}

async function resolveByLookup(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
}
