import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type HostRule, resolveHost } from './resolve-host.ts';

/** The name leads to an address that nothing may be sent to. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

/**
 * How sockets resolve names: with every address checked, at each connect, and the checked addresses handed to the very connection that is made. So a name that
 * leads elsewhere a moment later gains nothing. Sockets do not ask this for a host that is an address itself; whoever uses it checks those.
 */
export function createGuardedLookup(rule: HostRule): LookupFunction {
  return (name, options, callback) => {
    resolveHost(name, rule).then((found) => {
      // Out of this promise, so that what the callback throws is not taken for a failed look-up.
      process.nextTick(() => {
        if (found.kind === 'refused') callback(new AddressRefusedError('The name leads to no public address.'), []);
        else if (found.kind === 'unresolved') callback(toError(found.cause), []);
        else answer(found.addresses, options, callback);
      });
    });
  };
}

function answer(
  addresses: readonly LookupAddress[],
  { all, family }: Parameters<LookupFunction>[1],
  callback: Parameters<LookupFunction>[2],
): void {
  const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
  const fitting = wanted === 0 ? [...addresses] : addresses.filter((each) => each.family === wanted);
  const [first] = fitting;
  if (first === undefined) callback(Object.assign(new Error('no address of this family'), { code: 'ENODATA' }), []);
  else if (all === true) callback(null, fitting);
  else callback(null, first.address, first.family);
}

function toError(cause: unknown): NodeJS.ErrnoException {
  return cause instanceof Error ? cause : new Error('The name cannot be resolved.', { cause });
}
