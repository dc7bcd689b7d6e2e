import { isAbsolute, resolve } from 'node:path';
import { ConfigError } from './config/problem.ts';
import { SettingReader } from './config/setting-reader.ts';
import type { Variable } from './config/settings.ts';
import { findUnknown } from './config/unknown-settings.ts';
import type { LogLevel } from './infra/log.ts';

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
  /** Page that explains the error codes, each under its anchor; null means the page of this installation. */
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

/**
 * Reads the settings. Relative folders are taken from `baseDir`. Throws ConfigError that names every bad variable and
 * the fix, unknown `CAUSEWAY_…` variables included, because a misspelt one would be ignored in silence.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, baseDir: string): Config {
  const reader = new SettingReader(environment);
  const folder = (variable: Variable) => {
    const path = reader.text(variable);
    return isAbsolute(path) ? path : resolve(baseDir, path);
  };
  const config: Config = {
    ...readDatabase(reader),
    ...readKeys(reader),
    ...readIntake(reader),
    ...readWork(reader),
    ...readDelegatedUsers(reader),
    dataDir: folder('CAUSEWAY_DATA_DIR'),
    host: reader.text('CAUSEWAY_HOST'),
    port: reader.integer('CAUSEWAY_PORT', 0, 65_535),
    publicUrl: reader.ifGiven('CAUSEWAY_PUBLIC_URL', (variable) => reader.linkBase(variable)),
    metrics: reader.ifGiven('CAUSEWAY_METRICS_PORT', (variable) => ({
      host: reader.text('CAUSEWAY_METRICS_HOST'),
      port: reader.integer(variable, 0, 65_535),
    })),
    logLevel: reader.choice('CAUSEWAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent']),
    institutionsDir: folder('CAUSEWAY_INSTITUTIONS_DIR'),
    demoBankUrl: reader.url('CAUSEWAY_DEMO_BANK_URL'),
    errorDocsUrl: reader.ifGiven('CAUSEWAY_ERROR_DOCS_URL', (variable) => reader.url(variable)),
    fileRoot: reader.ifGiven('CAUSEWAY_FILE_ROOT', folder),
    sftpPrivateHosts: reader.list('CAUSEWAY_SFTP_PRIVATE_HOSTS').map((host) => host.toLowerCase()),
    webhookLoopback: reader.choice('CAUSEWAY_WEBHOOK_LOOPBACK', ['false', 'true']) === 'true',
  };
  const problems = [...reader.problems, ...findUnknown(environment)];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readDatabase(reader: SettingReader) {
  return {
    databaseUrl: reader.databaseUrl('DATABASE_URL'),
    databaseRolePassword: reader.ifGiven('CAUSEWAY_DATABASE_ROLE_PASSWORD', (variable) => reader.secret(variable)),
    databasePool: reader.integer('CAUSEWAY_DATABASE_POOL', 2, 1_000),
    statementTimeoutMs: reader.integer('CAUSEWAY_STATEMENT_TIMEOUT_MS', 0, 86_400_000),
  };
}

function readKeys(reader: SettingReader) {
  return {
    masterKey: reader.keys('CAUSEWAY_MASTER_KEY')[0] ?? null,
    previousMasterKeys: reader.keys('CAUSEWAY_MASTER_KEY_PREVIOUS'),
    cursorKeyNumber: reader.integer('CAUSEWAY_CURSOR_KEY_NUMBER', 1, 255),
  };
}

/** What is taken on. */
function readIntake(reader: SettingReader) {
  return {
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
  };
}

/** What workers do. */
function readWork(reader: SettingReader) {
  return {
    workerConcurrency: reader.integer('CAUSEWAY_WORKER_CONCURRENCY', 1, 256),
    leaseTtlMs: reader.integer('CAUSEWAY_LEASE_TTL_MS', 1_000, 3_600_000),
    auditRetentionDays: reader.integer('CAUSEWAY_AUDIT_RETENTION_DAYS', 90, 36_500),
    scheduleIntervalMs: reader.integer('CAUSEWAY_SCHEDULE_INTERVAL_MS', 100, 3_600_000),
    browser: {
      path: reader.ifGiven('CAUSEWAY_BROWSER_PATH', (variable) => reader.text(variable)),
      sandbox: reader.choice('CAUSEWAY_BROWSER_SANDBOX', ['auto', 'required']),
      maxSessions: reader.integer('CAUSEWAY_BROWSER_MAX_SESSIONS', 1, 256),
      maxMemoryBytes: reader.integer('CAUSEWAY_BROWSER_MAX_MEMORY_BYTES', 2 ** 20, 2 ** 40),
      idleMs: reader.integer('CAUSEWAY_BROWSER_IDLE_MS', 1_000, 3_600_000),
    },
  };
}

/** What banks know of delegated users, and where they are reached. */
function readDelegatedUsers(reader: SettingReader) {
  return {
    mail: reader.ifGiven('CAUSEWAY_MAIL_DOMAIN', (variable) => ({
      domain: reader.domain(variable),
      host: reader.text('CAUSEWAY_MAIL_HOST'),
      port: reader.integer('CAUSEWAY_MAIL_PORT', 0, 65_535),
    })),
    sms: reader.ifGiven('CAUSEWAY_SMS_SECRET', (variable) => ({
      secret: reader.secret(variable),
      host: reader.text('CAUSEWAY_SMS_HOST'),
      port: reader.integer('CAUSEWAY_SMS_PORT', 0, 65_535),
      numbers: reader.phoneNumbers('CAUSEWAY_SMS_NUMBERS'),
    })),
    delegatedUser: {
      firstName: reader.text('CAUSEWAY_DELEGATED_FIRST_NAME'),
      lastName: reader.text('CAUSEWAY_DELEGATED_LAST_NAME'),
      address: reader.text('CAUSEWAY_DELEGATED_ADDRESS'),
    },
  };
}
