import postgres from 'postgres';
import { registerArrayTypes } from './database/array-types.ts';
import { type Binding, createBinding, leaseBound, type SessionSettings } from './database/binding.ts';
import type { ParsedOptions } from './database/connection.ts';
import { ConnectionPool, type PoolFigures } from './database/connection-pool.ts';
import { openDriver } from './database/driver.ts';
import type { DriverQuery } from './database/driver-query.ts';
import { createSession } from './database/session.ts';
import { openTransaction, runTransaction } from './database/transaction.ts';
import type { Log } from './log.ts';
import { inPartSpan } from './tracing/span.ts';

/**
 * How PostgreSQL's types arrive, and what may be given as a parameter of the type:
 *
 * | PostgreSQL | arrives as | given as |
 * |---|---|---|
 * | `int2`, `int4` | `number` | `number` |
 * | `int8` | `bigint` | `bigint`; an array through `sql.array(values, 1016)`, the number of `int8[]` |
 * | `numeric` | `string`: every digit, with its scale | `string`, or a `bigint` within 64 bits |
 * | `float4`, `float8` | `number`; never money | `number` |
 * | `date` | `string` `YYYY-MM-DD` | the same; never a `Date` |
 * | `timestamptz` | `string` `YYYY-MM-DDTHH:MM:SS.mmmZ` in UTC, cut to the millisecond, so that text order is time order | the same, or a `Date` |
 * | `timestamp`, `time` | `string` as PostgreSQL prints it | the same |
 * | `json`, `jsonb` | the parsed value | `sql.json(value)`; a `string` given plainly becomes a JSON string |
 * | `bool`, `text`, `uuid` | `boolean`, `string`, `string` | the same |
 * | `bytea` | `Buffer` | `Uint8Array` |
 *
 * Arrays of these arrive as arrays of the same; arrays of types made with `create type` arrive as text. SQL null is `null`; a parameter that is `undefined` throws. `infinity`, `-infinity` and
 * years before Christ stay the text PostgreSQL prints.
 */
interface DatabaseTypes extends Record<string, unknown> {
  int8: bigint;
  date: string;
  timestamptz: string | Date;
  timestamp: string;
}

/** What pool and transaction have in common. A store function takes this, and its caller decides about the transaction. */
export type Db = postgres.ISql<DatabaseTypes>;
/** A pool of connections to PostgreSQL. */
export type Sql = postgres.Sql<DatabaseTypes>;
/** One transaction on one connection, as `sql.begin` hands it out. A function that only queries takes `Sql | Transaction`. */
export type Transaction = postgres.TransactionSql<DatabaseTypes>;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Upper bound of connections this pool opens; they open on demand. */
  readonly maxConnections: number;
  /** Names this process in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly log: Log;
  /** A statement that runs longer is cancelled by the server. 0, the default, sets no bound. */
  readonly statementTimeoutMs?: number;
  /** A transaction that sits idle longer is ended by the server, so that a lost process cannot keep its locks. Default one minute. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Bound on opening a connection. Default ten seconds. */
  readonly connectTimeoutMs?: number;
}

/** Bound on the pause between two tries of a listener to connect again. */
const LISTEN_RETRY_S = 0.5;

const INT8 = {
  to: 20,
  from: [20],
  serialize: (value: bigint) => value.toString(),
  parse: (text: string) => BigInt(text),
};
const DATE = { to: 1082, from: [1082], serialize: requireDateText, parse: (text: string) => text };
const TIMESTAMPTZ: postgres.PostgresType<string | Date> = {
  to: 1184,
  from: [1184],
  serialize: serializeInstant,
  parse: parseTimestamptz,
};
// Without a zone the text means what the column says; making a Date of it would add the machine's zone.
const TIMESTAMP = { to: 1114, from: [1114], serialize: (value: string) => value, parse: (text: string) => text };

/**
 * Opens a pool. Nothing connects until the first query; end it with `sql.end({ timeout: seconds })`.
 *
 * Queries, results, `begin`, `savepoint`, `reserve`, `listen`, `unsafe` and the helpers are those of postgres.js; the connections
 * are kept by our own pool, which survives the loss of any of them: the queries on it are rejected
 * (`ConnectionLostError`, or the error the server or the network gave), and the next ones get a new connection. A reserved connection is
 * not used again after `release()`. Not offered: COPY streams, `file`, `subscribe`, `largeObject`, `prepare`.
 */
export function openDatabase(options: DatabaseOptions): Sql {
  const front = createFront(options);
  const pool = new ConnectionPool(front.options, options.maxConnections);
  // A proxy of `front`, hence of its type.
  return createPooledSql(front, pool, null) as Sql;
}

