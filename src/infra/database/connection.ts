import postgres from 'postgres';
import { ConnectionLostError } from './connection-lost.ts';
import { type DriverQuery, endsConnection, isDriverQuery, watchSettled } from './driver-query.ts';
import { MessageSocket } from './message-socket.ts';
import { isReadOnlyRefusal } from './unavailable.ts';

/** The options as postgres.js has parsed them; another instance made of them shares types and settings. */
export type ParsedOptions = postgres.Sql['options'];

/**
 * One connection, opened by its first query, that is thrown away when it is lost and never reconnects. postgres.js reconnects
 * a lost connection under its user's feet: the rest of a transaction would then run, and commit, on a connection that
 * knows nothing of its beginning. It also crashes the process when it writes to a connection that is gone. So a connection here
 * is a postgres.js instance of its own, it is given one query at a time, and none after it is lost.
 */
export class Connection {
  readonly openedMs = performance.now();
  /** Key of the binding that its session certainly has; null when it has none or may have any. Written by `leaseBound` only. */
  boundTo: string | null = null;
  #lost: Error | null = null;
  #proven = false;
  #mayShiftRows = false;
  #hasRefusedWrite = false;
  #running: DriverQuery | null = null;
  readonly #waiting: Entry[] = [];
  readonly #driver: postgres.Sql;
  readonly #send: (query: DriverQuery) => void;
  readonly #onLost: (connection: Connection) => void;

  constructor(options: ParsedOptions, onLost: (connection: Connection) => void) {
    this.#onLost = onLost;
    const single = {
      ...options,
      max: 1,
      idle_timeout: null,
      // The driver would end a connection of age between two statements of a transaction; the pool does it between leases.
      max_lifetime: null,
      onclose: () => this.#lose(null),
      ...ownSocket(options),
    };
    // Parsed options are accepted as they are, which only the driver's own LISTEN does and its types do not say.
    this.#driver = postgres(single as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
    const probe: unknown = this.#driver``;
    if (!isDriverQuery(probe))
      throw new Error('This version of the package "postgres" is not supported: install 3.4.9.');
    this.#send = probe.handler;
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Whether it has answered before; one that has not may stand for a server that cannot be reached at all. */
  get isProven(): boolean {
    return this.#proven;
  }

  /**
   * Whether the next result may come with holes at its beginning. postgres.js counts the rows of a result per connection and
   * begins anew only after a statement that succeeded (porsager/postgres#1119): after one that failed behind its first rows, the rows of the next
   * one are put behind as many holes. A transaction's rollback is such a success; outside of one the connection is of no use any more.
   */
  get mayShiftRows(): boolean {
    return this.#mayShiftRows;
  }

  /**
   * Whether it has refused a write because it only reads. Its session may keep to that when the server no longer does, or belong to a
   * server that was the primary once, so it is of no use any more.
   */
  get hasRefusedWrite(): boolean {
    return this.#hasRefusedWrite;
  }

  /**
   * Runs the query after those given before. It is rejected when the connection is lost or cannot be opened. `onDone` is called once the
   * query is over in whatever way.
   */
  run(query: DriverQuery, onDone: () => void = () => undefined): void {
    this.#waiting.push({ query, onDone });
    this.#runNext();
  }

  /** Ends the connection; what still runs or waits on it is rejected. */
  async end(): Promise<void> {
    this.#lose(null);
    await this.#driver.end({ timeout: 1 });
  }

  #runNext(): void {
    while (this.#running === null) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      const { query, onDone } = entry;
      if (this.#lost !== null) query.reject(new ConnectionLostError({ commitUnknown: false, cause: this.#lost }));
      else if (query.streaming === true) query.reject(new Error('COPY streams are not offered by this pool.'));
      // A query that was cancelled while it waited has been rejected already.
      else if (!query.cancelled) {
        this.#start(entry);
        continue;
      }
      onDone();
    }
  }

  #start({ query, onDone }: Entry): void {
    this.#running = query;
    const onSettled = (error: unknown) => {
      if (this.#running === query) this.#running = null;
      this.#mayShiftRows = error !== null;
      if (isReadOnlyRefusal(error)) this.#hasRefusedWrite = true;
      if (error === null) this.#proven = true;
      else if (endsConnection(error)) this.#lose(error);
      onDone();
      this.#runNext();
    };
    // Depending on what the network says first, the driver passes on a reset, a broken pipe or its own word for it. A
    // server that was never reached is another matter and keeps its error.
    const explain = (error: unknown) =>
      this.#proven &&
      !(error instanceof postgres.PostgresError) &&
      !(error instanceof ConnectionLostError) &&
      endsConnection(error)
        ? new ConnectionLostError({ commitUnknown: false, cause: error })
        : error;
    watchSettled(query, onSettled, explain);
    this.#send(query);
  }

  #lose(cause: unknown): void {
    if (this.#lost !== null) return;
    this.#lost = cause instanceof Error ? cause : new Error('The connection was closed.');
    // Closes what is left of a socket; from here on the driver itself refuses to connect again.
    this.#driver.end({ timeout: 0 }).catch(() => undefined);
    this.#onLost(this);
    const running = this.#running;
    this.#running = null;
    // What waits is rejected by #runNext, which runs when the running query has been settled.
    running?.reject(new ConnectionLostError({ commitUnknown: false, cause: this.#lost }));
    this.#runNext();
  }
}

/** Our socket, unless the driver has to encrypt the connection or to choose among several servers. */
function ownSocket({ ssl, host, port, path }: ParsedOptions): { socket?: () => MessageSocket } {
  const [onlyHost] = host;
  const [onlyPort] = port;
  if (ssl || host.length !== 1 || onlyHost === undefined || onlyPort === undefined) return {};
  return {
    socket: () => {
      const socket = new MessageSocket();
      // The driver's greeting waits in the socket until it is connected, and its own timer watches over that.
      if (path) socket.connect(path);
      else socket.connect(onlyPort, onlyHost);
      return socket;
    },
  };
}

interface Entry {
  readonly query: DriverQuery;
  readonly onDone: () => void;
}
