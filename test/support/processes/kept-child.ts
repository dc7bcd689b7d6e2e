import { type ChildProcess, fork } from 'node:child_process';
import type { ParentMessage } from './child.ts';

/** A child process that is started again whenever it is killed, until it ends by itself. */
export interface KeptChild {
  readonly name: string;
  /** How often it was killed and started again. */
  restarts(): number;
  /** `kill -9`; does nothing between two lives. */
  kill(): void;
  /** Asks this life and every later one to come to its end. */
  quiet(): void;
  /** Resolves when it has ended by itself: null, or what went wrong with the end of its error output. */
  readonly ended: Promise<string | null>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

const KEPT_ERROR_CHARS = 4_000;

/** Starts a TypeScript file as a child; each life gets its own configuration. */
export function keepChild(options: {
  readonly name: string;
  readonly file: URL;
  /** Configuration of the n-th life, from 0. */
  config(life: number): object;
  onMessage?(message: unknown): void;
}): KeptChild {
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  let life = 0;
  let child: ChildProcess | null = null;
  let quiet = false;
  let stopping = false;
  const start = () => {
    const born = fork(options.file, { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: STDIO });
    child = born;
    let errors = '';
    born.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-KEPT_ERROR_CHARS);
    });
    born.on('message', (message) => options.onMessage?.(message));
    // A message to a child that has just died is no fault; the next life gets it.
    const send = (message: ParentMessage) => born.send(message, () => undefined);
    send({ type: 'config', value: options.config(life) });
    if (quiet) send({ type: 'quiet' });
    born.once('error', (cause) => resolve(`${options.name} could not be started: ${cause.message}`));
    born.once('exit', (code, signal) => {
      child = null;
      if (stopping || code === 0) resolve(null);
      else if (signal === 'SIGKILL') {
        life += 1;
        start();
      } else resolve(`${options.name} ended with ${signal ?? `code ${code}`}: ${errors}`);
    });
  };
  start();
  return {
    name: options.name,
    ended,
    restarts: () => life,
    kill: () => {
      child?.kill('SIGKILL');
    },
    quiet: () => {
      quiet = true;
      child?.send({ type: 'quiet' }, () => undefined);
    },
    stop: async () => {
      stopping = true;
      if (child === null) resolve(null);
      else child.kill('SIGKILL');
      await ended;
    },
  };
}

const STDIO: ('ignore' | 'pipe' | 'ipc')[] = ['ignore', 'ignore', 'pipe', 'ipc'];

/** Rejects when the child ends by itself with a failure; never resolves. */
export async function failureOf(child: KeptChild): Promise<never> {
  const failure = await child.ended;
  if (failure !== null) throw new Error(failure);
  return new Promise<never>(() => undefined);
}

/** Resolves when all of them have ended by themselves. */
export async function endOf(children: readonly KeptChild[]): Promise<void> {
  await Promise.all(children.map((child) => child.ended));
}
