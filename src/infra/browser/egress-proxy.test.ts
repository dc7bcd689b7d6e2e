import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EgressProxy, MAX_FAILURES, startEgressProxy } from './egress-proxy.ts';
import { createHostGuard, type HostGuardOptions } from './host-guard.ts';

let echo: Server;
let echoPort: number;
let proxy: EgressProxy;

beforeAll(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const address = echo.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  echoPort = address.port;
});

afterAll(() => new Promise((resolve) => echo.close(resolve)));
afterEach(() => proxy.close());

async function start(guard: Partial<HostGuardOptions> = {}, maxReceivedBytes = 1_000_000): Promise<void> {
  proxy = await startEgressProxy({
    guard: createHostGuard({
      allowedHosts: [`bank.example:${echoPort}`],
      allowPrivate: true,
      resolve: async () => ['127.0.0.1'],
      ...guard,
    }),
    maxReceivedBytes,
    connectTimeoutMs: 2_000,
  });
}

/** Speaks SOCKS as a browser does; gives the proxy's answer code and the connection. */
async function ask(
  host: string,
  port: number,
): Promise<{ readonly code: number | undefined; readonly socket: Socket }> {
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(Buffer.from([5, 1, 0]));
  await readSome(socket);
  const name = Buffer.from(host, 'latin1');
  const portBytes = Buffer.alloc(2);
  portBytes.writeUInt16BE(port);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, portBytes]));
  return { code: (await readSome(socket))[1], socket };
}

function readSome(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('close', () => resolve(Buffer.alloc(0)));
  });
}

describe('the way out of a context', () => {
  it('leads to the hosts of the institution', async () => {
    await start();
    const { code, socket } = await ask('BANK.example', echoPort);
    expect(code).toBe(0);
    socket.write('hello');
    expect((await readSome(socket)).toString()).toBe('hello');
    expect(proxy.receivedBytes()).toBe(5);
    socket.destroy();
  });

  it.each([
    ['another name', 'evil.example', 0],
    ['a name that only begins like it', 'bank.example.evil.example', 0],
    ['the same name on another port', 'bank.example', 1],
    ['an address', '127.0.0.1', 0],
  ])('does not lead to %s', async (_, host, morePort) => {
    await start();
    expect((await ask(host, echoPort + morePort)).code).toBe(2);
    expect(proxy.failures()).toMatchObject([{ kind: 'denied' }]);
  });

  it('stays with the address that a name had first', async () => {
    let asked = 0;
    await start({
      resolve: async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
      },
    });
    for (let turn = 0; turn < 3; turn += 1) {
      const { code, socket } = await ask('bank.example', echoPort);
      expect([code, asked]).toEqual([0, 1]);
      socket.destroy();
    }
  });

  it('tries every address of a name before it gives up', async () => {
    await start({ resolve: async () => ['127.255.255.254', '127.0.0.1'] });
    const { code, socket } = await ask('bank.example', echoPort);
    expect(code).toBe(0);
    socket.destroy();
  });

  it.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', '::1', 'fd00::7', '::ffff:192.168.1.1', '100.64.0.1'])(
    'leads to no private address, also not beside a public one: %s',
    async (address) => {
      await start({ allowPrivate: false, resolve: async () => ['198.41.0.4', address] });
      expect((await ask('bank.example', echoPort)).code).toBe(2);
      expect(proxy.failures()).toMatchObject([{ kind: 'private', code: null }]);
    },
  );

  it('says how a host could not be reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    await start({ allowedHosts: [`bank.example:${port}`] });
    expect((await ask('bank.example', port)).code).toBe(2);
    expect(proxy.failures()).toEqual([{ host: `bank.example:${port}`, kind: 'unreachable', code: 'ECONNREFUSED' }]);
  });

  it('remembers the latest that were refused, however many there are', async () => {
    await start();
    for (let turn = 0; turn <= MAX_FAILURES + 1; turn += 1) await ask(`tracker-${turn}.example`, 0);
    expect(proxy.failures()).toHaveLength(MAX_FAILURES);
    expect(proxy.failures()[0]).toMatchObject({ host: 'tracker-2.example:0' });
    expect(proxy.failures().at(-1)).toMatchObject({ host: `tracker-${MAX_FAILURES + 1}.example:0` });
  });

  it('says that a name has no address, and asks again the next time', async () => {
    let asked = 0;
    await start({
      resolve: async () => {
        asked += 1;
        if (asked === 1) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
        return ['127.0.0.1'];
      },
    });
    expect((await ask('bank.example', echoPort)).code).toBe(2);
    expect(proxy.failures()).toMatchObject([{ kind: 'unreachable', code: 'ENOTFOUND' }]);
    const { code, socket } = await ask('bank.example', echoPort);
    expect(code).toBe(0);
    socket.destroy();
  });

  it('is cut when more came in than may', async () => {
    await start({}, 10);
    const { socket } = await ask('bank.example', echoPort);
    socket.write('more than ten bytes');
    await new Promise((resolve) => socket.once('close', resolve).resume());
    expect((await ask('bank.example', echoPort)).code).toBe(2);
    expect(proxy.failures()).toMatchObject([{ kind: 'denied', code: 'TOO_MUCH' }]);
  });

  it('hangs up on who does not speak its language', async () => {
    await start();
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve).resume());
    expect(proxy.failures()).toEqual([]);
  });
});
