import { connect, createServer, type Socket } from 'node:net';
import { systemErrorCode } from '../system-error.ts';
import type { HostGuard } from './host-guard.ts';
import { type ConnectRequest, createSocksReader, REPLIES } from './socks-message.ts';

/** A connection that did not come about, as it happened. */
export interface EgressFailure {
  readonly host: string;
  /** `denied`: not one of the institution's hosts. `private`: it resolves to no public address. Else no answer could be had. */
  readonly kind: 'denied' | 'private' | 'unreachable';
  readonly code: string | null;
}

/** The only way out of one browser context. */
export interface EgressProxy {
  /** For the context's proxy setting, such as `socks5://127.0.0.1:40312`. */
  readonly url: string;
  /** The latest failures in the order in which they happened, so many at most, each an object of its own. */
  failures(): readonly EgressFailure[];
  /** Cuts all connections that are open; new ones can be made. */
  dropConnections(): void;
  /** Bytes that came in. */
  receivedBytes(): number;
  close(): Promise<void>;
}

export interface EgressProxyOptions {
  readonly guard: HostGuard;
  /** When more than this came in, all connections are cut and no more are made. */
  readonly maxReceivedBytes: number;
  readonly connectTimeoutMs: number;
}

/** More than a step meets before it gives up; a page that keeps asking costs no memory. */
export const MAX_FAILURES = 100;
const MAX_CONNECTIONS = 64;

/**
 * Listens on a free loopback port and speaks SOCKS 5, in which the browser leaves the resolving of names to the proxy.
 * So every connection of a context, whatever made it (a page, a redirect, a frame, a worker, a web socket), passes the guard,
 * and goes to the address that the guard has checked.
 */
export async function startEgressProxy(options: EgressProxyOptions): Promise<EgressProxy> {
  const relay = new Relay(options);
  const server = createServer((client) => relay.accept(client));
  const port = await listen(server);
  return {
    url: `socks5://127.0.0.1:${port}`,
    failures: () => relay.failures,
    dropConnections: () => relay.dropConnections(),
    receivedBytes: () => relay.receivedBytes,
    close: async () => {
      relay.dropConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Passes the connections of one context on. */
class Relay {
  readonly failures: EgressFailure[] = [];
  receivedBytes = 0;
  readonly #options: EgressProxyOptions;
  readonly #open = new Set<Socket>();

  constructor(options: EgressProxyOptions) {
    this.#options = options;
  }

  accept(client: Socket): void {
    if (this.#open.size >= MAX_CONNECTIONS * 2) {
      client.destroy();
      return;
    }
    this.#track(client);
    this.#serve(client).catch(() => client.destroy());
  }

  dropConnections(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #track(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    // A broken connection shows to the browser as such; what matters of it is in `failures`.
    socket.on('error', () => undefined);
  }

  async #serve(client: Socket): Promise<void> {
    client.setNoDelay(true);
    const request = await this.#readRequest(client);
    const upstream = await this.#reach(request);
    if (client.destroyed) {
      upstream?.destroy();
      return;
    }
    if (upstream === null) {
      client.end(REPLIES.refused);
      return;
    }
    client.write(REPLIES.connected);
    upstream.on('data', (chunk: Buffer) => {
      this.receivedBytes += chunk.length;
      if (this.#isExhausted()) this.dropConnections();
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
    upstream.pipe(client);
    client.pipe(upstream);
  }

  async #readRequest(client: Socket): Promise<ConnectRequest> {
    const reader = createSocksReader(client, this.#options.connectTimeoutMs);
    try {
      await reader.readGreeting();
      client.write(REPLIES.noAuthentication);
      return await reader.readConnect();
    } finally {
      reader.release();
    }
  }

  async #reach(request: ConnectRequest): Promise<Socket | null> {
    const host = formatHost(request);
    const checked = this.#isExhausted()
      ? { kind: 'denied' as const, code: 'TOO_MUCH' }
      : await this.#options.guard.check(request.host, request.port);
    if (checked.kind !== 'allowed') {
      this.#note({ host, kind: checked.kind, code: checked.code });
      return null;
    }
    let code: string | null = null;
    for (const address of checked.addresses) {
      const attempt = await this.#tryConnect(address, request.port);
      if (attempt.ok) return attempt.socket;
      code = attempt.code;
    }
    this.#note({ host, kind: 'unreachable', code });
    return null;
  }

  #tryConnect(address: string, port: number) {
    return new Promise<{ ok: true; socket: Socket } | { ok: false; code: string | null }>((resolve) => {
      const socket = connect({ host: address, port });
      this.#track(socket);
      const timer = setTimeout(() => fail('ETIMEDOUT'), this.#options.connectTimeoutMs);
      const fail = (code: string | null) => {
        clearTimeout(timer);
        socket.destroy();
        resolve({ ok: false, code });
      };
      socket.once('error', (error) => fail(systemErrorCode(error)));
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.setNoDelay(true);
        resolve({ ok: true, socket });
      });
    });
  }

  #isExhausted(): boolean {
    return this.receivedBytes > this.#options.maxReceivedBytes;
  }

  #note(failure: EgressFailure): void {
    this.failures.push(failure);
    if (this.failures.length > MAX_FAILURES) this.failures.shift();
  }
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}

function formatHost({ host, port }: ConnectRequest): string {
  return port === 443 || port === 80 ? host : `${host}:${port}`;
}
