import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type CopySession, inCopySession } from '../infra/database/copy-session.ts';
import { syncFolder, writeFileDurably } from '../infra/durable-file.ts';
import { EvidenceMissingError, type EvidenceStore } from '../infra/evidence-store.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { readKeyFile } from '../infra/vault/key-file.ts';
import { VaultError } from '../infra/vault/vault-error.ts';
import {
  copyTableOut,
  isLockLost,
  listAppliedMigrations,
  listDataKeys,
  listPurposeKeys,
  listReferredContents,
  listStillReferred,
  listTables,
  lockTables,
  readSnapshotMoment,
  type TableShape,
} from '../store/tenants/whole-database.ts';
import { factsOf, writeHashedFile } from './hashed-file.ts';
import {
  type ArchivedFile,
  BackupError,
  type BackupManifest,
  contentPath,
  EVIDENCE_LIST_FILE,
  FORMAT,
  type ListFile,
  MANIFEST_FILE,
  MANIFEST_HASH_FILE,
  MASTER_KEY_FILE,
  renderManifest,
  type TableFile,
  VERSION,
} from './manifest.ts';

export interface BackupParts {
  /** Of the role that owns the tables. */
  readonly databaseUrl: string;
  readonly evidence: Pick<EvidenceStore, 'open'>;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The key file that goes along; null to leave the master key out. */
  readonly masterKeyFile: string | null;
}

/** More than a few means that somebody changes tables in a circle. */
const MAX_TRIES = 20;
/** Quick, and a tenth of the text of transactions. */
const GZIP_LEVEL = 1;

/**
 * Writes a backup of one moment into a new folder while the service runs. Everything is written into a folder beside it that gets its
 * name at the very end, so an interrupted backup never has the name of a whole one. Throws BackupError.
 */
export async function writeBackup(parts: BackupParts, folder: string): Promise<BackupManifest> {
  const target = resolve(folder);
  const aside = join(dirname(target), `.${basename(target)}.unfinished-${randomBytes(6).toString('hex')}`);
  try {
    await requireAbsent(target);
    await mkdir(aside, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (cause instanceof BackupError || code === null) throw cause;
    throw new BackupError(`${explainPlace(target, code, await isMissing(dirname(target)))} Nothing was written.`, {
      cause,
    });
  }
  try {
    // Read first: a key that comes in force after this is found missing by what it has wrapped, and none can go unnoticed.
    const keyFile = parts.masterKeyFile === null ? null : await readFile(parts.masterKeyFile);
    const copied = await copyDatabase(parts.databaseUrl, aside);
    const evidence = await copyEvidence(parts, copied.contents, aside);
    const masterKey = keyFile === null ? null : await keepMasterKey(keyFile, copied.wrappedKeys, aside);
    const manifest: BackupManifest = {
      format: FORMAT,
      version: VERSION,
      causeway: parts.version,
      takenAt: copied.takenAt,
      postgresql: copied.serverVersion,
      migrations: copied.migrations,
      tables: copied.tables,
      evidence,
      settings: parts.settings,
      masterKey,
    };
    const { text, hash } = renderManifest(manifest);
    writeFileDurably(join(aside, MANIFEST_HASH_FILE), hash, 0o600);
    writeFileDurably(join(aside, MANIFEST_FILE), text, 0o600);
    await rename(aside, target);
    syncFolder(dirname(target));
    return manifest;
  } catch (cause) {
    await rm(aside, { recursive: true, force: true });
    if (systemErrorCode(cause) === 'ENOSPC')
      throw new BackupError('The disk of the backup is full. Nothing was kept of it. Make room, then run this again.', {
        cause,
      });
    throw cause;
  }
}

async function isMissing(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => false,
    (cause: unknown) => systemErrorCode(cause) === 'ENOENT',
  );
}

/**
 * Why the folder `target` cannot be made, by the system's error code, and what to do. A folder that is there keeps its owner: /var/backups
 * is not the service's alone.
 */
export function explainPlace(target: string, code: string, isParentMissing: boolean): string {
  const parent = dirname(target);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return isParentMissing
        ? `This user may not make ${parent}. Make it as root with "${makeFor(parent)}" and run this again, or name another place.`
        : `This user may not make a folder in ${parent}. Make one as root with "${makeFor(join(parent, 'causeway'))}" and name ${join(parent, 'causeway', basename(target))}, or name another place.`;
    case 'EROFS':
      return `${parent} lies on a file system that cannot be written. Name another place; a unit of systemd writes only where ReadWritePaths= lets it.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${parent} is no folder. Name another place.`;
    default:
      return `No folder can be made in ${parent} (${code}). Name another place.`;
  }
}

/** The command as a shell reads it: a name with anything but letters, digits and what is common in paths goes into quotes. */
function makeFor(folder: string): string {
  const word = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
  return `install -d -o ${userInfo().username} -m 700 ${word}`;
}

async function requireAbsent(target: string): Promise<void> {
  try {
    await lstat(target);
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return;
    throw cause;
  }
  const isEmpty = await readdir(target).then(
    (names) => names.length === 0,
    () => false,
  );
  // An empty folder gives its name away by rename; anything else is somebody's.
  if (!isEmpty) throw new BackupError(`${target} exists already. Name a folder that does not.`);
}

