import postgres from 'postgres';
import { systemErrorCode } from '../system-error.ts';

/**
 * What we use of a postgres.js query beyond its documented face. A query carries the function that sends it on its way
 * (`handler`) and the functions that settle it; all are plain properties. The version of postgres.js is pinned, and
 * `openDatabase` refuses one that looks different.
 */
export interface DriverQuery {
  handler: (query: DriverQuery) => void;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  readonly cancelled: unknown;
  readonly streaming?: boolean;
}

/** Whether a value made by postgres.js is a query; its other values are fragments for names, lists and parameters. */
export function isDriverQuery(value: unknown): value is DriverQuery {
  return (
    typeof value === 'object' &&
    value !== null &&
    'handler' in value &&
    typeof value.handler === 'function' &&
    'resolve' in value &&
    typeof value.resolve === 'function' &&
    'reject' in value &&
    typeof value.reject === 'function'
  );
}

/**
 * Calls back once, at the instant the query is settled. A cursor replaces its settling functions on every page, so
 * they are watched as properties and not wrapped once. `explain` puts the driver's error into our words for the caller;
 * `onSettled` gets it as it came.
 */
export function watchSettled(
  query: DriverQuery,
  onSettled: (error: unknown) => void,
  explain: (error: unknown) => unknown = (error) => error,
): void {
  let settled = false;
  const settle = (error: unknown) => {
    if (settled) return;
    settled = true;
    onSettled(error);
  };
  let { resolve, reject } = query;
  Object.defineProperties(query, {
    resolve: {
      configurable: true,
      get: () => (value: unknown) => {
        resolve(value);
        settle(null);
      },
      set: (next: typeof resolve) => {
        resolve = next;
      },
    },
    reject: {
      configurable: true,
      get: () => (error: unknown) => {
        reject(explain(error));
        settle(error ?? new Error('The query failed without a cause.'));
      },
      set: (next: typeof reject) => {
        reject = next;
      },
    },
  });
}

const CONNECTION_ERRORS = ['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'];

/** Whether the connection that produced this error is of no use any more: the server ended it, or the network did. */
export function endsConnection(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) {
    const severity = error.severity ?? error.severity_local;
    return severity === 'FATAL' || severity === 'PANIC';
  }
  const code = systemErrorCode(error);
  if (code === null) return false;
  return CONNECTION_ERRORS.includes(code) || (error instanceof Error && 'syscall' in error);
}
