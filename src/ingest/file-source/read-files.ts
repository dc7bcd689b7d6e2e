import { createHash } from 'node:crypto';
import type { FileSourceError } from '../../domain/files/file-source.ts';
import { FolderError, type FolderFile, type SourceFolder } from '../../infra/source-folder/source-folder.ts';
import type { SourceParts, StagedBytes } from './parts.ts';
import { isSame } from './plan-round.ts';

/** What reading a file gave. */
export type FileReadout =
  /** New content, whole, on the disk; to be kept or discarded. */
  | { readonly kind: 'staged'; readonly file: FolderFile; readonly staged: StagedBytes }
  /** The same bytes were taken in before, under whatever name. */
  | { readonly kind: 'known'; readonly file: FolderFile; readonly sha256: string; readonly syncRunId: string | null }
  /** It changed while it was read; null where it is gone. */
  | { readonly kind: 'changed'; readonly now: FolderFile | null }
  /** It cannot be read; others can. */
  | { readonly kind: 'failed'; readonly file: FolderFile; readonly error: FileSourceError };

/** Files that are read at the same time: enough to hide the way to a server. */
const FILES_AT_ONCE = 8;
/** Up to here the bytes wait in memory until their hash tells whether anybody needs them. */
const SMALL_BYTES = 256 * 1024;
/** Errors that concern one file. Any other ends the round. */
const OF_ONE_FILE: ReadonlySet<string> = new Set(['permissionDenied', 'notFound', 'pathRefused', 'refusedByServer']);

/**
 * Reads files whole, several at a time; the readouts stand in the order of the files. Where one of them ends the round, what was staged is
 * discarded and the error thrown.
 */
export async function readFiles(
  parts: SourceParts,
  folder: SourceFolder,
  files: readonly FolderFile[],
  taken: ReadonlyMap<string, string | null>,
): Promise<readonly FileReadout[]> {
  const readouts: FileReadout[] = [];
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const reading = files.slice(at, at + FILES_AT_ONCE).map((file) => readFile(parts, folder, file, taken));
    const ended = await Promise.allSettled(reading);
    for (const each of ended) if (each.status === 'fulfilled') readouts.push(each.value);
    const failure = ended.find((each) => each.status === 'rejected');
    if (failure !== undefined) {
      await discardStaged(readouts);
      throw failure.reason;
    }
  }
  return readouts;
}

/** Removes what was staged and not kept. */
export async function discardStaged(readouts: readonly FileReadout[]): Promise<void> {
  await Promise.all(readouts.map((each) => (each.kind === 'staged' ? each.staged.discard() : undefined)));
}

async function readFile(
  parts: SourceParts,
  folder: SourceFolder,
  file: FolderFile,
  taken: ReadonlyMap<string, string | null>,
): Promise<FileReadout> {
  try {
    const source = folder.open(file.name, file.sizeBytes);
    return file.sizeBytes <= SMALL_BYTES
      ? await readSmall(parts, folder, file, { source, taken })
      : await readLarge(parts, folder, file, { source, taken });
  } catch (cause) {
    if (parts.isTooLarge(cause))
      return { kind: 'failed', file, error: { code: 'tooLarge', message: `${file.name} is larger than is taken.` } };
    if (cause instanceof FolderError && OF_ONE_FILE.has(cause.code))
      return { kind: 'failed', file, error: { code: cause.code, message: cause.message } };
    throw cause;
  }
}

interface Reading {
  readonly source: AsyncIterable<Uint8Array>;
  readonly taken: ReadonlyMap<string, string | null>;
}

/** Content that is known costs no write to the disk. */
async function readSmall(
  parts: SourceParts,
  folder: SourceFolder,
  file: FolderFile,
  { source, taken }: Reading,
): Promise<FileReadout> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    // It grows; whatever it becomes, this is not it.
    if (sizeBytes > file.sizeBytes) break;
    hash.update(chunk);
    chunks.push(chunk);
  }
  const now = await folder.stat(file.name);
  if (now === null || !isSame(now, file) || sizeBytes !== file.sizeBytes) return { kind: 'changed', now };
  const sha256 = hash.digest('hex');
  const earlier = taken.get(sha256);
  if (earlier !== undefined) return { kind: 'known', file, sha256, syncRunId: earlier };
  return { kind: 'staged', file, staged: await parts.stageFile(listChunks(chunks)) };
}

async function* listChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function readLarge(
  parts: SourceParts,
  folder: SourceFolder,
  file: FolderFile,
  { source, taken }: Reading,
): Promise<FileReadout> {
  const staged = await parts.stageFile(source);
  try {
    const now = await folder.stat(file.name);
    const { sha256, sizeBytes } = staged;
    const earlier = taken.get(sha256);
    const isWhole = now !== null && isSame(now, file) && sizeBytes === file.sizeBytes;
    if (isWhole && earlier === undefined) return { kind: 'staged', file, staged };
    await staged.discard();
    return isWhole && earlier !== undefined
      ? { kind: 'known', file, sha256, syncRunId: earlier }
      : { kind: 'changed', now };
  } catch (cause) {
    await staged.discard();
    throw cause;
  }
}
