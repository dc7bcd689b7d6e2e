import { Connection, type ParsedOptions } from './connection.ts';
import { ConnectionEndedError } from './connection-lost.ts';
import { createSlots } from './slots.ts';

/** Connections older than this are replaced when they come back, so that a server can be drained and names resolve afresh. */
const MAX_AGE_MS = 45 * 60_000;

interface Waiter {
  readonly bindingKey: string | null;
  resolve(connection: Connection): void;
  reject(error: unknown): void;
}

/** How much of a pool is used at the moment. */
export interface PoolFigures {
  readonly max: number;
  readonly open: number;
  readonly inUse: number;
  /** Borrowers that wait for a connection. */
  readonly waiting: number;
}

/** Leases connections, each to one borrower at a time, first come first served, never more than the bound. */
export class ConnectionPool {
  readonly #options: ParsedOptions;
  readonly #max: number;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #leased = new Set<Connection>();
  readonly #waiters: Waiter[] = [];
  /**
   * Runs a transaction. Work in a transaction may ask something on a second connection, so all but one are open to
   * transactions: however many there are, none of them waits for the end of the others.
   */
  readonly inTransactionSlot: ReturnType<typeof createSlots>;
  #ending: Promise<void> | null = null;
  #onDrained: (() => void) | null = null;

  constructor(options: ParsedOptions, max: number) {
    this.#options = options;
    this.#max = max;
    this.inTransactionSlot = createSlots(Math.max(1, max - 1));
  }

  get figures(): PoolFigures {
    return { max: this.#max, open: this.#all.size, inUse: this.#leased.size, waiting: this.#waiters.length };
  }

  /**
   * Waits for a connection, one that has the binding where such a one lies idle. Give it back with `release` or `discard`, whatever
   * became of it.
   */
  lease(bindingKey: string | null = null): Promise<Connection> {
    if (this.#ending !== null) return Promise.reject(new ConnectionEndedError('The database pool was ended.'));
    const { promise, resolve, reject } = Promise.withResolvers<Connection>();
    this.#waiters.push({ bindingKey, resolve, reject });
    this.#serveWaiters();
    return promise;
  }

  /** Gives a connection back for the next borrower. */
  release(connection: Connection): void {
    if (!this.#leased.delete(connection)) return;
    const worn = performance.now() - connection.openedMs > MAX_AGE_MS;
    const { isLost, mayShiftRows, hasRefusedWrite } = connection;
    if (isLost || mayShiftRows || hasRefusedWrite || worn) this.#drop(connection);
    else this.#idle.push(connection);
    this.#serveWaiters();
  }

  /** Ends a leased connection, and with it everything the borrower left in its session. */
  discard(connection: Connection): void {
    if (!this.#leased.delete(connection)) return;
    this.#drop(connection);
    this.#serveWaiters();
  }

  /** Waits for borrowers until the bound (for ever when null), then ends every connection. */
  end(timeoutMs: number | null): Promise<void> {
    this.#ending ??= this.#drainAndEnd(timeoutMs);
    return this.#ending;
  }

  #serveWaiters(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      const connection = this.#takeIdle(waiter.bindingKey) ?? this.#open();
      if (connection === null) return;
      this.#waiters.shift();
      this.#leased.add(connection);
      waiter.resolve(connection);
    }
    if (this.#leased.size === 0) this.#onDrained?.();
  }

  /** The one used last of those that have the binding; else the one that was left alone for longest, which others want least. */
  #takeIdle(bindingKey: string | null): Connection | undefined {
    const index = this.#idle.findLastIndex(({ boundTo }) => boundTo === bindingKey);
    return this.#idle.splice(Math.max(index, 0), 1)[0];
  }

  #open(): Connection | null {
    if (this.#all.size >= this.#max) return null;
    const connection = new Connection(this.#options, (lost) => this.#forget(lost));
    this.#all.add(connection);
    return connection;
  }

  /** A lost connection makes room at once; its borrower still gives it back. */
  #forget(connection: Connection): void {
    this.#all.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#serveWaiters();
  }

  #drop(connection: Connection): void {
    this.#all.delete(connection);
    connection.end().catch(() => undefined);
  }

  async #drainAndEnd(timeoutMs: number | null): Promise<void> {
    if (this.#leased.size > 0 || this.#waiters.length > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onDrained = resolve;
      const timer = timeoutMs === null ? undefined : setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(timer);
    }
    for (const waiter of this.#waiters.splice(0))
      waiter.reject(new ConnectionEndedError('The database pool was ended.'));
    const connections = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(connections.map((connection) => connection.end()));
  }
}
