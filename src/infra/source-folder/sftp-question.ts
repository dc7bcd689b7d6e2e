import type { SftpServer, SftpSession } from './sftp-session.ts';
import { FolderError } from './source-folder.ts';

/** Status codes of SFTP version 3. */
const STATUS = { eof: 1, noSuchFile: 2, permissionDenied: 3 } as const;

export type Done<T> = (error: Error | null | undefined, value?: T) => void;
/** Puts a question about a file or folder to the server; gives its answer, or throws a FolderError. */
export type Ask = <T>(name: string, send: (done: Done<T>) => void) => Promise<T>;

/**
 * Questions of one session. Each is waited for so long, and all together no longer than the bounds say: a server that answers
 * everything just in time is given up as well. What is done here between the questions does not count.
 */
export function createAsk(session: SftpSession, { host, timeoutMs, bounds }: SftpServer): Ask {
  const waiting = new WaitingTime();
  return async (name, send) => {
    const leftMs = bounds.longestMs - waiting.totalMs();
    const reason =
      leftMs < timeoutMs
        ? `${host} took more than ${bounds.longestMs / 1_000} seconds over its answers in one look. What was not taken is tried again later; ask who runs the server why it is so slow.`
        : `The server did not answer about ${name} in time.`;
    const giveUp = () => session.breakOff(new FolderError('timeout', reason));
    const timer = setTimeout(giveUp, Math.max(0, Math.min(leftMs, timeoutMs)));
    const end = waiting.begin();
    const answer = answerOf(name, send);
    // It fails as well where the connection does, with nobody waiting.
    answer.catch(() => undefined);
    try {
      return await Promise.race([session.failed, answer]);
    } finally {
      end();
      clearTimeout(timer);
    }
  };
}

/** Time in which at least one question was under way. */
class WaitingTime {
  #underWay = 0;
  #sinceMs = 0;
  #endedMs = 0;

  begin(): () => void {
    if (this.#underWay === 0) this.#sinceMs = performance.now();
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#endedMs += performance.now() - this.#sinceMs;
    };
  }

  totalMs(): number {
    return this.#endedMs + (this.#underWay === 0 ? 0 : performance.now() - this.#sinceMs);
  }
}

function answerOf<T>(name: string, send: (done: Done<T>) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    send((error, value) => {
      if (error === null || error === undefined)
        resolve(value as T); // The caller knows the answer of its question.
      else reject(explainStatus(name, error));
    });
  });
}

/** Whether a question was answered by the end of the file or of the listing. */
export function isEnd(error: unknown): boolean {
  return isStatus(error, STATUS.eof);
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'code' in error && error.code === status;
}

function explainStatus(name: string, cause: Error): FolderError {
  if (isStatus(cause, STATUS.noSuchFile)) return new FolderError('notFound', `${name} does not exist.`, { cause });
  if (isStatus(cause, STATUS.permissionDenied))
    return new FolderError('permissionDenied', `The server does not let this user at ${name}.`, { cause });
  if ('code' in cause && typeof cause.code === 'number')
    return new FolderError('refusedByServer', `The server refused ${name} (status ${cause.code}).`, { cause });
  // Questions that were under way when the connection ended.
  return new FolderError('interrupted', `The connection broke off at ${name}.`, { cause });
}
