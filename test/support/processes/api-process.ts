import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../root.ts';
import { PROGRAM_ENVIRONMENT } from './program-environment.ts';

/** An API as it runs in production: a process of its own, without a worker. */
export interface ApiProcess {
  readonly url: string;
  /** Memory that the process holds, in bytes; null where the system does not tell. */
  memory(): Promise<number | null>;
  stop(): Promise<void>;
  /** Ends it with kill -9. */
  kill(): Promise<void>;
}

/** A machine that is busy with other tests is late without being overloaded. */
const DEFAULTS = { CAUSEWAY_PORT: '0', CAUSEWAY_MAX_DELAY_MS: '60000' };

/** Starts `causeway serve --no-worker` with the given settings; resolves when it listens. */
export async function startApiProcess(settings: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'src', 'cli', 'main.ts'), 'serve', '--no-worker'],
    {
      env: { ...PROGRAM_ENVIRONMENT, ...DEFAULTS, ...settings, CAUSEWAY_LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (lines.push(line) > 20) lines.shift();
    const { msg, url }: { msg?: string; url?: string } = JSON.parse(line);
    if (msg === 'serving' && url !== undefined) resolve(url);
  });
  child.once('exit', (code) => reject(new Error(`the API ended with ${code}: ${lines.join('\n')}`)));
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await gone;
  };
  return {
    url: await promise,
    memory: () => readMemory(child.pid ?? 0),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function readMemory(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}
