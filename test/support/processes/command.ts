import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PROGRAM_ENVIRONMENT } from './program-environment.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What a script pipes into it. */
  readonly input?: string;
  /** After which it is asked to end. */
  readonly timeoutMs?: number;
}

/** How a command has ended; the code of one that a signal ended is null. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Starts `causeway …` as a script does: without a terminal, and with no settings but those given. */
export function startCommand(args: readonly string[], { env, cwd, input, timeoutMs }: CommandOptions = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { ...PROGRAM_ENVIRONMENT, ...env },
    cwd,
    timeout: timeoutMs,
  });
  const seen = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    seen.errors += text;
  });
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]): CommandOutcome => ({ code, ...seen }));
  return { child, seen, ended };
}

/** The same, until it has ended. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<CommandOutcome> {
  return startCommand(args, options).ended;
}
