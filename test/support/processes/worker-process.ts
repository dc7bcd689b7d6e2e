import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { PROGRAM_ENVIRONMENT } from './program-environment.ts';

/** A worker as it runs in production: a process of its own. */
export interface WorkerProcess {
  readonly pid: number;
  isRunning(): boolean;
  /** Everything that it has written so far. */
  output(): string;
  /** Ends it by a signal and waits until it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Starts `causeway worker` with the given settings; resolves when it works. */
export async function startWorkerProcess(settings: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'src', 'cli', 'main.ts'), 'worker'],
    {
      env: { ...PROGRAM_ENVIRONMENT, CAUSEWAY_LOG_LEVEL: 'info', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stderr.write(chunk);
  });
  await untilWorking(child);
  if (child.pid === undefined) throw new Error('the worker has no process id');
  return {
    pid: child.pid,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}

function untilWorking(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('"msg":"working"')) resolve();
  });
  child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${output}`)));
  return promise;
}
