import { execFile } from 'node:child_process';

const TIMEOUT_MS = 10_000;

/** Standard output of a short program of the system; null when it is not there or fails. */
export function runProgramText(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
}
