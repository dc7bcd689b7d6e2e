import { systemErrorCode } from '../system-error.ts';
import { ConnectionEndedError, ConnectionLostError } from './connection-lost.ts';

/** What Node and the driver say when no connection can be had. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
]);

/** SQLSTATE of a write where only reading is allowed: on a standby, or with default_transaction_read_only. */
const ONLY_READS = '25006';

/**
 * SQLSTATE of a server that shuts down, starts up, takes nobody in, has no room (class 08, 57P01 to 57P03, 53300, 55000), or only reads,
 * as after a failover that led to a standby.
 */
const NOT_NOW = /^(?:08...|57P0[123]|53300|55000|25006)$/;

/** True when an error means that the database is gone for now, and not that something was asked wrongly. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return isSaidOfDatabase(error) || NO_CONNECTION.has(systemErrorCode(error) ?? '');
}

/** The same, for an error of which it is not known whether it comes from the database: what the network says of others is none. */
export function isSaidOfDatabase(error: unknown): boolean {
  if (error instanceof ConnectionLostError || error instanceof ConnectionEndedError) return true;
  return NOT_NOW.test(systemErrorCode(error) ?? '');
}

/** True when a write was refused because the server or the session only reads. */
export function isReadOnlyRefusal(error: unknown): boolean {
  return systemErrorCode(error) === ONLY_READS;
}
