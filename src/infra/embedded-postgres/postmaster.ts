import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { systemErrorCode } from '../system-error.ts';
import { programPath } from './binaries.ts';
import { clusterPath } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { identifyProcess, listProcessesInside, worksInside } from './process-identity.ts';
import { type ServerUser, serverSpawnOptions, shareFolder } from './server-user.ts';
import { buildServerArguments, type ServerSettings } from './settings.ts';

/** What a postmaster writes about itself into `postmaster.pid`; `ready` once it accepts connections. */
export interface PostmasterRecord {
  readonly pid: number;
  readonly port: number | null;
  readonly ready: boolean;
}

/** How a server process ended. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const POLL_EVERY_MS = 15;

/** Reads the lock file of the cluster, or null when there is none (no server, or one that ended in order). */
export function readPostmasterRecord(dataDir: string): PostmasterRecord | null {
  let lines: string[];
  try {
    lines = readFileSync(pidFilePath(dataDir), 'utf8').split('\n');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3]);
  return { pid, port: Number.isSafeInteger(port) && port > 0 ? port : null, ready: lines[7]?.trim() === 'ready' };
}

/** The living postmaster of this cluster, or null. A lock file whose process is gone, or is a stranger, does not count. */
export function findLivePostmaster(dataDir: string): PostmasterRecord | null {
  const record = readPostmasterRecord(dataDir);
  if (record === null || identifyProcess(record.pid) === null) return null;
  return worksInside(record.pid, clusterPath(dataDir)) ? record : null;
}

/**
 * Clears what a killed server left: waits until its last process has noticed and gone, then removes a lock file whose process
 * id now belongs to a stranger. PostgreSQL cannot tell such a stranger from a server and would refuse to start.
 */
export async function clearStaleServer(dataDir: string, deadlineMs: number): Promise<void> {
  if (readPostmasterRecord(dataDir) === null) return;
  const gone = await waitUntil(() => listProcessesInside(clusterPath(dataDir)).length === 0, deadlineMs);
  if (!gone) {
    const pids = listProcessesInside(clusterPath(dataDir));
    throw new EmbeddedPostgresError({
      code: 'start-failed',
      problem: `Processes ${pids.join(', ')} of a database server that was killed still use ${clusterPath(dataDir)}.`,
      fix: `Wait until they have ended or end them with "kill ${pids.join(' ')}", then start again.`,
    });
  }
  rmSync(pidFilePath(dataDir), { force: true });
}

/** A server process that we started. */
export interface Postmaster {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  readonly process: ChildProcess;
}

/**
 * Starts the server process in its own session (Ctrl-C in the terminal reaches us, and we stop it in order). Where the
 * system's setpriv can do so, the kernel asks the server to shut down as soon as this process dies.
 */
export function spawnPostmaster(options: {
  readonly dataDir: string;
  readonly packageDir: string;
  readonly user: ServerUser;
  readonly port: number;
  readonly settings: ServerSettings;
  readonly logFd: number;
}): Postmaster {
  const folder = shareFolder(clusterPath(options.dataDir), options.user);
  try {
    const server = programPath(options.packageDir, 'postgres');
    const command = [...tether(), server, ...buildServerArguments(folder.path, options.port, options.settings)];
    // The array holds at least the server's own path.
    const [program = server, ...args] = command;
    const child = spawn(program, args, {
      ...serverSpawnOptions(options.user),
      detached: true,
      stdio: ['ignore', options.logFd, options.logFd, ...folder.inheritedFds],
    });
    const { promise: exited, resolve } = Promise.withResolvers<ServerExit>();
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
    return { pid: child.pid ?? 0, exited, process: child };
  } finally {
    folder.close();
  }
}

/** Waits until the server accepts connections. Answers `exited` when it ended instead, `timeout` after the bound. */
export async function waitUntilReady(
  dataDir: string,
  postmaster: Postmaster,
  timeoutMs: number,
): Promise<'ready' | 'exited' | 'timeout'> {
  let ended = false;
  void postmaster.exited.then(() => {
    ended = true;
  });
  const isReady = () => {
    const record = readPostmasterRecord(dataDir);
    return record !== null && record.pid === postmaster.pid && record.ready;
  };
  const settled = await waitUntil(() => ended || isReady(), timeoutMs);
  if (ended) return 'exited';
  return settled ? 'ready' : 'timeout';
}

/**
 * Stops a server: fast shutdown (transactions are rolled back, everything is written), and after the first bound immediate
 * shutdown (the next start recovers from the write-ahead log). Works on a server that is not our child, too.
 */
export async function stopServer(
  pid: number,
  bounds: { readonly fastMs: number; readonly immediateMs: number },
): Promise<void> {
  const identity = identifyProcess(pid);
  if (identity === null) return;
  const gone = () => identifyProcess(pid) !== identity;
  signalServer(pid, 'SIGINT');
  if (await waitUntil(gone, bounds.fastMs)) return;
  signalServer(pid, 'SIGQUIT');
  if (await waitUntil(gone, bounds.immediateMs)) return;
  throw new EmbeddedPostgresError({
    code: 'stop-failed',
    problem: `The database server (process ${pid}) did not end within ${bounds.fastMs + bounds.immediateMs} ms.`,
    fix: `Look for a disk that does not answer; as a last resort "kill -9 ${pid}": the next start recovers.`,
    pid,
  });
}

/** Polls a condition the system offers no event for (another process's file, another process's end). */
export async function waitUntil(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() >= deadlineMs) return false;
    await delay(POLL_EVERY_MS);
  }
  return true;
}

/** Sends a signal to a server that may already be gone. */
export function signalServer(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}

/** The kernel ties the server to the thread that started it, so a worker thread must not: it may end before its process. */
function tether(): string[] {
  if (process.platform !== 'linux' || !isMainThread) return [];
  const works = spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0;
  return works ? ['setpriv', '--pdeathsig', 'INT'] : [];
}

function pidFilePath(dataDir: string): string {
  return join(clusterPath(dataDir), 'postmaster.pid');
}
