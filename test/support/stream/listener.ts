import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One message of a live stream. */
export interface LiveMessage {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

/** A client of the live stream on a bare connection, which reads only while it wants to. */
export interface Listener {
  readonly status: number;
  readonly messages: readonly LiveMessage[];
  /** Comments, which come when nothing else does. */
  heartbeats(): number;
  /** True once the server has ended the stream. */
  ended(): boolean;
  /** Stops reading: what the server sends stays in the buffers of the line. */
  pause(): void;
  resume(): void;
  leave(): void;
}

interface ListenOptions {
  readonly key: string;
  /** With its `?`. */
  readonly query?: string;
  /** Of the stream; that of the transactions when left out. */
  readonly path?: string;
  /** Reads nothing from the start. */
  readonly paused?: boolean;
}

/** Opens a live stream; resolves when its first bytes are there, or at once for a client that does not read. */
export async function listen(url: string, options: ListenOptions): Promise<Listener> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const parser = new StreamParser();
  socket.on('close', () => parser.close());
  // The server hangs up on those that are still there when it stops.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `GET ${options.path ?? '/v1/transactions/sync/live'}${options.query ?? ''} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${options.key}\r\n\r\n`,
  );
  socket.on('data', (chunk: Buffer) => parser.take(chunk));
  if (options.paused === true) socket.pause();
  else await firstBytes(socket);
  return {
    get status() {
      return parser.status;
    },
    messages: parser.messages,
    heartbeats: () => parser.heartbeats,
    ended: () => parser.ended,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    leave: () => socket.destroy(),
  };
}

async function firstBytes(socket: Socket): Promise<void> {
  await once(socket, 'data');
}

/** Reads a chunked response; as little as is needed, so that a thousand of them cost little. */
class StreamParser {
  readonly messages: LiveMessage[] = [];
  heartbeats = 0;
  status = 0;
  ended = false;
  #head = '';
  #raw: Buffer = Buffer.alloc(0);
  #text = '';
  #inBody = false;

  close(): void {
    this.ended = true;
  }

  take(bytes: Buffer): void {
    if (!this.#inBody) {
      this.#head += bytes.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#inBody = true;
      this.status = Number(this.#head.split(' ')[1]);
      this.take(Buffer.from(this.#head.slice(end + 4), 'latin1'));
      return;
    }
    this.#raw = this.#raw.length === 0 ? bytes : Buffer.concat([this.#raw, bytes]);
    for (let chunk = this.#nextChunk(); chunk !== null; chunk = this.#nextChunk()) this.#text += chunk.toString();
    const parts = this.#text.split('\n\n');
    this.#text = parts.pop() ?? '';
    for (const part of parts) this.#read(part);
  }

  /** The content of the next chunk that is there as a whole. */
  #nextChunk(): Buffer | null {
    const lineEnd = this.#raw.indexOf('\r\n');
    if (lineEnd < 0) return null;
    const size = Number.parseInt(this.#raw.subarray(0, lineEnd).toString('latin1'), 16);
    // The connection may stay open for the client's next request.
    if (size === 0) this.close();
    const start = lineEnd + 2;
    if (this.#raw.length < start + size + 2) return null;
    const chunk = this.#raw.subarray(start, start + size);
    this.#raw = this.#raw.subarray(start + size + 2);
    return chunk;
  }

  #read(part: string): void {
    const lines = part.split('\n');
    if (lines.some((line) => line.startsWith(':'))) {
      this.heartbeats += 1;
      return;
    }
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    this.messages.push({ event: field('event') ?? '', id: field('id') ?? null, data: field('data') ?? '' });
  }
}
