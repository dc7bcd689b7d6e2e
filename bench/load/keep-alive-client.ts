import { connect, type Socket } from 'node:net';

/** What is kept of an answer: its status and the size of its body, and the body itself if asked for. */
export interface Answer {
  readonly status: number;
  readonly bodyBytes: number;
  /** Empty unless the client keeps bodies. */
  readonly body: Buffer;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(cause: Error): void;
}

const READ_BUFFER_BYTES = 256 * 1024;
const HEAD_END = '\r\n\r\n';
const NOTHING = Buffer.alloc(0);

/**
 * One connection that sends one request after the other. It reads into one buffer and looks at nothing but the head of an
 * answer, because a client that costs more than the server would measure itself.
 */
export class KeepAliveClient {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #host: string;
  readonly #requestEnd: string;
  readonly #keepsBodies: boolean;
  #socket: Socket | null = null;
  #waiting: Waiting | null = null;
  #failure: Error | null = null;
  /** The head of an answer as far as it has come; null while a body is read. */
  #head: string | null = '';
  #status = 0;
  #bodyBytes = 0;
  #missing = 0;
  #chunks: Buffer[] = [];
  /** The server takes no further request on this connection, as after so many of them. */
  #isLast = false;

  private constructor(url: string, key: string, keepsBodies: boolean) {
    const { hostname, port, host } = new URL(url);
    this.#address = { host: hostname, port: Number(port) };
    this.#host = host;
    this.#requestEnd = ` HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    this.#keepsBodies = keepsBodies;
  }

  /** Connects to the origin of the URL. */
  static async open(url: string, key: string, options: { readonly keepsBodies: boolean }): Promise<KeepAliveClient> {
    const client = new KeepAliveClient(url, key, options.keepsBodies);
    await client.#connect();
    return client;
  }

  /** Sends a GET and waits for the whole answer. Throws when the connection is lost or the answer has no length. */
  get(path: string): Promise<Answer> {
    return this.#isLast ? this.#connect().then(() => this.#send(path)) : this.#send(path);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #send(path: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#socket?.write(`GET ${path}${this.#requestEnd}`, 'latin1');
    });
  }

  #connect(): Promise<void> {
    this.#isLast = false;
    return new Promise((resolve, reject) => {
      const buffer = Buffer.allocUnsafe(READ_BUFFER_BYTES);
      const onread = {
        buffer,
        callback: (count: number): boolean => {
          this.#take(buffer.subarray(0, count));
          return true;
        },
      };
      const socket = connect({ ...this.#address, noDelay: true, onread });
      this.#socket = socket;
      socket.once('connect', () => resolve());
      socket.once('error', (cause) => {
        reject(cause);
        this.#lose(socket, cause);
      });
      socket.once('close', () => this.#lose(socket, new Error(`${this.#host} closed the connection`)));
    });
  }

  /** A connection that another one has followed, or will, is nothing to miss. */
  #lose(socket: Socket, cause: Error): void {
    const isMissed = this.#waiting !== null || !this.#isLast;
    if (socket === this.#socket && isMissed) this.#fail(cause);
  }

  #take(bytes: Buffer): void {
    if (this.#head === null) {
      this.#takeBody(bytes);
      return;
    }
    const text = this.#head + bytes.toString('latin1');
    const end = text.indexOf(HEAD_END);
    if (end < 0) {
      this.#head = text;
      return;
    }
    const known = this.#head.length;
    if (this.#readHead(text.slice(0, end))) this.#takeBody(bytes.subarray(end + HEAD_END.length - known));
  }

  /** False when the answer cannot be read on. */
  #readHead(head: string): boolean {
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.#giveUp(`an answer without Content-Length cannot be measured: ${head}`);
      return false;
    }
    this.#head = null;
    this.#isLast = /\r\nconnection: close/i.test(head);
    this.#status = Number(head.slice(9, 12));
    this.#bodyBytes = Number(length);
    this.#missing = this.#bodyBytes;
    this.#chunks = [];
    return true;
  }

  #takeBody(bytes: Buffer): void {
    this.#missing -= bytes.length;
    // The buffer is read into again, so what is kept is copied.
    if (this.#keepsBodies) this.#chunks.push(Buffer.from(bytes));
    if (this.#missing > 0) return;
    if (this.#missing < 0) {
      this.#giveUp('more came than the one answer that was asked for');
      return;
    }
    this.#head = '';
    const waiting = this.#waiting;
    this.#waiting = null;
    const body = this.#keepsBodies ? Buffer.concat(this.#chunks) : NOTHING;
    waiting?.resolve({ status: this.#status, bodyBytes: this.#bodyBytes, body });
  }

  #giveUp(message: string): void {
    this.#fail(new Error(message));
    this.#socket?.destroy();
  }

  #fail(cause: Error): void {
    this.#failure ??= cause;
    this.#waiting?.reject(this.#failure);
    this.#waiting = null;
  }
}
