import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeepAliveClient } from '../../bench/load/keep-alive-client.ts';

let server: Server;
let url: string;
let onRequest: (socket: Socket, request: string) => void;
let client: KeepAliveClient;

beforeEach(async () => {
  server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => onRequest(socket, chunk.toString()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  url = `http://127.0.0.1:${address.port}`;
  client = await KeepAliveClient.open(url, 'key', { keepsBodies: true });
});
afterEach(async () => {
  client.close();
  server.close();
  await once(server, 'close');
});

/** Sends pieces one by one, each as a read of its own where the system lets it. */
function sendPieces(socket: Socket, pieces: readonly string[]): void {
  const [piece, ...rest] = pieces;
  if (piece !== undefined) socket.write(piece, () => setImmediate(() => sendPieces(socket, rest)));
}

describe('a keep-alive client', () => {
  it('reads answers however they are cut, one after the other', async () => {
    const answers = [
      ['HTTP/1.1 200 OK\r\nContent-Le', 'ngth: 11\r\n\r', '\nhello', ' world'],
      ['HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno'],
      ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ];
    const requests: string[] = [];
    onRequest = (socket, request) => {
      requests.push(request);
      sendPieces(socket, answers[requests.length - 1] ?? []);
    };
    const [first, second, third] = [await client.get('/a'), await client.get('/b'), await client.get('/c')];
    expect([first.status, first.body.toString(), first.bodyBytes]).toEqual([200, 'hello world', 11]);
    expect([second.status, second.body.toString()]).toEqual([404, 'no']);
    expect([third.status, third.bodyBytes]).toEqual([200, 0]);
    expect(requests[1]).toBe(`GET /b HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer key\r\n\r\n`);
  });

  it('fails where the connection ends in the middle of an answer, and from then on', async () => {
    onRequest = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello');
    await expect(client.get('/a')).rejects.toThrow('closed the connection');
    await expect(client.get('/b')).rejects.toThrow('closed the connection');
  });

  it('goes on with another connection where the server says that it ends this one', async () => {
    const ports: (number | undefined)[] = [];
    onRequest = (socket) => {
      ports.push(socket.remotePort);
      if (ports.length === 2) socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nby');
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    };
    const bodies: string[] = [];
    for (const path of ['/a', '/b', '/c', '/d']) bodies.push((await client.get(path)).body.toString());
    expect(bodies).toEqual(['hi', 'by', 'hi', 'hi']);
    expect([ports[1] === ports[0], ports[2] === ports[1], ports[3] === ports[2]]).toEqual([true, false, true]);
  });

  it('refuses an answer whose end it cannot know', async () => {
    onRequest = (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    await expect(client.get('/a')).rejects.toThrow('without Content-Length');
  });

  it('refuses more than it has asked for', async () => {
    onRequest = (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello');
    await expect(client.get('/a')).rejects.toThrow('more came than');
  });
});
