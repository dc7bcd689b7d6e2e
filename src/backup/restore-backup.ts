import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { type CopySession, inCopySession } from '../infra/database/copy-session.ts';
import { writeFileDurably } from '../infra/durable-file.ts';
import type { EvidenceStore } from '../infra/evidence-store.ts';
import { type Migration, readMigrations } from '../infra/migrations.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import type { KeyRing } from '../infra/vault/master-key.ts';
import { VaultError } from '../infra/vault/vault-error.ts';
import {
  copyTableIn,
  countOtherSessions,
  deletePurposeKeys,
  endRestoredAccess,
  listDataKeys,
  listFilledTables,
  listPurposeKeys,
  listTables,
  settleRestored,
} from '../store/tenants/whole-database.ts';
import { factsOf, hashFile } from './hashed-file.ts';
import {
  type ArchivedFile,
  BackupError,
  type BackupManifest,
  contentPath,
  EVIDENCE_LIST_FILE,
  MANIFEST_FILE,
  MANIFEST_HASH_FILE,
  parseManifest,
  type TableFile,
} from './manifest.ts';

/** A backup that was read once and found whole, but for its evidence, which is held against its hashes when it is copied. */
export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: BackupManifest;
  readonly contents: readonly { readonly sha256: string; readonly sizeBytes: number }[];
}

/** Reads manifest and tables and holds them against their hashes. Throws BackupError. */
export async function checkBackup(folder: string): Promise<CheckedBackup> {
  const root = resolve(folder);
  const manifest = await readManifest(root);
  const { tables, evidence, masterKey } = manifest;
  for (const file of [...tables, evidence, ...(masterKey === null ? [] : [masterKey])]) await requireWhole(root, file);
  const list = await readFile(join(root, EVIDENCE_LIST_FILE), 'utf8');
  const contents = list
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sha256 = '', sizeBytes] = line.split(' ');
      return { sha256, sizeBytes: Number(sizeBytes) };
    });
  return { folder: root, manifest, contents };
}

/** Holds the evidence of a backup against its hashes as well. Throws BackupError. */
export async function checkContents({ folder, contents }: CheckedBackup): Promise<void> {
  for (const { sha256, sizeBytes } of contents)
    await requireWhole(folder, { path: contentPath(sha256), sha256, sizeBytes });
}

async function readManifest(root: string): Promise<BackupManifest> {
  try {
    const [text, hash] = await Promise.all([
      readFile(join(root, MANIFEST_FILE), 'utf8'),
      readFile(join(root, MANIFEST_HASH_FILE), 'utf8'),
    ]);
    return parseManifest(text, hash);
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ENOENT') throw cause;
    throw new BackupError(
      `${root} holds no whole backup: it has no manifest. Name the folder that "causeway backup" made.`,
    );
  }
}

async function requireWhole(root: string, { path, sizeBytes, sha256 }: ArchivedFile): Promise<void> {
  const facts = await hashFile(join(root, path)).catch((cause: unknown) => {
    if (systemErrorCode(cause) === 'ENOENT') return null;
    throw cause;
  });
  if (facts === null) throw new BackupError(`The backup is not whole: ${path} is missing. Use another backup.`);
  if (facts.sizeBytes !== sizeBytes || facts.sha256 !== sha256)
    throw new BackupError(`The backup is damaged: ${path} has other bytes than were written. Use another backup.`);
}

/** Where a backup is restored to. */
export interface RestoreTarget {
  /** Of the role that is to own the tables. */
  readonly databaseUrl: string;
  readonly migrationsDir: string;
  readonly dataDir: string;
  readonly evidence: Pick<EvidenceStore, 'put'>;
  /** Brings the database to the state after the migration of that number; to the present one for null. */
  migrate(through: number | null): Promise<void>;
  /** The master keys of the target; called once the key file of the backup, if it holds one, is in its place. */
  openMasterKeys(): Promise<Pick<KeyRing, 'unwrap'> | null>;
}

/**
 * Fills an empty installation from a backup: all of the database in one transaction, the evidence before it. Interrupted anywhere it
 * leaves an installation without any organization, into which the restore can be repeated. Throws BackupError.
 */
