import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from './root.ts';

const COMMAND = join(ROOT, 'bin', 'causeway.mjs');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const KEPT_LINES = 20;
/** How often its log is looked at until it serves; a start is timed no finer than that. */
const LOOK_AGAIN_MS = 4;

/** `causeway serve` as an operator runs it: its launcher and the server that the launcher starts. */
export interface ProductServer {
  readonly url: string;
  /** Process id of the server itself. */
  readonly pid: number;
  readonly launcherPid: number;
  /** Ends it in order; kills what has not ended in time. */
  stop(): Promise<void>;
}

/** Starts it on a free port and waits until it says that it serves. Throws with the end of its output when it does not. */
export async function startProductServer(options: {
  readonly worker: boolean;
  readonly settings: Readonly<Record<string, string>>;
}): Promise<ProductServer> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-server-'));
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const { NODE_COMPILE_CACHE, PATH, HOME } = process.env;
  const kept = Object.entries({ NODE_COMPILE_CACHE, PATH, HOME }).filter(([, value]) => value !== undefined);
  const child = spawn(process.execPath, [COMMAND, 'serve', ...(options.worker ? [] : ['--no-worker'])], {
    cwd: ROOT,
    // A file takes the log without waking anybody; a reader of a pipe would take its share of the processors.
    stdio: ['ignore', log, log],
    env: { ...Object.fromEntries(kept), CAUSEWAY_PORT: '0', CAUSEWAY_LOG_LEVEL: 'info', ...options.settings },
  });
  closeSync(log);
  let serverPid: number | null = null;
  const stop = endOnce(child, () => serverPid, folder);
  running.add(stop);
  try {
    const { url, pid } = await servingLine(child, logFile);
    serverPid = pid;
    return { url, pid, launcherPid: child.pid ?? pid, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const running = new Set<() => Promise<void>>();

/** Stops every server that still runs, whoever started it. */
export async function stopProductServers(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

/** Ends the server in order, in time or by force, and removes its folder; calling it again waits for the same end. */
function endOnce(child: ChildProcess, serverPid: () => number | null, folder: string): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      const pid = serverPid();
      // The launcher cannot pass this signal on.
      if (pid !== null) process.kill(pid, 'SIGKILL');
      child.kill('SIGKILL');
    }, STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    running.delete(stop);
    rmSync(folder, { recursive: true, force: true });
  };
  let ending: Promise<void> | null = null;
  const stop = () => {
    ending ??= end();
    return ending;
  };
  return stop;
}

/** What the line of its log says that `serve` writes once it listens. */
async function servingLine(child: ChildProcess, logFile: string): Promise<{ url: string; pid: number }> {
  const giveUpMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const log = readFileSync(logFile, 'utf8');
    const line = log.split('\n').find((each) => each.includes('"msg":"serving"') && each.endsWith('}'));
    // The product's own log line.
    if (line !== undefined) return JSON.parse(line) as { url: string; pid: number };
    const tail = log.split('\n').slice(-KEPT_LINES).join('\n');
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server ended while starting: ${tail}`);
    if (performance.now() > giveUpMs) throw new Error(`the server did not start: ${tail}`);
    await wait(LOOK_AGAIN_MS);
  }
}
