import { type Ask, type Done, isEnd } from './sftp-question.ts';
import type { SftpSession } from './sftp-session.ts';
import { FolderError, type FolderFile, MOST_FILES } from './source-folder.ts';

/** Names of all that is in a folder; an answer without any counts as one. */
const MOST_NAMES = 2 * MOST_FILES;

/** What a server tells of a file. It may leave both out, and size can be a number that no file has. */
export interface Attrs {
  readonly size?: number;
  /** Seconds. */
  readonly mtime?: number;
  isFile(): boolean;
}
interface Entry {
  readonly filename: string;
  readonly attrs: Attrs;
}

/** With `full` the names of the folder itself and the one above are given as well. */
type ReadNext = (handle: Buffer, options: { readonly full: true }, done: Done<readonly Entry[]>) => void;

/**
 * The files of a folder. Asked for answer by answer, and counted with each: the library's own listing gathers whatever a server
 * sends before anybody can look at it, and a server may send names without end.
 */
export async function listFiles(session: SftpSession, ask: Ask, folder: string): Promise<readonly FolderFile[]> {
  const { sftp } = session;
  const readNext = sftp.readdir.bind(sftp) as unknown as ReadNext; // The types leave the options out.
  const tooMany = () =>
    session.breakOff(
      new FolderError('tooManyFiles', `${folder} holds more than ${MOST_FILES} files. Move old ones away.`),
    );
  const handle = await ask<Buffer>(folder, (done) => sftp.opendir(folder, done));
  // Two names that are not UTF-8 may come as one.
  const files = new Map<string, FolderFile>();
  try {
    for (let names = 0; ; ) {
      const entries = await ask<readonly Entry[] | null>(folder, (done) => {
        readNext(handle, { full: true }, (error, list) => (isEnd(error) ? done(null, null) : done(error, list)));
      });
      if (entries === null) return [...files.values()];
      names += Math.max(1, entries.length);
      if (names > MOST_NAMES) throw tooMany();
      for (const { filename, attrs } of entries)
        if (attrs.isFile() && isKeepableName(filename)) files.set(filename, fileOf(filename, attrs));
      if (files.size > MOST_FILES) throw tooMany();
    }
  } finally {
    sftp.close(handle, () => undefined);
  }
}

/** A name that no file has is the server's nonsense and cannot be noted anywhere; all others are told of. */
function isKeepableName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !name.includes('\u0000');
}

/** SFTP tells the time of change in whole seconds. What is not told, or cannot be, is 0. */
export function fileOf(name: string, { size, mtime }: Attrs): FolderFile {
  return { name, sizeBytes: isCount(size) ? size : 0, modifiedAtMs: isCount(mtime) ? mtime * 1_000 : 0 };
}

/** Whether a server tells a size that a file can have. Without one nobody knows whether a file is still being written. */
export function hasSize({ size }: Attrs): boolean {
  return isCount(size);
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}