/**
 * A snapshot shows rows, but not the files of a table that a migration rewrites: read by an older snapshot it is empty. So every table
 * is locked against that first, and the snapshot is taken when all of them are. Begins anew where a migration came in between.
 */
async function copyDatabase(databaseUrl: string, folder: string) {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const tables = await inCopySession(
      { url: databaseUrl, mode: 'read only', applicationName: 'causeway backup' },
      listTables,
    );
    const copied = await inCopySession(
      { url: databaseUrl, mode: 'isolation level repeatable read read only', applicationName: 'causeway backup' },
      (session) => copyLocked(session, tables, folder),
    ).catch((cause: unknown) => {
      if (isLockLost(cause)) return null;
      throw cause;
    });
    if (copied !== null) return copied;
  }
  throw new BackupError('The tables change all the time: migrations are running. Run this again when they are done.');
}

/** Null when the tables are no longer those that were listed. */
async function copyLocked(session: CopySession, listed: readonly TableShape[], folder: string) {
  // A row that a policy hides would be missing in silence; with this it is an error.
  await session.run('set local row_security = off');
  await lockTables(session, listed);
  // The first query takes the snapshot; neither of the two statements before it does.
  const moment = await readSnapshotMoment(session);
  const migrations = await listAppliedMigrations(session);
  const shapes = await listTables(session);
  if (JSON.stringify(shapes) !== JSON.stringify(listed)) return null;
  const tables: TableFile[] = [];
  for (const table of shapes) tables.push(await copyTable(session, table, folder));
  const contents = await listReferredContents(session);
  const wrappedKeys = [...(await listPurposeKeys(session)), ...(await listDataKeys(session))];
  return { ...moment, migrations, tables, contents, wrappedKeys };
}

async function copyTable(session: CopySession, table: TableShape, folder: string): Promise<TableFile> {
  const path = `tables/${table.name}.copy.gz`;
  const counting = countLines();
  const source = await copyTableOut(session, table);
  const facts = await writeHashedFile(join(folder, path), source, [counting, createGzip({ level: GZIP_LEVEL })]);
  return { table: table.name, columns: table.columns, rows: counting.lines(), path, ...facts };
}

/** In the text form every row ends with the only line feed that is not escaped. */
function countLines(): Transform & { lines(): number } {
  let lines = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
      done(null, chunk);
    },
  });
  return Object.assign(stream, { lines: () => lines });
}

/**
 * Contents never change and come before the rows that refer to them, so those of the snapshot are there now. A purge may have taken
 * some whose rows it was about to take; every other one that is not there was missing before.
 */
async function copyEvidence(
  parts: BackupParts,
  contents: readonly { readonly sha256: string }[],
  folder: string,
): Promise<ListFile> {
  const lines: Buffer[] = [];
  const absent: string[] = [];
  let contentBytes = 0;
  for (const { sha256 } of contents) {
    const source = await parts.evidence.open(sha256).catch((cause: unknown) => {
      if (cause instanceof EvidenceMissingError) return null;
      throw cause;
    });
    if (source === null) {
      absent.push(sha256);
      continue;
    }
    const facts = await writeHashedFile(join(folder, contentPath(sha256)), source);
    if (facts.sha256 !== sha256)
      throw new BackupError(
        `The evidence ${sha256} is damaged: its bytes have another hash. Put it back from an earlier backup, or remove the file to leave it out.`,
      );
    lines.push(Buffer.from(`${sha256} ${facts.sizeBytes}\n`));
    contentBytes += facts.sizeBytes;
  }
  const missing = absent.length === 0 ? [] : await keepReferred(parts.databaseUrl, absent);
  const list = await writeHashedFile(join(folder, EVIDENCE_LIST_FILE), Readable.from(lines));
  return { path: EVIDENCE_LIST_FILE, ...list, contents: lines.length, contentBytes, missing };
}

/** Writes the key file, if it opens every key that was copied. */
async function keepMasterKey(
  bytes: Uint8Array,
  wrappedKeys: readonly Uint8Array[],
  folder: string,
): Promise<ArchivedFile> {
  const keys = readKeyFile(bytes, MASTER_KEY_FILE);
  for (const wrapped of wrappedKeys) {
    try {
      (await keys.unwrap(wrapped)).fill(0);
    } catch (cause) {
      if (!(cause instanceof VaultError)) throw cause;
      throw new BackupError(
        'The master key was changed while the backup was made; make it again. If it was not, a key in CAUSEWAY_MASTER_KEY_PREVIOUS protects some keys still: run "causeway vault rotate" first.',
        { cause },
      );
    }
  }
  writeFileDurably(join(folder, MASTER_KEY_FILE), bytes, 0o600);
  return { path: MASTER_KEY_FILE, ...factsOf(bytes) };
}

async function keepReferred(databaseUrl: string, absent: readonly string[]): Promise<string[]> {
  const referred = await inCopySession(
    { url: databaseUrl, mode: 'read only', applicationName: 'causeway backup' },
    (session) => listStillReferred(session, absent),
  );
  return absent.filter((sha256) => referred.has(sha256));
}
