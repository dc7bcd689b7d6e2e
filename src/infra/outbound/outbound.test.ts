import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound, type OutboundOptions, type OutboundRequest } from './outbound.ts';
import { makeCertificate } from './testing/certificate.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Resolves every name to this machine and counts how often it was asked; `answers` are used up first. */
function resolveHere(answers: readonly (readonly string[])[] = []) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    return answers[asked.length - 1] ?? ['127.0.0.1'];
  };
  return { asked, resolve };
}

function open(options: Partial<OutboundOptions> = {}): Outbound {
  const outbound = createOutbound({ allowLoopback: true, ...options });
  closers.push(() => outbound.close());
  return outbound;
}

async function listen(server: Server | ReturnType<typeof createRawServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port; // It listens on a port.
}

async function serve(handler: RequestListener): Promise<{ readonly port: number; readonly url: string }> {
  // A connection is kept for as long as a test may take.
  const port = await listen(createServer({ keepAliveTimeout: 600_000 }, handler));
  return { port, url: `http://127.0.0.1:${port}/in` };
}

/** A server that answers every connection with these bytes. */
async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(createRawServer((socket) => talk(socket)))}/`;
}

function send(outbound: Outbound, url: string, more: Partial<OutboundRequest> = {}) {
  return outbound.send({ url, headers: {}, body: '{}', timeoutMs: 60_000, maxBodyBytes: 100, ...more });
}

describe('a request to a receiver', () => {
  it('is a POST with body and headers, and its answer comes back', async () => {
    let seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body?: string } = { headers: {} };
    const { port, url } = await serve(async (request, response) => {
      const { method, headers } = request;
      seen = { ...{ method, url: request.url, headers }, body: await text(request) };
      response.writeHead(202, { 'X-Seen': ['a', 'b'] }).end('taken');
    });
    const sent = await send(open(), `${url}?a=b`, { headers: { 'Content-Type': 'text/plain' }, body: 'é' });
    expect(sent).toMatchObject({ kind: 'answered', status: 202, headers: { 'x-seen': 'a, b' }, isCut: false });
    expect(sent.kind === 'answered' && new TextDecoder().decode(sent.body)).toBe('taken');
    expect(seen).toMatchObject({ method: 'POST', url: '/in?a=b', body: 'é' });
    expect(seen.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'content-type': 'text/plain' });
  });

  it('goes over a connection that is there already', async () => {
    const ports = new Set<number | undefined>();
    const { port } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const { asked, resolve } = resolveHere();
    const outbound = open({ resolve });
    for (let turn = 0; turn < 20; turn++) await send(outbound, `http://hooks.localhost:${port}/`);
    // A connection is free again a moment after its answer was handed out, so that a second one may be made.
    expect(ports.size).toBeLessThanOrEqual(2);
    expect(asked).toHaveLength(ports.size);
  });

  it.each([301, 302, 303, 307, 308])('is not sent on by an answer of %d', async (status) => {
    let wasAsked = false;
    const other = await serve((_, response) => {
      wasAsked = true;
      response.end();
    });
    const { url } = await serve((_, response) => response.writeHead(status, { location: other.url }).end());
    expect(await send(open(), url)).toMatchObject({ kind: 'answered', status, headers: { location: other.url } });
    expect(wasAsked).toBe(false);
  });

  it.each([
    ['value', { 'x-a': 'b\r\nx-evil: 1' }],
    ['value with a NUL', { 'x-a': 'b\u0000' }],
    ['name', { 'x-a: b\r\nx-evil': '1' }],
    ['name of the host', { Host: 'evil.example' }],
    ['length', { 'Content-Length': '1' }],
    ['framing', { 'transfer-encoding': 'chunked' }],
  ])('cannot be turned into another one by a header: %s', async (_, headers) => {
    const { url } = await serve((_request, response) => response.end());
    await expect(send(open(), url, { headers })).rejects.toThrow(TypeError);
  });
});

describe('an address', () => {
  it('of this machine is not reached, by name or number, unless that is allowed', async () => {
    let wasAsked = false;
    const { port, url } = await serve((_, response) => {
      wasAsked = true;
      response.end();
    });
    const outbound = open({ allowLoopback: false, resolve: resolveHere().resolve });
    expect(outbound.findUrlProblem(url)).toMatch(/^must lead to a public address, not to this machine/);
    for (const target of [url, `https://127.0.0.1:${port}/`, `https://hooks.example:${port}/`])
      expect(await send(outbound, target)).toMatchObject({ kind: 'failed', code: 'blocked' });
    expect(wasAsked).toBe(false);
  });

  it.each(['10.0.0.1', '169.254.169.254', '0.0.0.0', 'fd00::1', '::ffff:192.168.0.1'])(
    'is not connected to where one of several is internal: %s',
    async (bad) => {
      const { port } = await serve((_, response) => response.end());
      const outbound = open({ resolve: resolveHere([['127.0.0.1', bad]]).resolve });
      expect(await send(outbound, `http://hooks.localhost:${port}/`)).toEqual({
        kind: 'failed',
        code: 'blocked',
        message: 'The host name leads to an address that is not public.',
      });
    },
  );

  it('is the one that was checked, and a new one is checked at the next connect', async () => {
    const { port } = await serve((_, response) => response.setHeader('connection', 'close').end());
    // A name server that answers well when it is asked first, and leads inside afterwards.
    const { asked, resolve } = resolveHere([['127.0.0.1'], ['10.0.0.1']]);
    const outbound = open({ resolve });
    const url = `http://hooks.localhost:${port}/`;
    expect(await send(outbound, url)).toMatchObject({ kind: 'answered', status: 200 });
    expect(asked).toHaveLength(1);
    expect(await send(outbound, url)).toMatchObject({ kind: 'failed', code: 'blocked' });
    expect(asked).toHaveLength(2);
  });

  it('that does not answer gives way to the next one of the name', async () => {
    const { port } = await serve((_, response) => response.end());
    const { resolve } = resolveHere([['127.255.255.254', '127.0.0.1']]);
    expect(await send(open({ resolve }), `http://hooks.localhost:${port}/`)).toMatchObject({ kind: 'answered' });
  });
});

