import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../test/support/root.ts';

const COMMAND = join(ROOT, 'bin', 'causeway.mjs');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const KEPT_LINES = 20;
/** How often its log is looked at until it serves; a start is timed no finer than that. */
const LOOK_AGAIN_MS = 4;

/** A process of the product as an operator runs it, and the launcher that has started it. */
export interface ProductProcess {
  /** Process id of the product itself. */
  readonly pid: number;
  readonly launcherPid: number;
  /** Ends it in order; kills what has not ended in time. */
  stop(): Promise<void>;
}

/** `causeway serve`. */
export interface ProductServer extends ProductProcess {
  readonly url: string;
}

/** Starts it on a free port and waits until it says that it serves. Throws with the end of its output when it does not. */
export async function startProductServer(options: {
  readonly worker: boolean;
  readonly settings: Readonly<Record<string, string>>;
}): Promise<ProductServer> {
  const args = ['serve', ...(options.worker ? [] : ['--no-worker'])];
  const { url = '', ...process } = await startProduct(args, 'serving', options.settings);
  return { url, ...process };
}

/** Starts `causeway worker` and waits until it says that it works. Throws as `startProductServer` does. */
export async function startProductWorker(settings: Readonly<Record<string, string>>): Promise<ProductProcess> {
  const { url: _, ...process } = await startProduct(['worker'], 'working', settings);
  return process;
}

async function startProduct(
  args: readonly string[],
  readyMessage: string,
  settings: Readonly<Record<string, string>>,
): Promise<ProductProcess & { readonly url?: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-server-'));
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const { NODE_COMPILE_CACHE, PATH, HOME } = process.env;
  const kept = Object.entries({ NODE_COMPILE_CACHE, PATH, HOME }).filter(([, value]) => value !== undefined);
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: ROOT,
    // A file takes the log without waking anybody; a reader of a pipe would take its share of the processors.
    stdio: ['ignore', log, log],
    env: { ...Object.fromEntries(kept), CAUSEWAY_PORT: '0', CAUSEWAY_LOG_LEVEL: 'info', ...settings },
  });
  closeSync(log);
  let productPid: number | null = null;
  const stop = endOnce(child, () => productPid, folder);
  running.add(stop);
  try {
    const { pid, ...ready } = await readyLine(child, logFile, readyMessage);
    productPid = pid;
    return { ...ready, pid, launcherPid: child.pid ?? pid, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const running = new Set<() => Promise<void>>();

/** Stops every process of the product that still runs, whoever started it. */
export async function stopProductServers(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

/** Ends the process in order, in time or by force, and removes its folder; calling it again waits for the same end. */
function endOnce(child: ChildProcess, productPid: () => number | null, folder: string): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      const pid = productPid();
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

/** What the line of its log says that it writes once it is ready. */
async function readyLine(
  child: ChildProcess,
  logFile: string,
  message: string,
): Promise<{ pid: number; url?: string }> {
  const giveUpMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const log = readFileSync(logFile, 'utf8');
    const line = log.split('\n').find((each) => each.includes(`"msg":"${message}"`) && each.endsWith('}'));
    if (line !== undefined) {
      // The product's own log line.
      const { pid, url } = JSON.parse(line) as { pid: number; url?: string };
      return url === undefined ? { pid } : { pid, url };
    }
    const tail = log.split('\n').slice(-KEPT_LINES).join('\n');
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the product ended while starting: ${tail}`);
    if (performance.now() > giveUpMs) throw new Error(`the product did not start: ${tail}`);
    await wait(LOOK_AGAIN_MS);
  }
}
