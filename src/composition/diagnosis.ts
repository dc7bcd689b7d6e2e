import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CURSOR_PURPOSES, findHighestNumber } from '../api/cursor-keys.ts';
import { verifyVault } from '../commands/keys/verify-vault.ts';
import { ConfigError } from '../config/problem.ts';
import { type Config, readConfig } from '../config.ts';
import { checkCursorKeys } from '../doctor/cursor-keys.ts';
import { checkDataFolder, findExisting } from '../doctor/data-folder.ts';
import { checkDatabase, checkMigrations } from '../doctor/database.ts';
import { checkEvidence } from '../doctor/evidence.ts';
import { count, type Finding, ok, problem, warn } from '../doctor/finding.ts';
import { checkInstitutions, checkLostInstitutions } from '../doctor/institutions.ts';
import { checkDisk, checkNode, readDiskSpace } from '../doctor/machine.ts';
import { checkNames, checkPorts, type Listener } from '../doctor/network.ts';
import { checkService } from '../doctor/service.ts';
import { instantFromMs } from '../domain/values/instant.ts';
import { visitorOf } from '../infra/database/ask-database.ts';
import { fixOfDatabase } from '../infra/database/database-fix.ts';
import { openDatabase, type Sql } from '../infra/database.ts';
import { EmbeddedPostgresError } from '../infra/embedded-postgres/errors.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../infra/embedded-postgres/start.ts';
import { readEvidenceStore } from '../infra/evidence-store.ts';
import { type Log, silentLog } from '../infra/log.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { MasterKeyError } from '../infra/vault/known-key.ts';
import { createVault } from '../infra/vault/vault.ts';
import { hasTables, listReceiverHosts } from '../store/installation-figures.ts';
import { hasSchemaOf, type ReadInstitutions, readInstitutions } from '../store/institution-files.ts';
import { listPurposes } from '../store/keys/purpose-keys.ts';
import { createSealedCredentials } from '../store/keys/sealed-credentials.ts';
import { tryBrowser } from './browsers.ts';
import { findRoleFault } from './database-sessions.ts';
import { lookForMasterKey, openMasterKeys } from './master-keys.ts';
import { listUnread } from './unread-institutions.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Of the release itself, with the schema that it knows. */
const INSTITUTIONS = fileURLToPath(new URL('../../institutions', import.meta.url));
const CONNECT_TIMEOUT_MS = 5_000;
/** Receivers whose names are looked up. */
const MAX_HOSTS = 20;

export interface DiagnosisOptions {
  /** Reads every file of evidence instead of looking for some. */
  readonly full: boolean;
  /** Starts a browser and ends it. */
  readonly browser: boolean;
}

/**
 * Looks at everything that the service needs and tells what is wrong, in the order in which it should be mended. Changes nothing; works
 * beside a running service and without one.
 */
export async function diagnose(
  environment: Readonly<Record<string, string | undefined>>,
  baseDir: string,
  options: DiagnosisOptions,
): Promise<Finding[]> {
  const findings = [checkNode(process.versions.node)];
  const config = readOrExplain(environment, baseDir, findings);
  if (config === null) return findings;
  const definitions = await readInstitutions(config.institutionsDir, { demoBankUrl: config.demoBankUrl });
  findings.push(...(await checkDefinitions(config, definitions)));
  const folder = await checkDataFolder(config.dataDir);
  findings.push(...folder.findings);
  findings.push(checkDisk(await readDiskSpace(await findExisting(config.dataDir))));
  findings.push(...(await checkPorts(listListeners(config))));
  // Without the folder the key and the evidence cannot be looked at, and would be taken for missing.
  if (folder.isUsable) findings.push(...(await checkInDatabase({ config, definitions, log: silentLog }, options)));
  if (options.browser) findings.push(await checkBrowser(config, silentLog));
  return findings;
}