describe('encryption', () => {
  const { key, cert } = makeCertificate(['hooks.example']);
  const serveTls = () => listen(createTlsServer({ key, cert }, (_, response) => response.end('sealed')));

  it('proves the host by its name', async () => {
    const outbound = open({ ca: cert, resolve: resolveHere().resolve });
    const port = await serveTls();
    expect(await send(outbound, `https://hooks.example:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
    expect(await send(outbound, `https://other.example:${port}/`)).toEqual({
      kind: 'failed',
      code: 'tls',
      message: 'The certificate or the encryption was not accepted (ERR_TLS_CERT_ALTNAME_INVALID).',
    });
  });

  it('is not accepted from an authority that nobody knows, nor from a host without any', async () => {
    const outbound = open({ resolve: resolveHere().resolve });
    expect(await send(outbound, `https://hooks.example:${await serveTls()}/`)).toMatchObject({ code: 'tls' });
    const { port } = await serve((_, response) => response.end());
    expect(await send(outbound, `https://hooks.example:${port}/`)).toMatchObject({ code: 'tls' });
  });
});

describe('an answer', () => {
  it('is read up to its bound', async () => {
    const { url } = await serve((_, response) => response.end('x'.repeat(100)));
    expect(await send(open(), url, { maxBodyBytes: 100 })).toMatchObject({ isCut: false, body: { length: 100 } });
    expect(await send(open(), url, { maxBodyBytes: 99 })).toMatchObject({ isCut: true, body: { length: 99 } });
    expect(await send(open(), url, { maxBodyBytes: 0 })).toMatchObject({ isCut: true, body: { length: 0 } });
  });

  it('without end counts by its beginning, and its connection is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      const write = () => {
        while (response.write('x'.repeat(1_000)));
        response.once('drain', write);
      };
      write();
    });
    expect(await send(open(), url)).toMatchObject({ kind: 'answered', status: 200, isCut: true });
    await closed.promise;
  });

  it.each([
    ['that never comes', () => undefined],
    ['that comes drop by drop', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\nx')],
    ['with headers that do not end', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nx-a: ')],
    ['that is put off', (socket: Socket) => void socket.write('HTTP/1.1 102 Processing\r\n\r\n')],
  ])('%s takes no longer than its bound', async (_, talk) => {
    const url = await serveRaw(talk);
    expect(await send(open(), url, { timeoutMs: 60 })).toEqual({
      kind: 'failed',
      code: 'timeout',
      message: 'No whole answer came in 60 ms.',
    });
  });

  it.each([
    ['nothing', (socket: Socket) => void socket.end()],
    ['something else than HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    ['less than it announces', (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')],
    ['endless headers', (socket: Socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}`)],
    [
      'another protocol',
      (socket: Socket) => void socket.write('HTTP/1.1 101 Hi\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('that is %s is broken', async (_, talk) => {
    expect(await send(open(), await serveRaw(talk))).toMatchObject({ kind: 'failed', code: 'brokenAnswer' });
  });

  it('that cannot be had is told, without a word about this network', async () => {
    const port = await listen(createRawServer());
    await closers.pop()?.();
    const outbound = open({ resolve: resolveHere().resolve });
    expect(await send(outbound, `http://hooks.localhost:${port}/`)).toEqual({
      kind: 'failed',
      code: 'unreachable',
      message: 'The host cannot be reached (ECONNREFUSED).',
    });
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND 10.0.0.1'), { code: 'ENOTFOUND' });
    expect(await send(open({ resolve: () => Promise.reject(cause) }), 'https://hooks.example/')).toEqual({
      kind: 'failed',
      code: 'unresolved',
      message: 'The host name cannot be resolved (ENOTFOUND).',
    });
  });

  it('is not waited for once the caller gives up', async () => {
    const asked = Promise.withResolvers<void>();
    const { url } = await serve(() => asked.resolve());
    const caller = new AbortController();
    const sent = send(open(), url, { signal: caller.signal });
    await asked.promise;
    const reason = new Error('the sender stops');
    caller.abort(reason);
    await expect(sent).rejects.toBe(reason);
    await expect(send(open(), url, { signal: caller.signal })).rejects.toBe(reason);
  });

  it('that is slow holds up no other request to the same host', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/fast') response.end();
    });
    const outbound = open();
    const slow = Array.from({ length: 20 }, () => send(outbound, url, { timeoutMs: 1_000 }));
    expect(await send(outbound, url.replace('/in', '/fast'))).toMatchObject({ kind: 'answered' });
    await outbound.close();
    expect((await Promise.all(slow)).every(({ kind }) => kind === 'failed')).toBe(true);
  });
});
