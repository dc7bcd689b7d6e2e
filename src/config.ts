import { isAbsolute, resolve } from 'node:path';
import type { LogLevel } from './infra/log.ts';

/** Everything that can be set from outside. Times in milliseconds, sizes in bytes. */
export interface Config {
  /** PostgreSQL to use; null means the embedded one under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  /** Holds the embedded database, the evidence and, unless given otherwise, the master key. Absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** 32 bytes in base64; null means a key file under `dataDir`. */
  readonly masterKey: string | null;
  /** The key, of those derived from the master key, that new cursors get. */
  readonly cursorKeyNumber: number;
  /** Folder of the institution definitions. Absolute. */
  readonly institutionsDir: string;
  readonly demoBankUrl: string;
  /** Page that explains the error codes, each under its anchor. */
  readonly errorDocsUrl: string;
  readonly maxUploadBytes: number;
  /** Folder below which folders can be watched; null where none can. Absolute. */
  readonly fileRoot: string | null;
  /** SFTP hosts that may have an address that is not public. */
  readonly sftpPrivateHosts: readonly string[];
  readonly workerConcurrency: number;
  readonly leaseTtlMs: number;
  readonly scheduleIntervalMs: number;
  readonly browser: {
    /** Program to use, or `carried`; null means to look for one. */
    readonly path: string | null;
    readonly sandbox: 'auto' | 'required';
    readonly maxSessions: number;
    readonly maxMemoryBytes: number;
    readonly idleMs: number;
  };
  /** Mail server for delegated users; null where no mail is taken. */
  readonly mail: { readonly domain: string; readonly host: string; readonly port: number } | null;
  /** Server that takes text messages for delegated users, and the numbers that they get; null where none are taken. */
  readonly sms: {
    readonly secret: string;
    readonly host: string;
    readonly port: number;
    readonly numbers: readonly string[];
  } | null;
  readonly delegatedUser: { readonly firstName: string; readonly lastName: string; readonly address: string };
}

/** One setting that cannot be used: the variable, what is wrong with it and what to do. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** Thrown when settings cannot be used; the message lists every one of them with its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** Every environment variable with its default and meaning; the documentation lists the same. */
export const SETTINGS = {
  DATABASE_URL: { fallback: '', meaning: 'PostgreSQL 15 or newer, as postgres://…; empty means the embedded server' },
  CAUSEWAY_DATABASE_POOL: { fallback: '10', meaning: 'database connections a process opens at most' },
  CAUSEWAY_DATA_DIR: {
    fallback: '.causeway',
    meaning: 'folder of the embedded database, the evidence and the key file',
  },
  CAUSEWAY_HOST: { fallback: '127.0.0.1', meaning: 'address the API listens on' },
  CAUSEWAY_PORT: { fallback: '4080', meaning: 'port the API listens on; 0 takes a free one' },
  CAUSEWAY_LOG_LEVEL: { fallback: 'info', meaning: 'debug, info, warn, error or silent' },
  CAUSEWAY_MASTER_KEY: {
    fallback: '',
    meaning: '32 random bytes in base64 that protect all secrets; empty means a key file',
  },
  CAUSEWAY_CURSOR_KEY_NUMBER: {
    fallback: '1',
    meaning: 'key of new cursors, 1 to 255; raise it by one to change the key',
  },
  CAUSEWAY_INSTITUTIONS_DIR: { fallback: 'institutions', meaning: 'folder of the institution definitions' },
  CAUSEWAY_DEMO_BANK_URL: { fallback: 'http://127.0.0.1:4090', meaning: 'where the demo bank listens' },
  CAUSEWAY_ERROR_DOCS_URL: {
    fallback: 'https://docs.causeway.example/errors',
    meaning: 'page that explains the error codes; errors link to it',
  },
  CAUSEWAY_MAX_UPLOAD_BYTES: { fallback: '1073741824', meaning: 'largest bank file that can be uploaded' },
  CAUSEWAY_FILE_ROOT: {
    fallback: '',
    meaning: 'folder below which folders can be watched for bank files; empty means that none can',
  },
  CAUSEWAY_SFTP_PRIVATE_HOSTS: {
    fallback: '',
    meaning: 'SFTP hosts, separated by commas, that may have an address of this machine or of a private network',
  },
  CAUSEWAY_WORKER_CONCURRENCY: { fallback: '4', meaning: 'syncs that a worker runs at the same time' },
  CAUSEWAY_LEASE_TTL_MS: { fallback: '30000', meaning: 'time after which a dead worker loses its connection' },
  CAUSEWAY_SCHEDULE_INTERVAL_MS: { fallback: '5000', meaning: 'time between two looks for due syncs' },
  CAUSEWAY_BROWSER_PATH: {
    fallback: '',
    meaning: 'Chrome or Chromium program; carried means the one from npm, empty looks for an installed one first',
  },
  CAUSEWAY_BROWSER_SANDBOX: {
    fallback: 'auto',
    meaning: 'auto or required; required uses no browser that cannot seal its tabs off',
  },
  CAUSEWAY_BROWSER_MAX_SESSIONS: { fallback: '16', meaning: 'bank portals that a worker has open at the same time' },
  CAUSEWAY_BROWSER_MAX_MEMORY_BYTES: {
    fallback: '1073741824',
    meaning: 'memory of the browser with all its sessions; further ones wait',
  },
  CAUSEWAY_BROWSER_IDLE_MS: { fallback: '60000', meaning: 'time after which an unused browser is ended' },
  CAUSEWAY_MAIL_DOMAIN: {
    fallback: '',
    meaning: 'domain of the mailboxes of delegated users; empty means that no mail is taken',
  },
  CAUSEWAY_MAIL_HOST: { fallback: '127.0.0.1', meaning: 'address the mail server listens on' },
  CAUSEWAY_MAIL_PORT: { fallback: '2525', meaning: 'port the mail server listens on; 0 takes a free one' },
  CAUSEWAY_SMS_SECRET: {
    fallback: '',
    meaning: 'secret that text messages come with; empty means that none are taken',
  },
  CAUSEWAY_SMS_HOST: { fallback: '127.0.0.1', meaning: 'address at which text messages are taken' },
  CAUSEWAY_SMS_PORT: { fallback: '4085', meaning: 'port at which text messages are taken; 0 takes a free one' },
  CAUSEWAY_SMS_NUMBERS: {
    fallback: '',
    meaning: 'phone numbers for delegated users, separated by commas, each for one connection',
  },
  CAUSEWAY_DELEGATED_FIRST_NAME: { fallback: 'Causeway', meaning: 'first name of delegated users' },
  CAUSEWAY_DELEGATED_LAST_NAME: { fallback: 'Service', meaning: 'last name of delegated users' },
  CAUSEWAY_DELEGATED_ADDRESS: {
    fallback: '1 Example Street, London, United Kingdom',
    meaning: 'postal address of delegated users, for banks that ask for one',
  },
} as const satisfies Record<string, { fallback: string; meaning: string }>;

