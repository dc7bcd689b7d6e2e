import type { Readable, Writable } from 'node:stream';
import type { ConnectOverCDPTransport } from 'playwright-core';

/**
 * Speaks the browser's debugging protocol over two pipes: JSON messages, each ended by a zero byte. A pipe needs no port that
 * others could reach, and it breaks when this process dies, upon which the browser ends by itself.
 */
export function createPipeTransport(toBrowser: Writable, fromBrowser: Readable): ConnectOverCDPTransport {
  let pieces: Buffer[] = [];
  const transport: ConnectOverCDPTransport = {
    send: (message) => {
      if (toBrowser.writable) toBrowser.write(`${JSON.stringify(message)}\0`);
    },
    close: () => toBrowser.end(),
  };
  fromBrowser.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(0, start); end >= 0; end = chunk.indexOf(0, start)) {
      const message: unknown = JSON.parse(Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8'));
      pieces = [];
      start = end + 1;
      if (typeof message === 'object' && message !== null) transport.onmessage?.(message);
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  });
  const onClose = () => transport.onclose?.();
  fromBrowser.once('close', onClose);
  // A broken pipe is how the end of the browser shows; its exit is handled where it was started.
  fromBrowser.on('error', () => undefined);
  toBrowser.on('error', () => undefined);
  return transport;
}