function readOrExplain(
  environment: Readonly<Record<string, string | undefined>>,
  baseDir: string,
  findings: Finding[],
): Config | null {
  try {
    const config = readConfig(environment, baseDir);
    findings.push(ok('settings', 'All settings can be used.'));
    if (config.webhookLoopback)
      findings.push(
        warn(
          'settings',
          'CAUSEWAY_WEBHOOK_LOOPBACK lets webhooks go to this machine: whoever may register one can reach what listens here.',
          'Remove it where the service is not for development.',
        ),
      );
    if (config.publicUrl?.startsWith('https:') && config.http.trustedProxies.length === 0)
      findings.push(
        warn(
          'settings',
          'CAUSEWAY_PUBLIC_URL is an https address, but no proxy is trusted: everybody seems to come from its address, and a few wrong sign-ins keep all waiting.',
          'Name the address of the proxy in CAUSEWAY_TRUSTED_PROXIES.',
        ),
      );
    return config;
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    for (const { variable, message } of cause.problems)
      findings.push(
        problem('settings', `${variable} ${message}`, `Correct ${variable}; nothing else is looked at before.`),
      );
    return null;
  }
}

async function checkDefinitions({ institutionsDir }: Config, read: ReadInstitutions): Promise<Finding[]> {
  const isOfRelease = !read.isReadable || (await hasSchemaOf(institutionsDir, INSTITUTIONS));
  return checkInstitutions({ ...read, isOfRelease, unread: listUnread(read.institutions) });
}

function listListeners({ host, port, metrics, mail, sms }: Config): Listener[] {
  return [
    { speaks: 'api', name: 'API', variable: 'CAUSEWAY_PORT', host, port },
    ...(metrics === null
      ? []
      : [{ speaks: 'metrics' as const, name: 'metrics', variable: 'CAUSEWAY_METRICS_PORT', ...metrics }]),
    ...(mail === null
      ? []
      : [{ speaks: 'mail' as const, name: 'mail', variable: 'CAUSEWAY_MAIL_PORT', host: mail.host, port: mail.port }]),
    ...(sms === null
      ? []
      : [
          {
            speaks: 'sms' as const,
            name: 'text messages',
            variable: 'CAUSEWAY_SMS_PORT',
            host: sms.host,
            port: sms.port,
          },
        ]),
  ];
}

interface Given {
  readonly config: Config;
  readonly definitions: ReadInstitutions;
  readonly log: Log;
}

async function checkInDatabase(given: Given, options: DiagnosisOptions): Promise<Finding[]> {
  const { config, log } = given;
  const server = await openServer(config, log);
  if ('check' in server) return [server];
  const sql = openDatabase({
    url: server.url,
    maxConnections: 2,
    applicationName: 'causeway doctor',
    log,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  try {
    return await checkThroughSql({ ...given, sql, url: server.url }, options);
  } catch (cause) {
    return [
      problem(
        'database',
        `The database cannot be asked: ${cause instanceof Error ? cause.message : String(cause)}.`,
        config.databaseUrl === null
          ? `See ${join(config.dataDir, 'postgres', 'server.log')}.`
          : fixOfDatabase(cause, visitorOf(sql)),
      ),
    ];
  } finally {
    await sql.end({ timeout: 1 });
    await server.stop();
  }
}

/** The server of the settings. The embedded one is started where none runs, but not made. */
async function openServer(
  config: Config,
  log: Log,
): Promise<{ readonly url: string; stop(): Promise<void> } | Finding> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: async () => undefined };
  const dataDir = join(config.dataDir, 'postgres');
  const cluster = await stat(join(dataDir, 'cluster')).catch(() => null);
  if (cluster === null) return ok('database', 'There is no embedded database yet; the first start makes it.');
  try {
    const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log, attachIfRunning: true });
    return { url: server.url, stop: server.stop };
  } catch (cause) {
    if (!(cause instanceof EmbeddedPostgresError)) throw cause;
    return problem('database', 'The embedded database cannot be started.', cause.message);
  }
}

interface Asked extends Given {
  readonly sql: Sql;
  readonly url: string;
}

