import type { Socket } from 'node:net';

/** Where a client wants to be connected to: a name, or an address in its usual text form. */
export interface ConnectRequest {
  readonly host: string;
  readonly port: number;
}

const VERSION = 5;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/** Answers of the proxy (RFC 1928); the bound address that they carry means nothing to a browser and is zero. */
export const REPLIES = {
  noAuthentication: Buffer.from([VERSION, 0]),
  connected: Buffer.from([VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0]),
  /** "Connection not allowed by ruleset". */
  refused: Buffer.from([VERSION, 2, 0, IPV4, 0, 0, 0, 0, 0, 0]),
} as const;

/** Reads the two messages with which a client begins, and leaves what comes after them in the socket. */
export interface SocksReader {
  /** Throws when the client speaks something else or wants a way to sign in. */
  readGreeting(): Promise<void>;
  /** Throws on every request but one to connect. */
  readConnect(): Promise<ConnectRequest>;
  /** Gives the socket free; from then on its data goes where it is piped. */
  release(): void;
}

/** A client that has not said where it wants to go within `timeoutMs` is not waited for. */
export function createSocksReader(client: Socket, timeoutMs: number): SocksReader {
  let held: Buffer = Buffer.alloc(0);
  let ended = false;
  let wake: (() => void) | null = null;
  const onData = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    wake?.();
  };
  const onEnd = () => {
    ended = true;
    wake?.();
  };
  const timer = setTimeout(onEnd, timeoutMs);
  client.on('data', onData).once('end', onEnd).once('close', onEnd);

  async function readBytes(count: number): Promise<Buffer> {
    while (held.length < count) {
      if (ended) throw new Error('the client ended early');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const bytes = held.subarray(0, count);
    held = held.subarray(count);
    return bytes;
  }

  async function readHost(kind: number | undefined): Promise<string> {
    switch (kind) {
      case IPV4:
        return [...(await readBytes(4))].join('.');
      case IPV6: {
        const bytes = await readBytes(16);
        return Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':');
      }
      case NAME: {
        const [length] = await readBytes(1);
        return (await readBytes(length ?? 0)).toString('latin1').toLowerCase();
      }
      default:
        throw new Error('unknown kind of address');
    }
  }

  return {
    readGreeting: async () => {
      const [version, count] = await readBytes(2);
      if (version !== VERSION) throw new Error('no SOCKS 5 client');
      if (!(await readBytes(count ?? 0)).includes(0)) throw new Error('the client wants to sign in');
    },
    readConnect: async () => {
      const [version, command, , kind] = await readBytes(4);
      if (version !== VERSION || command !== CONNECT) throw new Error('no SOCKS 5 request to connect');
      const host = await readHost(kind);
      return { host, port: (await readBytes(2)).readUInt16BE(0) };
    },
    release: () => {
      clearTimeout(timer);
      client.off('data', onData).off('end', onEnd).off('close', onEnd);
      client.pause();
      if (held.length > 0) client.unshift(held);
    },
  };
}
