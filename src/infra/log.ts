import { type DestinationStream, pino } from 'pino';

/** What a part needs of a logger: fixed message last, fields first. A pino logger fits, and so does a test double. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(bindings: object): Log;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  readonly level: LogLevel;
  /** Stands in every line as `name`: the role of the process, for instance `api` or `worker`. */
  readonly name: string;
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

// One field name per line of thought: what a person or a bank would call a secret, in the spellings our code and HTTP use.
const SECRET_FIELDS = [
  'password',
  'passphrase',
  'secret',
  'clientSecret',
  'token',
  'accessToken',
  'refreshToken',
  'connectToken',
  'apiKey',
  'masterKey',
  'dataKey',
  'privateKey',
  'credentials',
  'credential',
  'pin',
  'otp',
  'totp',
  'mfa',
  'mfaAnswer',
  'answer',
  'cookie',
  'cookies',
  'authorization',
  'Authorization',
  '"set-cookie"',
  '"x-api-key"',
  'databaseUrl',
  'connectionString',
  'accountNumber',
  'iban',
] as const;

// pino's redaction knows no "any depth"; four levels cover every object our code logs (err.cause.request.headers.authorization).
const DEPTHS = ['', '*.', '*.*.', '*.*.*.', '*.*.*.*.'] as const;

// PostgreSQL puts the values of the offending row into these parts of an error.
const ERROR_PARTS_WITH_VALUES = ['err.detail', 'err.where', 'err.parameters', 'err.args'] as const;

const REDACTED = '[redacted]';

/**
 * Makes a JSON-lines logger. Fields whose name says "credential" are replaced by `[redacted]` down to five levels; this is the
 * second net, the first being that nobody logs payloads. Times are ISO 8601 UTC.
 */
export function createLog(options: LogOptions): Log {
  const paths = SECRET_FIELDS.flatMap((field) => DEPTHS.map((depth) => redactionPath(depth, field)));
  const settings = {
    name: options.name,
    level: options.level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...paths, ...ERROR_PARTS_WITH_VALUES], censor: REDACTED },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A logger that drops everything, for tests and for commands that print to people instead. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

function redactionPath(depth: string, field: string): string {
  // A quoted name is written in brackets and takes no dot before it: `*.*["set-cookie"]`.
  if (field.startsWith('"')) return `${depth.replace(/\.$/, '')}[${field}]`;
  return `${depth}${field}`;
}