/** A pool that nothing can be asked without saying which settings the session has to have. */
export interface BoundDatabase {
  /** Queries, transactions and reserved connections whose sessions have these settings. Cheap; ended with the pool. */
  bind(settings: SessionSettings): Sql;
  /** `timeout` in seconds, as `sql.end`. */
  end(bound?: { timeout?: number }): Promise<void>;
}

/** Opens a pool whose connections serve now these, now those settings. All else is as `openDatabase` says. */
export function openBoundDatabase(options: DatabaseOptions): BoundDatabase {
  const front = createFront(options);
  const pool = new ConnectionPool(front.options, options.maxConnections);
  const database: BoundDatabase = {
    // A proxy of `front`, hence of its type.
    bind: (settings) => createPooledSql(front, pool, createBinding(settings)) as Sql,
    end: (bound) => endPool(front, pool, bound),
  };
  POOLS.set(database, pool);
  return database;
}

/** Makes queries and listens; every other connection is the pool's. */
function createFront(options: DatabaseOptions): postgres.Sql {
  const types = { int8: INT8, date: DATE, timestamptz: TIMESTAMPTZ, timestamp: TIMESTAMP };
  const front = openDriver(options.url, {
    max: 1,
    connect_timeout: (options.connectTimeoutMs ?? 10_000) / 1000,
    // Whoever listens is deaf until it is connected again, and must not sleep through the first seconds of a server that is back.
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, LISTEN_RETRY_S),
    prepare: true,
    transform: { undefined: undefined, column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types,
    // See registerArrayTypes.
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'iso_8601',
      // A plan is made once per statement and connection. Left to itself the server takes a limit that it does not know for
      // a reason to plan the same page anew each time, at several times the cost of reading it.
      plan_cache_mode: 'force_generic_plan',
      statement_timeout: options.statementTimeoutMs ?? 0,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 60_000,
    },
  });
  registerArrayTypes(front.options as unknown as ParsedOptions); // the types registered are of no interest to it
  // The pool handles queries of any result and type alike, so the mapping is of no interest to it.
  return front as unknown as postgres.Sql;
}

function createPooledSql(front: postgres.Sql, pool: ConnectionPool, binding: Binding | null): object {
  const lease = () => leaseBound(pool, front, binding);
  const send = (query: DriverQuery): void => {
    lease().then(
      (connection) => {
        connection.run(query, () => pool.release(connection));
      },
      (error: unknown) => query.reject(error),
    );
  };
  const transact = async (first: string | TransactionWork, second?: TransactionWork): Promise<unknown> => {
    const [mode, work] = typeof first === 'string' ? [first, second] : ['', first];
    if (work === undefined) throw new TypeError('sql.begin needs the function to run in the transaction.');
    return pool.inTransactionSlot(async () => {
      for (;;) {
        const connection = await lease();
        try {
          if ((await openTransaction(front, connection, mode)) === 'open') {
            return await runTransaction(front, connection, work);
          }
        } finally {
          pool.release(connection);
        }
      }
    });
  };
  const session = createSession(front, send, {
    begin: (first: string | TransactionWork, second?: TransactionWork) =>
      inPartSpan('transaction', () => transact(first, second)),
    reserve: async () => {
      const connection = await lease();
      return createSession(front, (query) => connection.run(query), { release: () => pool.discard(connection) });
    },
    end: async (bound?: { timeout?: number }) => {
      if (binding !== null) throw new Error('A bound session is ended with its pool.');
      await endPool(front, pool, bound);
    },
  });
  POOLS.set(session, pool);
  return session;
}

async function endPool(front: postgres.Sql, pool: ConnectionPool, bound?: { timeout?: number }): Promise<void> {
  await pool.end(bound?.timeout === undefined ? null : bound.timeout * 1000);
  await front.end({ timeout: 0 });
}

const POOLS = new WeakMap<object, ConnectionPool>();

/** How much of a pool is used at the moment; null for anything that is none. */
export function poolFiguresOf(sql: Sql | BoundDatabase): PoolFigures | null {
  return POOLS.get(sql)?.figures ?? null;
}

type TransactionWork = (tx: unknown) => unknown;

/** `2026-02-28 09:30:00.25+00`, as the server prints an instant in a UTC session, to `2026-02-28T09:30:00.250Z`. */
export function parseTimestamptz(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (parts === null) return text;
  const [, date, time, fraction = ''] = parts;
  return `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

function serializeInstant(value: string | Date): string {
  return value instanceof Date ? value.toISOString() : value;
}

function requireDateText(value: string): string {
  // A Date has a time and a zone, and turning it into a calendar day would shift some of them by one.
  if (typeof value === 'string') return value;
  throw new TypeError('A date parameter must be a string YYYY-MM-DD.');
}
