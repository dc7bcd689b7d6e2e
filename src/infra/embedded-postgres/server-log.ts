import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

/** The server's log and its one predecessor take at most about twice this. */
export const SERVER_LOG_MAX_BYTES = 4 * 1024 * 1024;
const CHECK_EVERY_MS = 60_000;

/** Opens the log for appending; the server inherits the descriptor, so it needs no right to the folder. */
export function openServerLog(path: string, maxBytes: number = SERVER_LOG_MAX_BYTES): number {
  rotateServerLog(path, maxBytes);
  return openSync(path, 'a', 0o600);
}

/** Moves the content to `<path>.1` when it has outgrown the bound. The server keeps its descriptor and goes on at the start. */
export function rotateServerLog(path: string, maxBytes: number = SERVER_LOG_MAX_BYTES): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.size <= maxBytes) return false;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
  return true;
}

/** Keeps the log bounded while the server runs. Returns the function that ends the watch. */
export function watchServerLog(path: string, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    try {
      rotateServerLog(path);
    } catch (error) {
      onError(error);
    }
  }, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The last lines of the log, for an error message. */
export function readLogTail(path: string, lines = 12): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
