import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { systemErrorCode } from './system-error.ts';

/** What was stored: its name is its content. */
export interface StoredEvidence {
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Bytes on the disk that are not stored yet. `discard` after `keep`, or twice, does nothing. */
export interface StagedEvidence extends StoredEvidence {
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** What a bank sent, kept byte for byte under its own hash. Nothing is ever changed or named by its sender. */
export interface EvidenceStore {
  /**
   * Stores bytes, or a stream of them. Once it answers, they are on the disk; storing the same content again is no work. When the source fails or
   * exceeds `maxBytes` (`EvidenceTooLargeError`), nothing is left.
   */
  put(source: Uint8Array | AsyncIterable<Uint8Array>, limits: { readonly maxBytes: number }): Promise<StoredEvidence>;
  /** Takes bytes in like `put` but leaves open whether they stay: nothing is stored until `keep` is called. */
  stage(source: Uint8Array | AsyncIterable<Uint8Array>, limits: { readonly maxBytes: number }): Promise<StagedEvidence>;
  /** Streams the content. Throws `EvidenceMissingError` when there is none of this hash. */
  open(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
  /**
   * Removes content that nothing rests on, unless it was stored again after that moment: then somebody is about to. False
   * where it stays or was not there.
   */
  remove(sha256: string, storedBeforeMs: number): Promise<boolean>;
}

/** The source had more bytes than allowed. */
export class EvidenceTooLargeError extends Error {
  readonly code = 'too-large';
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`The content is larger than the ${maxBytes} bytes allowed. Split it, or raise the limit.`);
    this.name = 'EvidenceTooLargeError';
    this.maxBytes = maxBytes;
  }
}

/** No content of this hash is stored. */
export class EvidenceMissingError extends Error {
  readonly code = 'missing';

  constructor(sha256: string) {
    super(`No evidence with SHA-256 ${sha256} is stored. Restore the evidence folder that belongs to this database.`);
    this.name = 'EvidenceMissingError';
  }
}

/** Uploads in progress; on the same file system as the rest, so that a rename is all it takes to publish one. */
const UPLOADS = 'uploads';
const HASH = /^[0-9a-f]{64}$/;

/** Opens a store in a folder, making it when absent. What a killed process left half-written is removed. */
export async function openEvidenceStore(options: { readonly dir: string }): Promise<EvidenceStore> {
  const { dir } = options;
  await mkdir(join(dir, UPLOADS), { recursive: true, mode: 0o700 });
  await removeAbandonedUploads(dir);
  return {
    put: async (source, limits) => {
      const { sha256, sizeBytes, keep } = await stageEvidence(dir, source, limits.maxBytes);
      await keep();
      return { sha256, sizeBytes };
    },
    stage: (source, limits) => stageEvidence(dir, source, limits.maxBytes),
    ...readEvidenceStore(dir),
    remove: (sha256, storedBeforeMs) => removeContent(dir, sha256, storedBeforeMs),
  };
}

/** The store as it is in a folder, to be looked at only: nothing is made or removed. */
export function readEvidenceStore(dir: string): Pick<EvidenceStore, 'open' | 'has'> {
  return {
    open: (sha256) => openEvidence(dir, sha256),
    has: async (sha256) => (await findSize(pathOf(dir, sha256))) !== null,
  };
}

async function stageEvidence(
  dir: string,
  source: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StagedEvidence> {
  const upload = join(dir, UPLOADS, `${process.pid}-${randomUUID()}`);
  const file = await open(upload, 'wx', 0o600);
  const discard = () => rm(upload, { force: true });
  try {
    const stored = await writeAll(file, source, maxBytes);
    await file.sync();
    await file.close();
    const keep = async () => {
      try {
        await publish(dir, upload, stored);
      } catch (error) {
        await discard();
        throw error;
      }
    };
    return { ...stored, keep, discard };
  } catch (error) {
    await file.close();
    await discard();
    throw error;
  }
}

async function writeAll(
  file: FileHandle,
  source: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredEvidence> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new EvidenceTooLargeError(maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Moves a finished upload to its name. Content that is there already has the same bytes, and stays. */
async function publish(dir: string, upload: string, stored: StoredEvidence): Promise<void> {
  const path = pathOf(dir, stored.sha256);
  // A file of another size was cut short by a crash of the machine: the whole one takes its place.
  if ((await findSize(path)) === stored.sizeBytes && (await touch(path))) {
    await rm(upload);
    return;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(upload, path);
  // The name, and the folders that may be new, have to survive a power cut like the bytes.
  for (const folder of [dirname(path), dirname(dirname(path)), dir]) await syncFolder(folder);
}

/** Notes that content was stored again, which keeps it from being removed. False when it was just removed. */
async function touch(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Takes the name away first. Whoever stores the same content meanwhile either finds it gone and stores it anew, or has touched it
 * before; then it gets its name back.
 */
async function removeContent(dir: string, sha256: string, storedBeforeMs: number): Promise<boolean> {
  const path = pathOf(dir, sha256);
  const aside = join(dir, UPLOADS, `${process.pid}-${randomUUID()}`);
  const isOld = async (place: string) => (await stat(place)).mtimeMs < storedBeforeMs;
  try {
    if (!(await isOld(path))) return false;
    await rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
  const isUnneeded = await isOld(aside);
  // Another one of the same content may have taken the name; either has the same bytes.
  if (isUnneeded) await rm(aside);
  else await rename(aside, path);
  return isUnneeded;
}

async function openEvidence(dir: string, sha256: string): Promise<Readable> {
  try {
    const file = await open(pathOf(dir, sha256), 'r');
    return createReadStream('', { fd: file });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new EvidenceMissingError(sha256);
    throw error;
  }
}

/** `ab/cd/<hash>`: no folder grows beyond what file systems like. */
function pathOf(dir: string, sha256: string): string {
  // The hash becomes a path: nothing but 64 hex digits may.
  if (!HASH.test(sha256)) throw new TypeError('sha256 must be 64 lower-case hex digits.');
  return join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

async function findSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Uploads carry the id of their process; those of living processes (ours, or another worker's) are left alone. */
async function removeAbandonedUploads(dir: string): Promise<void> {
  for (const name of await readdir(join(dir, UPLOADS))) {
    const pid = Number(name.split('-')[0]);
    if (!isAlive(pid)) await rm(join(dir, UPLOADS, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return systemErrorCode(error) === 'EPERM';
  }
}
