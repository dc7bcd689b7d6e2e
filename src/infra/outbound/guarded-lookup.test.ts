import type { LookupAddress, LookupOptions } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressRefusedError, createGuardedLookup } from './guarded-lookup.ts';
import { PUBLIC_ONLY, resolveHost } from './resolve-host.ts';

const notFound = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });

function look(addresses: readonly string[] | Error, options: LookupOptions) {
  const resolve = async () => {
    if (addresses instanceof Error) throw addresses;
    return addresses;
  };
  const lookup = createGuardedLookup({ ...PUBLIC_ONLY, resolve });
  return new Promise<readonly LookupAddress[] | readonly [string, number | undefined]>((take, fail) => {
    lookup('hooks.example', options, (error, address, family) => {
      if (error !== null) fail(error);
      else take(typeof address === 'string' ? [address, family] : address);
    });
  });
}

describe('the look-up of a socket', () => {
  it('gives all addresses that were checked, or the first of the wanted family', async () => {
    const both = ['8.8.8.8', '2606:4700::1'];
    expect(await look(both, { all: true })).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
    expect(await look(both, {})).toEqual(['8.8.8.8', 4]);
    expect(await look(both, { family: 6 })).toEqual(['2606:4700::1', 6]);
    expect(await look(both, { family: 'IPv6', all: true })).toEqual([{ address: '2606:4700::1', family: 6 }]);
    await expect(look(['8.8.8.8'], { family: 6 })).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it.each([['10.0.0.1'], ['127.0.0.1'], ['::1'], ['169.254.169.254'], ['::ffff:10.0.0.1'], ['fd00::1'], ['0.0.0.0']])(
    'refuses a name with one bad address among good ones: %s',
    async (bad) => {
      for (const addresses of [[bad], ['8.8.8.8', bad], [bad, '8.8.8.8']]) {
        await expect(look(addresses, { all: true })).rejects.toBeInstanceOf(AddressRefusedError);
        // Also where the bad one is of a family that was not asked for.
        await expect(look(addresses, { family: 4 })).rejects.toBeInstanceOf(AddressRefusedError);
      }
    },
  );

  it('says that a name has no address', async () => {
    await expect(look(notFound, {})).rejects.toBe(notFound);
    await expect(look([], {})).rejects.toThrow('The name has no address.');
  });
});

describe('a host', () => {
  it('that is an address is checked without asking anybody', async () => {
    const rule = { ...PUBLIC_ONLY, resolve: () => Promise.reject(new Error('asked')) };
    expect(await resolveHost('8.8.8.8', rule)).toEqual({
      kind: 'allowed',
      addresses: [{ address: '8.8.8.8', family: 4 }],
    });
    expect(await resolveHost('::1', rule)).toEqual({ kind: 'refused' });
  });

  it('is resolved as the system does it', async () => {
    expect(await resolveHost('localhost', PUBLIC_ONLY)).toEqual({ kind: 'refused' });
  });
});
