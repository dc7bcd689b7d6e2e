import { type DestinationStream, type Logger, pino } from 'pino';

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

// Lower case without separators: `set-cookie`, `setCookie` and `SET_COOKIE` are one name.
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'password',
  'passphrase',
  'secret',
  'totpsecret',
  'seed',
  'signingsecret',
  'smssecret',
  'databaserolepassword',
  'session',
  'clientsecret',
  'token',
  'accesstoken',
  'refreshtoken',
  'connecttoken',
  'apikey',
  'xapikey',
  'masterkey',
  'datakey',
  'privatekey',
  'credentials',
  'credential',
  'pin',
  'otp',
  'totp',
  'mfa',
  'mfaanswer',
  'answer',
  'cookie',
  'cookies',
  'setcookie',
  'authorization',
  'databaseurl',
  'connectionstring',
  'accountnumber',
  'iban',
]);

/** PostgreSQL puts the values of the offending row into these parts of an error. */
const ERROR_PARTS_WITH_VALUES: ReadonlySet<string> = new Set(['detail', 'where', 'parameters', 'args']);

/** Deeper than this nothing that we log goes; a structure that does, or that holds itself, is cut. */
const MAX_DEPTH = 12;

const REDACTED = '[redacted]';

/**
 * Makes a JSON-lines logger. Fields whose name says "credential" are replaced by `[redacted]` at any depth; this is the
 * second net, the first being that nobody logs payloads. Times are ISO 8601 UTC.
 */
export function createLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // pino's own redaction copies along a list of paths for every line, which costs more than answering a request.
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
    // Errors are plain objects by then; pino would take them for errors once more.
    serializers: { err: (value: unknown) => value },
  };
  return withRedactedBindings(options.destination === undefined ? pino(settings) : pino(settings, options.destination));
}

/** A child's bindings pass no formatter of pino's, so they are redacted before they become its own. */
function withRedactedBindings(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (bindings) => withRedactedBindings(logger.child(redactFields(bindings))),
  };
}

/** What a line says of itself. */
const OWN_NAMES: ReadonlySet<string> = new Set(['level', 'time', 'pid', 'name', 'msg']);

/** A field that is called like one of the line's own would stand in it twice, and readers would take either; it gets another name. */
function redactFields(fields: object): Record<string, unknown> {
  const redacted = redactObject(fields, 0);
  for (const name of OWN_NAMES) {
    if (!(name in redacted)) continue;
    redacted[`${name}_`] = redacted[name];
    delete redacted[name];
  }
  return redacted;
}

function redactObject(object: object, depth: number): Record<string, unknown> {
  const redacted: Record<string, unknown> = {};
  const isError = object instanceof Error;
  const source = isError ? pino.stdSerializers.err(object) : object;
  for (const [name, value] of Object.entries(source)) {
    redacted[name] =
      isSecretName(name) || (isError && ERROR_PARTS_WITH_VALUES.has(name)) ? REDACTED : redactValue(value, depth + 1);
  }
  return redacted;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[cut]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  // Dates and the like say themselves what they are in JSON.
  return 'toJSON' in value ? value : redactObject(value, depth);
}

const knownNames = new Map<string, boolean>();

/** Field names are few and come again with every line, so each is looked at once. */
function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const secret = SECRET_NAMES.has(name.replaceAll(/[-_]/g, '').toLowerCase());
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, secret);
  return secret;
}

const MAX_KNOWN_NAMES = 1_000;

/** A logger that drops everything, for tests and for commands that print to people instead. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
