import { spawn } from 'node:child_process';
import { type ServerUser, serverSpawnOptions } from './server-user.ts';

/** How a program ended: its exit code (null when it could not be started or was killed) and what it said. */
export interface ProgramRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly failure: Error | null;
}

/** Runs one of PostgreSQL's short-lived programs as the server's user and collects its output. Never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  user: ServerUser,
  inheritedFds: readonly number[] = [],
): Promise<ProgramRun> {
  const { promise, resolve } = Promise.withResolvers<ProgramRun>();
  const child = spawn(program, args, {
    ...serverSpawnOptions(user),
    stdio: ['ignore', 'pipe', 'pipe', ...inheritedFds],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.once('error', (failure) => resolve({ exitCode: null, ...output, failure }));
  child.once('close', (exitCode) => resolve({ exitCode, ...output, failure: null }));
  return promise;
}
