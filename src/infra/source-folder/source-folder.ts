/** A file as a folder lists it. Links, folders and devices are never listed. */
export interface FolderFile {
  /** Without a path. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** One folder, here or on a server, as far as a source of files needs it. Everything may throw a FolderError. */
export interface SourceFolder {
  list(): Promise<readonly FolderFile[]>;
  /** Null when there is no such file any more. */
  stat(name: string): Promise<FolderFile | null>;
  /**
   * The bytes, from the first to the last, however many they are by now; `sizeBytes` says how many are expected. Fails, and
   * never just ends, when the transfer breaks off.
   */
  open(name: string, sizeBytes: number): AsyncIterable<Uint8Array>;
  /** Moves a file into a folder below this one, which is made when absent. Never replaces another file. */
  move(name: string, subfolder: string, newName: string): Promise<void>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** What keeps a folder or a file from being read. */
export type FolderErrorCode =
  | 'notConfigured'
  | 'addressRefused'
  | 'unreachable'
  | 'timeout'
  | 'interrupted'
  | 'hostKeyMismatch'
  | 'loginRejected'
  | 'pathRefused'
  | 'notFound'
  | 'permissionDenied'
  | 'tooManyFiles'
  | 'refusedByServer';

/** Thrown by a folder; `code` decides what follows, the message is for the person who set the source up. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly code: FolderErrorCode;

  constructor(code: FolderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** More files than this are a mistake; moving what was taken keeps a folder small. */
export const MOST_FILES = 100_000;

/**
 * Whether a name, as a folder lists it, is that of one file in it, and one that can be opened: what is not UTF-8 comes
 * as U+FFFD and leads to no file.
 */
export function isPlainName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no bank names a file with them, and a terminal would obey them.
  const isOdd = /[/\\\u0000-\u001f\u007f\ufffd]/.test(name);
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !isOdd;
}

/** A file is listed whatever its name is, so that one that cannot be taken is told and not passed over. */
export function refusedName(name: string): FolderError {
  return new FolderError(
    'pathRefused',
    `The name ${JSON.stringify(name)} cannot be used: it holds a slash, a control character or bytes that are not UTF-8. Rename the file.`,
  );
}
