import ssh2 from 'ssh2';
import { openSftpSession, type SftpServer, type SftpSession } from './sftp-session.ts';
import {
  FolderError,
  type FolderFile,
  isPlainName,
  MOST_FILES,
  refusedName,
  type SourceFolder,
} from './source-folder.ts';

/** Status codes of SFTP version 3. */
const STATUS = { eof: 1, noSuchFile: 2, permissionDenied: 3 } as const;

/** Asked for in one request; servers give at least this much. */
const CHUNK_BYTES = 32_768;
/** Requests under way at once, so that a distant server is not waited for between every two chunks. */
const REQUESTS_AT_ONCE = 16;

/** A name that no file system has is the server's nonsense and cannot be noted anywhere; all others are told of. */
function isKeepableName(name: string): boolean {
  return name !== '' && name.length <= 255 && !name.includes('\u0000');
}

/** Signs in and opens one folder of the server. */
export async function openSftpFolder(server: SftpServer & { readonly path: string }): Promise<SourceFolder> {
  refuseBadKey(server);
  const session = await openSftpSession(server);
  const base = server.path.replace(/\/+$/, '') || '/';
  const pathOf = (name: string) => {
    if (!isPlainName(name)) throw refusedName(name);
    return `${base === '/' ? '' : base}/${name}`;
  };
  const ask = <T>(name: string, send: (done: Done<T>) => void) => request(session, server, name, send);
  const { sftp } = session;
  const stat = async (name: string): Promise<FolderFile | null> => {
    try {
      const attrs = await ask<Attrs>(name, (done) => sftp.lstat(pathOf(name), done));
      return attrs.isFile() ? fileOf(name, attrs) : null;
    } catch (cause) {
      if (cause instanceof FolderError && cause.code === 'notFound') return null;
      throw cause;
    }
  };
  return {
    list: async () => {
      const entries = await ask<readonly Entry[]>(base, (done) => sftp.readdir(base, done));
      const files = entries.filter(({ filename, attrs }) => attrs.isFile() && isKeepableName(filename));
      if (files.length > MOST_FILES)
        throw new FolderError('tooManyFiles', `${base} holds more than ${MOST_FILES} files. Move old ones away.`);
      // Two names that are not UTF-8 may come as one.
      return [...new Map(files.map(({ filename, attrs }) => [filename, fileOf(filename, attrs)])).values()];
    },
    stat,
    open: (name, sizeBytes) => readFile(session, ask, { path: pathOf(name), name, sizeBytes }),
    move: async (name, subfolder, newName) => {
      const folder = pathOf(subfolder);
      if (!isPlainName(newName)) throw new FolderError('pathRefused', 'The new name is no plain file name.');
      // Most servers answer a folder that is there with a failure; the rename tells whether it is.
      await ask<void>(subfolder, (done) => sftp.mkdir(folder, done)).catch(() => undefined);
      await ask<void>(name, (done) => sftp.rename(pathOf(name), `${folder}/${newName}`, done));
    },
    remove: (name) => ask<void>(name, (done) => sftp.unlink(pathOf(name), done)),
    close: async () => session.end(),
  };
}

type Done<T> = (error: Error | null | undefined, value?: T) => void;
type Ask = <T>(name: string, send: (done: Done<T>) => void) => Promise<T>;

interface Attrs {
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  isFile(): boolean;
}
interface Entry {
  readonly filename: string;
  readonly attrs: Attrs;
}

function fileOf(name: string, { size, mtime }: Attrs): FolderFile {
  return { name, sizeBytes: size, modifiedAtMs: mtime * 1_000 };
}

/** One question to the server: its answer, or the end of the connection or of patience, whichever comes first. */
async function request<T>(
  session: SftpSession,
  { timeoutMs }: SftpServer,
  name: string,
  send: (done: Done<T>) => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new FolderError('timeout', `The server did not answer about ${name} in time.`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  const answer = new Promise<T>((resolve, reject) => {
    send((error, value) => {
      if (error === null || error === undefined)
        resolve(value as T); // The caller knows the answer of its question.
      else reject(explainStatus(name, error));
    });
  });
  // Whoever loses the race may still fail later, with nobody waiting.
  answer.catch(() => undefined);
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late, session.failed]);
  } finally {
    clearTimeout(timer);
  }
}

async function* readFile(
  session: SftpSession,
  ask: Ask,
  { path, name, sizeBytes }: { readonly path: string; readonly name: string; readonly sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  const { sftp } = session;
  const handle = await ask<Buffer>(name, (done) => sftp.open(path, 'r', done));
  const readAt = (position: number) =>
    ask<Uint8Array | null>(name, (done) => {
      sftp.read(handle, Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position, (error, count, buffer) => {
        if (isStatus(error, STATUS.eof) || (!error && count === 0)) done(null, null);
        else done(error, buffer?.subarray(0, count));
      });
    });
  try {
    const waiting: { readonly position: number; readonly chunk: Promise<Uint8Array | null> }[] = [];
    let next = 0;
    const askNext = () => {
      const chunk = readAt(next);
      chunk.catch(() => undefined);
      waiting.push({ position: next, chunk });
      next += CHUNK_BYTES;
    };
    // One more than the size asks for tells that the file has ended.
    const expected = Math.ceil(sizeBytes / CHUNK_BYTES) + 1;
    for (let count = 0; count < Math.min(expected, REQUESTS_AT_ONCE); count += 1) askNext();
    for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
      const chunk = await first.chunk;
      if (chunk === null) return;
      yield chunk;
      // A server may give less than it was asked for; what it left out is asked for at once, in its place.
      for (let at = first.position + chunk.length; at < first.position + CHUNK_BYTES; ) {
        const rest = await readAt(at);
        if (rest === null) return;
        const needed = rest.subarray(0, first.position + CHUNK_BYTES - at);
        yield needed;
        at += needed.length;
      }
      askNext();
    }
  } finally {
    sftp.close(handle, () => undefined);
  }
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

/** A key that cannot be read, or whose passphrase is wrong, is no reason to ask the server. */
function refuseBadKey({ login: { privateKey, passphrase } }: SftpServer): void {
  if (privateKey === undefined) return;
  const parsed = ssh2.utils.parseKey(privateKey, passphrase);
  if (parsed instanceof Error)
    throw new FolderError('loginRejected', 'The private key cannot be read. Check its text and its passphrase.', {
      cause: parsed,
    });
}