async function checkThroughSql(
  { sql, url, config, definitions, log }: Asked,
  options: DiagnosisOptions,
): Promise<Finding[]> {
  const findings = await checkDatabase(sql, { databasePool: config.databasePool, nowMs: () => Date.now() });
  // A role that lacks rights could not be answered in what follows.
  if (findings.some(({ check, level }) => check === 'database' && level === 'problem')) return findings;
  const fault = await findRoleFault(sql, url, config, log);
  findings.push(
    fault === null
      ? ok('roles', 'The two roles that serve requests and do syncs are there, or are made at the start.')
      : problem('roles', fault.problem, fault.fix),
  );
  const migrations = await checkMigrations(sql, MIGRATIONS);
  findings.push(migrations);
  // What follows asks for tables of this release.
  if (migrations.level !== 'ok' || !(await hasTables(sql))) return findings;
  findings.push(...(await unlessClosed(() => checkMasterKey(sql, config))));
  const purposes = await listPurposes(sql, CURSOR_PURPOSES);
  findings.push(checkCursorKeys(config.cursorKeyNumber, findHighestNumber(purposes)));
  const evidence = readEvidenceStore(join(config.dataDir, 'evidence'));
  findings.push(...(await unlessClosed(() => checkEvidence(sql, evidence, options.full))));
  findings.push(...(await checkLost(sql, config, definitions)));
  findings.push(...(await checkService(sql)));
  findings.push(...(await checkNames(await listReceiverHosts(sql, MAX_HOSTS))));
  return findings;
}

/** A definition with a fault is there, but its id is not known, so it could be taken for one that is gone. */
async function checkLost(sql: Sql, config: Config, { institutions, faults }: ReadInstitutions): Promise<Finding[]> {
  if (faults.length > 0) return [];
  const known = new Set(institutions.map(({ id }) => id));
  return checkLostInstitutions(sql, { folder: config.institutionsDir, known });
}

/** Leaves out a check that meets a file which is closed to this user, and tells of the file: nothing is wrong with the database then. */
async function unlessClosed(check: () => Promise<Finding>): Promise<Finding[]> {
  try {
    return [await check()];
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (!(cause instanceof Error) || (code !== 'EACCES' && code !== 'EPERM')) throw cause;
    return [
      problem(
        'data-folder',
        `A file of the data folder is closed to this user: ${cause.message}.`,
        'Give all of it to the user as whom the service runs, with "chown -R".',
      ),
    ];
  }
}

async function checkMasterKey(sql: Sql, config: Config): Promise<Finding> {
  // To open the key file would make one where there is none.
  const found = await lookForMasterKey(sql, config);
  if (found === 'not-yet')
    return ok('master-key', 'Nothing is protected by a master key yet; the first start makes one.');
  if (found !== 'there') return problem('master-key', found.message, found.fix);
  try {
    const vault = createVault(openMasterKeys(config));
    const now = () => instantFromMs(Date.now());
    const credentials = createSealedCredentials({ sqlOf: () => sql, vault, now });
    const counts = await verifyVault({ sql, vault, credentials });
    const sum = (part: 'total' | 'older' | 'unopened') => counts.reduce((total, each) => total + each[part], 0);
    if (sum('unopened') > 0)
      return problem(
        'master-key',
        `${sum('unopened')} of ${sum('total')} keys and secrets do not open.`,
        'Put back the master key that belongs to this database; "causeway vault verify" tells which they are.',
      );
    if (sum('older') > 0)
      return warn(
        'master-key',
        `${count(sum('older'), 'key')} ${sum('older') === 1 ? 'is' : 'are'} still protected by an older master key.`,
        'Run "causeway vault rotate".',
      );
    return ok('master-key', `The master key opens all ${sum('total')} keys and secrets.`);
  } catch (cause) {
    if (!(cause instanceof MasterKeyError)) throw cause;
    return problem('master-key', 'The master key cannot be used.', cause.message);
  }
}

/** A browser lays itself out in the data folder when it is first started; until then it is tried in a folder that goes with the try. */
async function tryBrowserAside(config: Config, log: Log) {
  const isLaidOut = (await stat(join(config.dataDir, 'browser')).catch(() => null)) !== null;
  if (isLaidOut) return tryBrowser(config, log);
  const aside = await mkdtemp(join(tmpdir(), 'causeway-doctor-'));
  try {
    return await tryBrowser({ ...config, dataDir: aside }, log);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function checkBrowser(config: Config, log: Log): Promise<Finding> {
  const fault = await tryBrowserAside(config, log);
  return fault === null
    ? ok('browser', 'A browser starts.')
    : problem(
        'browser',
        `No browser starts: ${fault.tried.map(({ what, why }) => `${what}: ${why}`).join('; ')}.`,
        'Install Chromium or Google Chrome, or set CAUSEWAY_BROWSER_PATH. Without one, connections that need a portal do not sync.',
      );
}
