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

/** SQLSTATE of a server that shuts down, starts up, takes nobody in, or has no room (class 08, 57P01 to 57P03, 53300, 55000). */
const NOT_NOW = /^(?:08...|57P0[123]|53300|55000)$/;

/** True when an error means that the database is gone for now, and not that something was asked wrongly. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof ConnectionLostError || error instanceof ConnectionEndedError) return true;
  const code = systemErrorCode(error) ?? '';
  return NO_CONNECTION.has(code) || NOT_NOW.test(code);
}