export async function restoreBackup(backup: CheckedBackup, target: RestoreTarget): Promise<void> {
  const { manifest, folder } = backup;
  requireKnownMigrations(manifest, readMigrations(target.migrationsDir));
  await requireAlone(target);
  await target.migrate(manifest.migrations.at(-1)?.number ?? 0);
  await inTarget(target, requireEmpty);
  if (manifest.masterKey !== null) await placeMasterKey(folder, manifest.masterKey, target.dataDir);
  for (const { sha256, sizeBytes } of backup.contents) await restoreContent(backup, target, sha256, sizeBytes);
  await inTarget(target, async (session) => {
    await requireEmpty(session);
    await deletePurposeKeys(session);
    const filled = manifest.tables.filter(({ rows }) => rows > 0);
    const isKeys = ({ table }: TableFile) => table === 'purpose_keys';
    // Loading the rest takes long, and would be for nothing.
    for (const file of filled.filter(isKeys)) await restoreTable(session, folder, file);
    await requireMasterKey(target, await listPurposeKeys(session));
    for (const file of filled) if (!isKeys(file)) await restoreTable(session, folder, file);
    await requireMasterKey(target, await listDataKeys(session));
    await endRestoredAccess(session);
    await settleRestored(session, manifest.takenAt);
  });
  await target.migrate(null);
}

async function restoreTable(session: CopySession, folder: string, { table, columns, path }: TableFile): Promise<void> {
  const taking = await copyTableIn(session, { name: table, columns });
  await pipeline(createReadStream(join(folder, path)), createGunzip(), taking);
}

function inTarget<T>(target: RestoreTarget, work: (session: CopySession) => Promise<T>): Promise<T> {
  const mode = 'isolation level read committed';
  return inCopySession({ url: target.databaseUrl, mode, applicationName: 'causeway restore' }, work);
}

/** How often, and with what pauses, it is looked whether others have gone: sessions of a process that has just ended end a moment after it. */
const LOOKS_FOR_OTHERS = { most: 30, pauseMs: 100 };

async function requireAlone(target: RestoreTarget): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    // Each time in a transaction of its own, because one that goes on sees the sessions that it has seen.
    const others = await inTarget(target, countOtherSessions);
    if (others === 0) return;
    if (looks === LOOKS_FOR_OTHERS.most)
      throw new BackupError(
        `${others} other sessions use this database. Stop every process of Causeway, then run this again.`,
      );
    await delay(LOOKS_FOR_OTHERS.pauseMs);
  }
}

/** The tables of the backup must have the form that the same migrations give them here. */
function requireKnownMigrations({ migrations, causeway }: BackupManifest, files: readonly Migration[]): void {
  for (const [index, applied] of migrations.entries()) {
    const file = files[index];
    if (file?.sha256 !== applied.sha256)
      throw new BackupError(
        `The backup was made by release ${causeway}, whose migration ${applied.name} this release does not have. Restore with that release or a newer one.`,
      );
  }
}

async function requireEmpty(session: CopySession): Promise<void> {
  const tables = (await listTables(session)).filter(({ name }) => name !== 'purpose_keys');
  const filled = await listFilledTables(session, tables);
  if (filled.length > 0)
    throw new BackupError(
      `The database is not empty: ${filled.slice(0, 5).join(', ')} hold rows. A backup is restored into an empty database only; name another one, or another data folder.`,
    );
}

/** A key file that is there already is left alone; whether it fits shows when the restored keys are opened. */
async function placeMasterKey(folder: string, file: ArchivedFile, dataDir: string): Promise<void> {
  const path = join(dataDir, 'master.key');
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const bytes = await readFile(join(folder, file.path));
  if (factsOf(bytes).sha256 !== file.sha256)
    throw new BackupError(`The backup is damaged: ${file.path} changed while it was read.`);
  writeFileDurably(path, bytes, 0o600);
}

async function restoreContent(
  { folder }: CheckedBackup,
  target: RestoreTarget,
  sha256: string,
  sizeBytes: number,
): Promise<void> {
  const path = contentPath(sha256);
  await requireWhole(folder, { path, sha256, sizeBytes });
  const stored = await target.evidence.put(createReadStream(join(folder, path)), { maxBytes: sizeBytes });
  if (stored.sha256 !== sha256) throw new BackupError(`The backup is damaged: ${path} changed while it was read.`);
}

/** With another master key no process would start and no secret open; nothing is kept then. */
async function requireMasterKey(target: RestoreTarget, wrapped: readonly Uint8Array[]): Promise<void> {
  if (wrapped.length === 0) return;
  const keys = await target.openMasterKeys();
  if (keys === null)
    throw new BackupError(
      'The backup needs the master key that was in force when it was made, and there is none here. Put "master.key" into the data folder, or set CAUSEWAY_MASTER_KEY, and run this again.',
    );
  for (const key of wrapped) {
    try {
      (await keys.unwrap(key)).fill(0);
    } catch (cause) {
      if (!(cause instanceof VaultError)) throw cause;
      throw new BackupError(
        'The master key here does not open what the backup holds. Put the key that was in force when it was made into the data folder or into CAUSEWAY_MASTER_KEY, and run this again.',
        { cause },
      );
    }
  }
}
