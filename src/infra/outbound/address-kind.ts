import ipaddr from 'ipaddr.js';

/** Where an IP address leads: to the internet, to this machine, or to some other place that a stranger must not send us to. */
export type AddressKind = 'public' | 'loopback' | 'internal';

/** The only part of IPv6 that is handed out for the internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
/** IPv6 addresses by which a translator reaches IPv4 (RFC 6052): networks without IPv4 see the whole internet there. */
const TRANSLATED = ipaddr.IPv6.parse('64:ff9b::');
/** Answers the questions of virtual machines about themselves in one large cloud, from an address that looks public. */
const CLOUD_HOST = ipaddr.IPv4.parse('168.63.129.16');

/**
 * The kind of an address in its ordinary form, as names resolve to it. An IPv6 address that stands for an IPv4 address is what that one is. What
 * is no address, or has a zone, leads to no public place.
 */
export function kindOfAddress(text: string): AddressKind {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return kindOfIpv4(ipaddr.IPv4.parse(text));
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return 'internal';
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) return kindOfIpv4(address.toIPv4Address());
  if (address.match(TRANSLATED, 96)) return kindOfIpv4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  const range = address.range();
  if (range === 'loopback') return 'loopback';
  return range === 'unicast' && address.match(GLOBAL_UNICAST, 3) ? 'public' : 'internal';
}

function kindOfIpv4(address: ipaddr.IPv4): AddressKind {
  const range = address.range();
  if (range === 'loopback') return 'loopback';
  return range === 'unicast' && !address.match(CLOUD_HOST, 32) ? 'public' : 'internal';
}