type Variable = keyof typeof SETTINGS;

/**
 * Reads the settings. Relative folders are taken from `baseDir`. Throws ConfigError that names every bad variable and
 * the fix, unknown `CAUSEWAY_…` variables included, because a misspelt one would be ignored in silence.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, baseDir: string): Config {
  const reader = createReader(environment);
  const folder = (variable: Variable) => {
    const path = reader.text(variable);
    return isAbsolute(path) ? path : resolve(baseDir, path);
  };
  const config: Config = {
    databaseUrl: reader.databaseUrl('DATABASE_URL'),
    databasePool: reader.integer('CAUSEWAY_DATABASE_POOL', 2, 1_000),
    dataDir: folder('CAUSEWAY_DATA_DIR'),
    host: reader.text('CAUSEWAY_HOST'),
    port: reader.integer('CAUSEWAY_PORT', 0, 65_535),
    logLevel: reader.choice('CAUSEWAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent']),
    masterKey: reader.key('CAUSEWAY_MASTER_KEY'),
    cursorKeyNumber: reader.integer('CAUSEWAY_CURSOR_KEY_NUMBER', 1, 255),
    institutionsDir: folder('CAUSEWAY_INSTITUTIONS_DIR'),
    demoBankUrl: reader.url('CAUSEWAY_DEMO_BANK_URL'),
    errorDocsUrl: reader.url('CAUSEWAY_ERROR_DOCS_URL'),
    maxUploadBytes: reader.integer('CAUSEWAY_MAX_UPLOAD_BYTES', 1, 2 ** 40),
    fileRoot: reader.text('CAUSEWAY_FILE_ROOT') === '' ? null : folder('CAUSEWAY_FILE_ROOT'),
    sftpPrivateHosts: reader
      .text('CAUSEWAY_SFTP_PRIVATE_HOSTS')
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
    workerConcurrency: reader.integer('CAUSEWAY_WORKER_CONCURRENCY', 1, 256),
    leaseTtlMs: reader.integer('CAUSEWAY_LEASE_TTL_MS', 1_000, 3_600_000),
    scheduleIntervalMs: reader.integer('CAUSEWAY_SCHEDULE_INTERVAL_MS', 100, 3_600_000),
    browser: {
      path: reader.text('CAUSEWAY_BROWSER_PATH') || null,
      sandbox: reader.choice('CAUSEWAY_BROWSER_SANDBOX', ['auto', 'required']),
      maxSessions: reader.integer('CAUSEWAY_BROWSER_MAX_SESSIONS', 1, 256),
      maxMemoryBytes: reader.integer('CAUSEWAY_BROWSER_MAX_MEMORY_BYTES', 2 ** 20, 2 ** 40),
      idleMs: reader.integer('CAUSEWAY_BROWSER_IDLE_MS', 1_000, 3_600_000),
    },
    mail:
      reader.text('CAUSEWAY_MAIL_DOMAIN') === ''
        ? null
        : {
            domain: reader.domain('CAUSEWAY_MAIL_DOMAIN'),
            host: reader.text('CAUSEWAY_MAIL_HOST'),
            port: reader.integer('CAUSEWAY_MAIL_PORT', 0, 65_535),
          },
    sms:
      reader.text('CAUSEWAY_SMS_SECRET') === ''
        ? null
        : {
            secret: reader.secret('CAUSEWAY_SMS_SECRET'),
            host: reader.text('CAUSEWAY_SMS_HOST'),
            port: reader.integer('CAUSEWAY_SMS_PORT', 0, 65_535),
            numbers: reader.phoneNumbers('CAUSEWAY_SMS_NUMBERS'),
          },
    delegatedUser: {
      firstName: reader.text('CAUSEWAY_DELEGATED_FIRST_NAME'),
      lastName: reader.text('CAUSEWAY_DELEGATED_LAST_NAME'),
      address: reader.text('CAUSEWAY_DELEGATED_ADDRESS'),
    },
  };
  const problems = [...reader.problems, ...findUnknown(environment)];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function findUnknown(environment: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('CAUSEWAY_') && !(name in SETTINGS) && !OUTSIDE.has(name))
    .map((variable) => ({ variable, message: 'is no setting of Causeway. Correct its name or remove it.' }));
}

/** Variables with the same prefix that other programs of the project read. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'CAUSEWAY_API_KEY',
  'CAUSEWAY_CORPUS',
  'CAUSEWAY_RECIPE_BANK_CUSTOMER_ID',
  'CAUSEWAY_RECIPE_BANK_USERNAME',
  'CAUSEWAY_RECIPE_PASSWORD',
  'CAUSEWAY_RECIPE_TOTP_SECRET',
  'CAUSEWAY_SKIP_INSTALL',
  'CAUSEWAY_URL',
]);

function createReader(environment: Readonly<Record<string, string | undefined>>) {
  const problems: ConfigProblem[] = [];
  const text = (variable: Variable): string => {
    const value = environment[variable]?.trim();
    return value === undefined || value === '' ? SETTINGS[variable].fallback : value;
  };
  const complain = <T>(variable: Variable, message: string, instead: T): T => {
    problems.push({ variable, message });
    return instead;
  };
  return {
    problems,
    text,
    integer: (variable: Variable, min: number, max: number): number => {
      const value = text(variable);
      const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
      return number >= min && number <= max
        ? number
        : complain(variable, `must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`, min);
    },
    choice: <const Choice extends string>(variable: Variable, choices: readonly Choice[]): Choice => {
      const value = text(variable);
      const [first] = choices;
      if (first === undefined) throw new RangeError('a choice needs options');
      return (
        choices.find((choice) => choice === value) ?? complain(variable, `must be one of ${choices.join(', ')}.`, first)
      );
    },
    url: (variable: Variable): string => {
      const value = text(variable).replace(/\/+$/, '');
      return URL.canParse(value) && /^https?:/.test(value)
        ? value
        : complain(variable, 'must be a complete http or https URL.', value);
    },
    databaseUrl: (variable: Variable): string | null => {
      const value = text(variable);
      if (value === '') return null;
      // The value holds a password, so it is not repeated.
      return URL.canParse(value) && /^postgres(ql)?:/.test(value)
        ? value
        : complain(variable, 'must be a URL such as postgres://user:password@host:5432/database.', null);
    },
    domain: (variable: Variable): string => {
      const value = text(variable).toLowerCase();
      return /^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(value)
        ? value
        : complain(variable, 'must be a domain such as inbox.example.com.', value);
    },
    secret: (variable: Variable): string => {
      const value = text(variable);
      // The value is not repeated.
      return value.length >= 16
        ? value
        : complain(variable, 'must have at least 16 characters. Make one with: openssl rand -base64 32', value);
    },
    phoneNumbers: (variable: Variable): string[] => {
      const numbers = text(variable)
        .split(',')
        .map((number) => number.trim())
        .filter((number) => number !== '');
      return numbers.every((number) => /^\+\d{7,15}$/.test(number))
        ? numbers
        : complain(variable, 'must be numbers such as +12025550143, separated by commas.', []);
    },
    key: (variable: Variable): string | null => {
      const value = text(variable);
      if (value === '') return null;
      const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? Buffer.from(value, 'base64') : Buffer.alloc(0);
      return bytes.length === 32
        ? value
        : complain(variable, 'must be 32 bytes in base64. Make one with: openssl rand -base64 32', null);
    },
  };
}
