import { createHash } from 'node:crypto';

/** What a backup holds and how it can be told from a damaged one. Lies as `manifest.json` in its folder. */
export interface BackupManifest {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** Version of the software that made it. */
  readonly causeway: string;
  /** The one moment that the database is shown of, in UTC by its clock. */
  readonly takenAt: string;
  readonly postgresql: string;
  /** The migrations that the database had seen: tables are restored in the form that these give them. */
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly sha256: string }[];
  /** In the order in which they can be filled. */
  readonly tables: readonly TableFile[];
  /** Contents of the evidence store, listed in a file of their own. */
  readonly evidence: ListFile;
  /** Settings that were not the default, secrets left out. */
  readonly settings: Readonly<Record<string, string>>;
  /** The key file; null where it was left out. */
  readonly masterKey: ArchivedFile | null;
}

export interface TableFile extends ArchivedFile {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** The list of contents: one line each, hash and bytes. */
export interface ListFile extends ArchivedFile {
  readonly contents: number;
  readonly contentBytes: number;
  /** Contents that rows refer to and that were not there when the backup was made. */
  readonly missing: readonly string[];
}

/** A file of the backup by its path in the folder, with its bytes as they lie there. */
export interface ArchivedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export const FORMAT = 'causeway-backup';
export const VERSION = 1;
export const MANIFEST_FILE = 'manifest.json';
/** SHA-256 of the manifest. */
export const MANIFEST_HASH_FILE = 'manifest.sha256';
export const EVIDENCE_FOLDER = 'evidence';
export const EVIDENCE_LIST_FILE = 'evidence.txt';
export const MASTER_KEY_FILE = 'master.key';

/** A backup that cannot be made or restored; the message says why and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** Manifest and its hash as they are written. */
export function renderManifest(manifest: BackupManifest): { readonly text: string; readonly hash: string } {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  return { text, hash: `${createHash('sha256').update(text).digest('hex')}\n` };
}

/** Throws BackupError for anything that is not, to the byte, what was written. */
export function parseManifest(text: string, hash: string): BackupManifest {
  if (createHash('sha256').update(text).digest('hex') !== hash.trim())
    throw new BackupError('The manifest of the backup is damaged: its SHA-256 is another one. Use another backup.');
  // The hash has shown that this is what renderManifest wrote; only the version may be another release's.
  const manifest = JSON.parse(text) as { readonly format?: unknown; readonly version?: unknown };
  if (manifest.format !== FORMAT) throw new BackupError('The folder holds no backup of Causeway.');
  if (manifest.version !== VERSION)
    throw new BackupError(
      `The backup has version ${String(manifest.version)} of the format, and this release reads ${VERSION}. Use the release that made it.`,
    );
  return manifest as BackupManifest;
}

/** Path of a content in the backup, as in the evidence store. */
export function contentPath(sha256: string): string {
  return `${EVIDENCE_FOLDER}/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
