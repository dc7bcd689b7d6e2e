import { describe, expect, it } from 'vitest';
import { kindOfAddress } from './address-kind.ts';

/** First and last address of each range that leads to no public place. */
const INTERNAL: readonly (readonly [what: string, first: string, last: string])[] = [
  ['this network', '0.0.0.0', '0.255.255.255'],
  ['private', '10.0.0.0', '10.255.255.255'],
  ['private', '172.16.0.0', '172.31.255.255'],
  ['private', '192.168.0.0', '192.168.255.255'],
  ['carrier-grade NAT', '100.64.0.0', '100.127.255.255'],
  ['link-local, with the metadata of clouds', '169.254.0.0', '169.254.255.255'],
  ['protocol assignments, with metadata of a cloud', '192.0.0.0', '192.0.0.255'],
  ['documentation', '192.0.2.0', '192.0.2.255'],
  ['documentation', '198.51.100.0', '198.51.100.255'],
  ['documentation', '203.0.113.0', '203.0.113.255'],
  ['relays of 6to4', '192.88.99.0', '192.88.99.255'],
  ['benchmarks', '198.18.0.0', '198.19.255.255'],
  ['multicast', '224.0.0.0', '239.255.255.255'],
  ['reserved, and broadcast', '240.0.0.0', '255.255.255.255'],
  ['the host of a virtual machine', '168.63.129.16', '168.63.129.16'],
  ['unspecified', '::', '::'],
  ['compatible with IPv4, once', '::2', '::ffff:ffff'],
  ['private, mapped', '::ffff:10.0.0.0', '::ffff:aff:ffff'],
  ['metadata, mapped', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe'],
  ['translated, stateless', '::ffff:0:0:0', '::ffff:0:808:808'],
  ['private, behind a translator', '64:ff9b::10.0.0.1', '64:ff9b::192.168.1.1'],
  ['a translator of the network itself', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:808:808'],
  ['discarded', '100::', '100::ffff:ffff:ffff:ffff'],
  ['Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['benchmarks', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['identifiers', '2001:10::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['6to4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['6to4 of a private address', '2002:a00:1::', '2002:c0a8:101::1'],
  ['segment routing', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['not handed out', '4000::', 'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['unique local, with the metadata of a cloud', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['metadata of a cloud', 'fd00:ec2::254', 'fd00:ec2::254'],
  ['link-local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['site-local, once', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

describe('an address', () => {
  it.each(INTERNAL)('is internal: %s, %s to %s', (_, first, last) => {
    expect([kindOfAddress(first), kindOfAddress(last)]).toEqual(['internal', 'internal']);
  });

  it.each(['127.0.0.0', '127.0.0.1', '127.255.255.255', '::1', '::ffff:127.0.0.1', '64:ff9b::127.0.0.1'])(
    'is this machine: %s',
    (address) => {
      expect(kindOfAddress(address)).toBe('loopback');
    },
  );

  it.each([
    ...['1.0.0.0', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
    ...['128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255'],
    ...['192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255', '168.63.129.15', '168.63.129.17'],
    ...['2001:200::', '2001:db7:ffff::1', '2001:db9::1', '2003::1', '2606:4700:4700::1111', '3fff:1000::1'],
    ...['::ffff:8.8.8.8', '64:ff9b::8.8.8.8'],
  ])('is public: %s', (address) => {
    expect(kindOfAddress(address)).toBe('public');
  });

  it.each([
    ...['', 'localhost', '8.8.8', '8', '134744072', '0x8.8.8.8', '010.8.8.8', '8.8.8.8 ', ' 8.8.8.8', '8.8.8.8/32'],
    ...['fe80::1%eth0', '2606:4700::1%1', '[2606:4700::1]', '2606:4700:', '1.2.3.4.5', '256.1.1.1', '8.8.8.8\u0000'],
  ])('in no ordinary form leads nowhere: %j', (address) => {
    expect(kindOfAddress(address)).toBe('internal');
  });
});
