import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import type { LogLevel } from './infra/log.ts';
import { AWS_KMS_KEY_ARN } from './infra/vault/aws-kms-key.ts';

/** Everything that can be set from outside. Times in milliseconds, sizes in bytes. */
export interface Config {
  /** PostgreSQL to use; null means the embedded one under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Password of the database roles that the service works with; null means one made of that of `databaseUrl`. */
  readonly databaseRolePassword: string | null;
  readonly databasePool: number;
  /** Holds the embedded database, the evidence and, unless given otherwise, the master key. Absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Where people and programs outside reach this installation, without a slash at its end; null for where it listens. */
  readonly publicUrl: string | null;
  /** Where the metrics are served; null where they are not. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly logLevel: LogLevel;
  /** 32 bytes in base64 or the ARN of a key of AWS KMS; null means a key file under `dataDir`. */
  readonly masterKey: string | null;
  /** Master keys that were in force before, in the same forms. */
  readonly previousMasterKeys: readonly string[];
  /** The key, of those derived from the master key, that new cursors get. */
  readonly cursorKeyNumber: number;
  /** Folder of the institution definitions. Absolute. */
  readonly institutionsDir: string;
  readonly demoBankUrl: string;
  /** Page that explains the error codes, each under its anchor. */
  /** Null means the page of this installation. */
  readonly errorDocsUrl: string | null;
  readonly maxUploadBytes: number;
  /** Requests that are let in; see docs/operations/limits.md. Rates are averages over the window; 0 means no limit. */
  readonly rates: {
    readonly perKey: number;
    readonly perOrganization: number;
    readonly windowSeconds: number;
    /** Failed authentications of one source address in a minute. */
    readonly failedKeys: number;
  };
  /** What one API process takes on at the same time, and for how long. */
  readonly http: {
    readonly trustedProxies: readonly string[];
    readonly maxConnections: number;
    readonly maxConnectionsPerAddress: number;
    readonly maxRequestsPerKey: number;
    readonly maxStreamsPerKey: number;
    readonly maxRequestsInWork: number;
    readonly maxDelayMs: number;
    readonly handlerMs: number;
  };
  /** A statement that a request or a run waits for longer is broken off. */
  readonly statementTimeoutMs: number;
  /** Folder below which folders can be watched; null where none can. Absolute. */
  readonly fileRoot: string | null;
  /** SFTP hosts that may have an address that is not public. */
  readonly sftpPrivateHosts: readonly string[];
  /** Whether webhooks may go to this machine, and over plain HTTP there. */
  readonly webhookLoopback: boolean;
  readonly workerConcurrency: number;
  readonly leaseTtlMs: number;
  readonly scheduleIntervalMs: number;
  /** How long audit entries are kept. */
  readonly auditRetentionDays: number;
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
  CAUSEWAY_DATABASE_ROLE_PASSWORD: {
    fallback: '',
    meaning:
      'password of the two database roles that serve requests and do syncs; empty makes one of that in DATABASE_URL',
  },
  CAUSEWAY_DATABASE_POOL: { fallback: '10', meaning: 'database connections a process opens at most' },
  CAUSEWAY_DATA_DIR: {
    fallback: '.causeway',
    meaning: 'folder of the embedded database, the evidence and the key file',
  },
  CAUSEWAY_HOST: { fallback: '127.0.0.1', meaning: 'address the API listens on' },
  CAUSEWAY_PORT: { fallback: '4080', meaning: 'port the API listens on; 0 takes a free one' },
  CAUSEWAY_PUBLIC_URL: {
    fallback: '',
    meaning: 'where people reach the installation, as https://…; links are made of it. Empty means where it listens',
  },
  CAUSEWAY_METRICS_HOST: { fallback: '127.0.0.1', meaning: 'address the metrics are served at' },
  CAUSEWAY_METRICS_PORT: {
    fallback: '',
    meaning: 'port the metrics are served at; 0 takes a free one, empty means that none are',
  },
  CAUSEWAY_LOG_LEVEL: { fallback: 'info', meaning: 'debug, info, warn, error or silent' },
  CAUSEWAY_MASTER_KEY: {
    fallback: '',
    meaning:
      '32 random bytes in base64, or the ARN of an AWS KMS key, that protect all secrets; empty means a key file',
  },
  CAUSEWAY_MASTER_KEY_PREVIOUS: {
    fallback: '',
    meaning: 'master keys that still open what they have protected, separated by commas',
  },
  CAUSEWAY_CURSOR_KEY_NUMBER: {
    fallback: '1',
    meaning: 'key of new cursors, 1 to 255; raise it by one to change the key',
  },
  CAUSEWAY_INSTITUTIONS_DIR: { fallback: 'institutions', meaning: 'folder of the institution definitions' },
  CAUSEWAY_DEMO_BANK_URL: { fallback: 'http://127.0.0.1:4090', meaning: 'where the demo bank listens' },
  CAUSEWAY_ERROR_DOCS_URL: {
    fallback: '',
    meaning: 'page that explains the error codes; errors link to it. Empty means /docs/errors of this installation',
  },
  CAUSEWAY_MAX_UPLOAD_BYTES: { fallback: '1073741824', meaning: 'largest bank file that can be uploaded' },
  CAUSEWAY_RATE_LIMIT_PER_KEY: {
    fallback: '1000',
    meaning: 'requests a second that a key may send, on average over the window; 0 for no limit',
  },
  CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: {
    fallback: '4000',
    meaning: 'the same for all keys of an organization together',
  },
  CAUSEWAY_RATE_WINDOW_SECONDS: { fallback: '10', meaning: 'length of the window that rates are averaged over' },
  CAUSEWAY_FAILED_KEY_LIMIT: {
    fallback: '300',
    meaning: 'requests a minute from one address whose key is refused; further ones get 429. 0 for no limit',
  },
  CAUSEWAY_TRUSTED_PROXIES: {
    fallback: '',
    meaning: 'addresses or networks of reverse proxies, separated by commas, whose X-Forwarded-For is believed',
  },
  CAUSEWAY_MAX_CONNECTIONS: { fallback: '10000', meaning: 'connections that an API process has open at most' },
  CAUSEWAY_MAX_CONNECTIONS_PER_ADDRESS: {
    fallback: '2000',
    meaning: 'the same from one address that is no trusted proxy',
  },
  CAUSEWAY_MAX_REQUESTS_PER_KEY: {
    fallback: '100',
    meaning: 'requests of one key that an API process works on at the same time; 0 for any number',
  },
  CAUSEWAY_MAX_STREAMS_PER_KEY: {
    fallback: '100',
    meaning: 'live streams of one key that an API process has open at most; 0 for any number',
  },
  CAUSEWAY_MAX_REQUESTS_IN_WORK: {
    fallback: '250',
    meaning: 'requests that an API process works on at the same time; further ones get 503',
  },
  CAUSEWAY_MAX_DELAY_MS: {
    fallback: '1000',
    meaning: 'how late an API process may be with everything before further requests get 503',
  },
  CAUSEWAY_REQUEST_TIMEOUT_MS: { fallback: '60000', meaning: 'longest time for working off a request' },
  CAUSEWAY_STATEMENT_TIMEOUT_MS: {
    fallback: '300000',
    meaning: 'longest time for one statement of a request or a run in the database; 0 for no bound',
  },
  CAUSEWAY_FILE_ROOT: {
    fallback: '',
    meaning: 'folder below which folders can be watched for bank files; empty means that none can',
  },
  CAUSEWAY_SFTP_PRIVATE_HOSTS: {
    fallback: '',
    meaning: 'SFTP hosts, separated by commas, that may have an address of this machine or of a private network',
  },
  CAUSEWAY_WEBHOOK_LOOPBACK: {
    fallback: 'false',
    meaning: 'true lets webhooks go to this machine, also over plain HTTP; for development only',
  },
  CAUSEWAY_WORKER_CONCURRENCY: { fallback: '4', meaning: 'syncs that a worker runs at the same time' },
  CAUSEWAY_LEASE_TTL_MS: { fallback: '30000', meaning: 'time after which a dead worker loses its connection' },
  CAUSEWAY_AUDIT_RETENTION_DAYS: { fallback: '400', meaning: 'days that audit entries are kept, 90 to 36500' },
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
    databaseRolePassword:
      reader.text('CAUSEWAY_DATABASE_ROLE_PASSWORD') === '' ? null : reader.secret('CAUSEWAY_DATABASE_ROLE_PASSWORD'),
    databasePool: reader.integer('CAUSEWAY_DATABASE_POOL', 2, 1_000),
    dataDir: folder('CAUSEWAY_DATA_DIR'),
    host: reader.text('CAUSEWAY_HOST'),
    port: reader.integer('CAUSEWAY_PORT', 0, 65_535),
    publicUrl: reader.text('CAUSEWAY_PUBLIC_URL') === '' ? null : reader.url('CAUSEWAY_PUBLIC_URL'),
    metrics:
      reader.text('CAUSEWAY_METRICS_PORT') === ''
        ? null
        : { host: reader.text('CAUSEWAY_METRICS_HOST'), port: reader.integer('CAUSEWAY_METRICS_PORT', 0, 65_535) },
    logLevel: reader.choice('CAUSEWAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent']),
    masterKey: reader.keys('CAUSEWAY_MASTER_KEY')[0] ?? null,
    previousMasterKeys: reader.keys('CAUSEWAY_MASTER_KEY_PREVIOUS'),
    cursorKeyNumber: reader.integer('CAUSEWAY_CURSOR_KEY_NUMBER', 1, 255),
    institutionsDir: folder('CAUSEWAY_INSTITUTIONS_DIR'),
    demoBankUrl: reader.url('CAUSEWAY_DEMO_BANK_URL'),
    errorDocsUrl: reader.text('CAUSEWAY_ERROR_DOCS_URL') === '' ? null : reader.url('CAUSEWAY_ERROR_DOCS_URL'),
    maxUploadBytes: reader.integer('CAUSEWAY_MAX_UPLOAD_BYTES', 1, 2 ** 40),
    rates: {
      perKey: reader.integer('CAUSEWAY_RATE_LIMIT_PER_KEY', 0, 1_000_000),
      perOrganization: reader.integer('CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION', 0, 1_000_000),
      windowSeconds: reader.integer('CAUSEWAY_RATE_WINDOW_SECONDS', 1, 3_600),
      failedKeys: reader.integer('CAUSEWAY_FAILED_KEY_LIMIT', 0, 1_000_000),
    },
    http: {
      trustedProxies: reader.networks('CAUSEWAY_TRUSTED_PROXIES'),
      maxConnections: reader.integer('CAUSEWAY_MAX_CONNECTIONS', 1, 1_000_000),
      maxConnectionsPerAddress: reader.integer('CAUSEWAY_MAX_CONNECTIONS_PER_ADDRESS', 1, 1_000_000),
      maxRequestsPerKey: reader.integer('CAUSEWAY_MAX_REQUESTS_PER_KEY', 0, 1_000_000),
      maxStreamsPerKey: reader.integer('CAUSEWAY_MAX_STREAMS_PER_KEY', 0, 1_000_000),
      maxRequestsInWork: reader.integer('CAUSEWAY_MAX_REQUESTS_IN_WORK', 1, 1_000_000),
      maxDelayMs: reader.integer('CAUSEWAY_MAX_DELAY_MS', 50, 60_000),
      handlerMs: reader.integer('CAUSEWAY_REQUEST_TIMEOUT_MS', 1_000, 3_600_000),
    },
    statementTimeoutMs: reader.integer('CAUSEWAY_STATEMENT_TIMEOUT_MS', 0, 86_400_000),
    fileRoot: reader.text('CAUSEWAY_FILE_ROOT') === '' ? null : folder('CAUSEWAY_FILE_ROOT'),
    sftpPrivateHosts: reader
      .text('CAUSEWAY_SFTP_PRIVATE_HOSTS')
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
    webhookLoopback: reader.choice('CAUSEWAY_WEBHOOK_LOOPBACK', ['false', 'true']) === 'true',
    workerConcurrency: reader.integer('CAUSEWAY_WORKER_CONCURRENCY', 1, 256),
    leaseTtlMs: reader.integer('CAUSEWAY_LEASE_TTL_MS', 1_000, 3_600_000),
    auditRetentionDays: reader.integer('CAUSEWAY_AUDIT_RETENTION_DAYS', 90, 36_500),
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
    .map((variable) => {
      const nearest = findNearest(variable);
      const hint = nearest === null ? 'Correct its name or remove it.' : `Is ${nearest} meant? Else remove it.`;
      return { variable, message: `is no setting of Causeway. ${hint}` };
    });
}

