import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../system-error.ts';
import { programPath, repairLinks } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { canServerReach, type ServerUser } from './server-user.ts';

/** Where a root process keeps programs that the server's user must reach: the place for a service's own state. */
export const SYSTEM_COPY_PARENT = '/var/lib/causeway';

/**
 * Answers a package folder whose programs the server's user can run and whose library links are complete: the installed one
 * where it will do, else a copy (hard links where possible) in the data directory or, below a folder the user cannot
 * enter, in /var/lib/causeway. PostgreSQL resolves its own real path, so programs cannot be reached through a descriptor as data can.
 */
export function preparePrograms(
  packageDir: string,
  dataDir: string,
  user: ServerUser,
  systemCopyParent: string = SYSTEM_COPY_PARENT,
): string {
  const links = repairLinks(packageDir);
  if (links !== 'read-only' && canServerReach(programPath(packageDir, 'postgres'), user)) return packageDir;
  const parent = canServerReach(dataDir, user) ? dataDir : systemCopyParent;
  const copy = join(parent, `programs-${copyKey(packageDir)}`);
  try {
    if (isTrusted(copy)) return copy;
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    return makeCopy(packageDir, copy);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw cause;
    throw new EmbeddedPostgresError({
      code: 'unreachable-folder',
      problem: `The database's user cannot run the programs in ${packageDir}, and they cannot be copied to ${parent}.`,
      fix: 'Run as an ordinary user, or move the project below a folder that everybody may enter, such as /srv.',
      cause,
    });
  }
}

/** A copy belongs to one build of the programs: another package version or a reinstall gets its own. */
function copyKey(packageDir: string): string {
  const stat = statSync(programPath(packageDir, 'postgres'));
  const identity = `${packageDir}\n${stat.size}\n${stat.mtimeMs}`;
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

/** A finished copy counts only if it is ours and nobody else may write it: we are about to run what it holds. */
function isTrusted(copy: string): boolean {
  const stat = lstatSync(copy, { throwIfNoEntry: false });
  if (stat === undefined || !existsSync(programPath(copy, 'postgres'))) return false;
  return stat.isDirectory() && stat.uid === process.geteuid?.() && (stat.mode & 0o022) === 0;
}

function makeCopy(packageDir: string, copy: string): string {
  const staging = `${copy}.${randomBytes(6).toString('hex')}`;
  try {
    copyTree(join(packageDir, 'native'), join(staging, 'native'));
    repairLinks(staging);
    chmodSync(staging, 0o755);
    renameSync(staging, copy);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    // Another process finished the same copy first.
    if (isTrusted(copy)) return copy;
    throw error;
  }
  return copy;
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else copyFile(source, target);
  }
}

function copyFile(source: string, target: string): void {
  const mode = statSync(source).mode;
  const shared = (mode & 0o111) === 0 ? 0o644 : 0o755;
  // A hard link shares the mode of the original, so it only serves when everybody may read that.
  if ((mode & shared) === shared) {
    try {
      linkSync(source, target);
      return;
    } catch (error) {
      const code = systemErrorCode(error);
      // Another file system, or a system that forbids links to files of others: copy the bytes.
      if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'EMLINK') throw error;
    }
  }
  copyFileSync(source, target);
  chmodSync(target, shared);
}
