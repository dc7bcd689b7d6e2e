import { type Ask, isEnd } from './sftp-question.ts';
import type { SftpBounds, SftpSession } from './sftp-session.ts';
import { FolderError } from './source-folder.ts';

/** Asked for in one request; servers give at least this much. */
const CHUNK_BYTES = 32_768;
/** Requests under way at once, so that a distant server is not waited for between every two chunks. */
const REQUESTS_AT_ONCE = 16;

/** A file at the server, and how slowly it may come. */
interface RemoteFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly bounds: SftpBounds;
}

/** The bytes of a file. A server that sends them too slowly is left. */
export async function* readFile(session: SftpSession, ask: Ask, file: RemoteFile): AsyncGenerator<Uint8Array> {
  const { path, name, sizeBytes } = file;
  const { sftp } = session;
  const handle = await ask<Buffer>(name, (done) => sftp.open(path, 'r', done));
  const readAt = (position: number) =>
    ask<Uint8Array | null>(name, (done) => {
      sftp.read(handle, Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position, (error, count, buffer) => {
        if (isEnd(error) || (!error && count === 0)) done(null, null);
        else done(error, buffer?.subarray(0, count));
      });
    });
  const inTime = keepPace(session, file);
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
      const chunk = await inTime(first.chunk);
      if (chunk === null) return;
      yield chunk;
      // A server may give less than it was asked for; what it left out is asked for at once, in its place.
      for (let at = first.position + chunk.length; at < first.position + CHUNK_BYTES; ) {
        const rest = await inTime(readAt(at));
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

/** Waits for the chunks of a file, as long as they come fast enough. What the reader does with them does not count. */
function keepPace(session: SftpSession, { name, bounds }: RemoteFile) {
  const { leastBytesPerSecond, graceMs } = bounds;
  let bytes = 0;
  let waitedMs = 0;
  return async (chunk: Promise<Uint8Array | null>): Promise<Uint8Array | null> => {
    const beganMs = performance.now();
    const came = await chunk;
    waitedMs += performance.now() - beganMs;
    bytes += came?.length ?? 0;
    if (came !== null && bytes < ((waitedMs - graceMs) / 1_000) * leastBytesPerSecond)
      throw session.breakOff(
        new FolderError(
          'timeout',
          `The server sends ${name} too slowly: less than ${leastBytesPerSecond} bytes a second. It is tried again later; ask who runs the server why it is so slow.`,
        ),
      );
    return came;
  };
}