/** Typing mistakes that a name may hold and still be taken for another: a third of what is its own in it, within these bounds. */
const MAX_MISTAKES = { least: 2, most: 4 };

/** The setting whose name is most like this one; null where none is. */
function findNearest(name: string): string | null {
  const third = Math.floor(name.slice('CAUSEWAY_'.length).length / 3);
  const allowed = Math.min(MAX_MISTAKES.most, Math.max(MAX_MISTAKES.least, third));
  const [nearest] = Object.keys(SETTINGS)
    .map((setting) => ({ setting, mistakes: countMistakes(name, setting) }))
    .filter(({ mistakes }) => mistakes <= allowed)
    .sort((a, b) => a.mistakes - b.mistakes);
  return nearest?.setting ?? null;
}

/** Letters that have to be put in, taken out or replaced to make one text of the other. */
function countMistakes(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...other].entries()) {
      const replaced = (row[index] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Variables with the same prefix that other programs of the project read. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'CAUSEWAY_API_KEY',
  'CAUSEWAY_ARTIFACTS',
  'CAUSEWAY_CORPUS',
  'CAUSEWAY_LISTEN_SECRET',
  'CAUSEWAY_RECIPE_BANK_CUSTOMER_ID',
  'CAUSEWAY_RECIPE_BANK_USERNAME',
  'CAUSEWAY_RECIPE_PASSWORD',
  'CAUSEWAY_RECIPE_TOTP_SECRET',
  'CAUSEWAY_SKIP_BUILD',
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
    networks: (variable: Variable): string[] => {
      const networks = text(variable)
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
      return networks.every(isNetwork)
        ? networks
        : complain(variable, 'must be addresses or networks such as 10.0.0.7 or 10.0.0.0/8, separated by commas.', []);
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
    keys: (variable: Variable): string[] => {
      const value = text(variable);
      const keys = value === '' ? [] : value.split(',').map((key) => key.trim());
      // The value is not repeated.
      if (variable === 'CAUSEWAY_MASTER_KEY' && keys.length > 1)
        return complain(
          variable,
          'must be one key. Those in force before belong into CAUSEWAY_MASTER_KEY_PREVIOUS.',
          [],
        );
      return keys.every(isMasterKey)
        ? keys
        : complain(variable, 'must be 32 bytes in base64. Make one with: openssl rand -base64 32', []);
    },
  };
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

function isMasterKey(text: string): boolean {
  if (AWS_KMS_KEY_ARN.test(text)) return true;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length === 32;
}
