import type { Server, ServerResponse } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';
import type { HttpBounds } from './http-bounds.ts';

/** Connections over the bound that are still told why; beyond them they are dropped without a word. */
const TOLD = 100;

/**
 * Keeps connections within bounds: their number, at all and from one address, and the time for which they may do nothing
 * while something is due. `render` makes a whole HTTP response that says why a connection is not taken.
 */
export function boundConnections(server: Server, bounds: HttpBounds, render: (message: string) => string): void {
  const trusted = createAddressList(bounds.trustedProxies);
  const open = new Map<string, number>();
  let count = 0;
  // Headers beyond the bound would be left out without a word; with one more than that, the request guard sees it.
  server.maxHeadersCount = bounds.maxHeaders + 1;
  server.maxConnections = bounds.maxConnections + TOLD;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const ofAddress = (open.get(address) ?? 0) + 1;
    open.set(address, ofAddress);
    count += 1;
    socket.once('close', () => {
      count -= 1;
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    const problem =
      count > bounds.maxConnections
        ? `The server has ${bounds.maxConnections} open connections, which is the most it takes.`
        : ofAddress > bounds.maxConnectionsPerAddress && !trusted(address)
          ? `This address has ${bounds.maxConnectionsPerAddress} open connections, which is the most it may have. Use fewer at the same time, or keep them open.`
          : null;
    if (problem === null) return;
    socket.end(render(problem));
    socket.destroySoon();
  });
  // Node would answer without our error envelope; the client was told that the connection ends.
  server.on('dropRequest', (_request, socket) => socket.destroy());
  server.setTimeout(bounds.stallMs);
  server.on('timeout', (socket: Socket & { _httpMessage?: ServerResponse | null }) => {
    // Node keeps the response under this name. While the server works on a request, neither side has anything to send.
    const { _httpMessage: response } = socket;
    if (response?.req.complete === true && socket.writableLength === 0) socket.setTimeout(bounds.stallMs);
    else socket.destroy();
  });
}

/** Whether an address is one of those listed, each an address or a network such as `10.0.0.0/8`. */
export function createAddressList(listed: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const each of listed) {
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}
