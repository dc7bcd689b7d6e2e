import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { WrittenStream } from '../support/stream/written-stream.ts';
import { startSystem } from '../support/system/running-system.ts';

/** More than the system's own buffers between two sockets take. */
const ENOUGH_BYTES = 1_000_000;
/** Reads with pauses, in whose course the service is stopped. The rest is read at once: a service that stops does not wait for long. */
const SLOW_READS = 10;

it.each(['identity', 'gzip'])(
  'a page on its way to a slow client is sent to its end when the service stops (%s)',
  async (encoding) => {
    const system = await startSystem({ worker: false });
    const stream = await WrittenStream.open(system);
    // Text that does not shrink, so that the compressed page is large as well.
    const noise = () => Array.from({ length: 500 }, () => randomUUID()).join('');
    const rows = Array.from({ length: 400 }, () => stream.planAdd(stream.accounts[0], { rawDescription: noise() }));
    await stream.commit(...rows);

    const socket = connect(Number(new URL(system.apiUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    const chunks: Buffer[] = [];
    let received = 0;
    let slowReads = 0;
    const begun = Promise.withResolvers<void>();
    const closed = once(socket, 'close');
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received < ENOUGH_BYTES) return;
      begun.resolve();
      slowReads += 1;
      if (slowReads > SLOW_READS) return;
      socket.pause();
      setTimeout(() => socket.resume(), 2);
    });
    const headers = ['Host: x', `Authorization: Bearer ${stream.caller.key}`, `Accept-Encoding: ${encoding}`];
    socket.write(`GET /v1/transactions/sync?from=beginning&limit=400 HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    await begun.promise;
    const stopped = system.stop();
    await closed;
    await stopped;

    const answer = Buffer.concat(chunks);
    const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
    if (encoding === 'gzip') expect(body.subarray(-5).toString('latin1')).toBe('0\r\n\r\n');
    else expect(body.length).toBe(Number(/content-length: (\d+)/i.exec(answer.toString('latin1', 0, 2_000))?.[1]));
  },
);
