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
  /** Failures in the order in which they happened, the latest last, bounded. */
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

const MAX_FAILURES = 100;
const MAX_CONNECTIONS = 64;

/**
 * Listens on a free loopback port and speaks SOCKS 5, in which the browser leaves the resolving of names to the proxy.
 * So every connection of a context, whatever made it (a page, a redirect, a frame, a worker, a web socket), passes the guard,
 * and goes to the address that the guard has checked.
 */
export async function startEgressProxy(options: EgressProxyOptions): Promise<EgressProxy> {
  const open = new Set<Socket>();
  const failures: EgressFailure[] = [];
  let receivedBytes = 0;

  const server = createServer((client) => {
    if (open.size >= MAX_CONNECTIONS * 2) {
      client.destroy();
      return;
    }
    track(client);
    serve(client).catch(() => client.destroy());
  });

  function track(socket: Socket): void {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A broken connection shows to the browser as such; what matters of it is in `failures`.
    socket.on('error', () => undefined);
  }

  async function serve(client: Socket): Promise<void> {
    client.setNoDelay(true);
    const reader = createSocksReader(client, options.connectTimeoutMs);
    let request: ConnectRequest;
    try {
      await reader.readGreeting();
      client.write(REPLIES.noAuthentication);
      request = await reader.readConnect();
    } finally {
      reader.release();
    }
    const upstream = await reach(request);
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
      receivedBytes += chunk.length;
      if (receivedBytes > options.maxReceivedBytes) closeAll();
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
    upstream.pipe(client);
    client.pipe(upstream);
  }

  async function reach(request: ConnectRequest): Promise<Socket | null> {
    const host = formatHost(request);
    const checked =
      receivedBytes > options.maxReceivedBytes
        ? { kind: 'denied' as const, code: 'TOO_MUCH' }
        : await options.guard.check(request.host, request.port);
    if (checked.kind !== 'allowed') {
      note({ host, kind: checked.kind, code: checked.code });
      return null;
    }
    let code: string | null = null;
    for (const address of checked.addresses) {
      const attempt = await tryConnect(address, request.port);
      if (attempt.ok) return attempt.socket;
      code = attempt.code;
    }
    note({ host, kind: 'unreachable', code });
    return null;
  }

  function tryConnect(address: string, port: number) {
    return new Promise<{ ok: true; socket: Socket } | { ok: false; code: string | null }>((resolve) => {
      const socket = connect({ host: address, port });
      track(socket);
      const timer = setTimeout(() => fail('ETIMEDOUT'), options.connectTimeoutMs);
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

  function note(failure: EgressFailure): void {
    failures.push(failure);
    if (failures.length > MAX_FAILURES) failures.shift();
  }

  function closeAll(): void {
    for (const socket of open) socket.destroy();
  }

  const port = await listen(server);
  return {
    url: `socks5://127.0.0.1:${port}`,
    failures: () => failures,
    dropConnections: closeAll,
    receivedBytes: () => receivedBytes,
    close: async () => {
      closeAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
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
