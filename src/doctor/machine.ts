import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, ok, problem, warn } from './finding.ts';

/** The oldest Node that runs the source as it is. */
const MIN_NODE = [22, 18] as const;
/** Below the first nothing should be written any more; below the second it is time to make room. */
const FULL_BYTES = 512 * 2 ** 20;
const FULL_SOON_BYTES = 5 * 2 ** 30;
const FULL_SOON_SHARE = 0.1;

/** `version` as `process.versions.node` gives it. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return isNewEnough
    ? ok('node', `Node ${version}.`)
    : problem(
        'node',
        `Node ${version} is too old.`,
        `Use Node ${MIN_NODE.join('.')} or newer; bin/causeway.mjs finds one.`,
      );
}

/** Whether the data folder is there, can be written, and keeps its secrets. `mayUse` says whether this user may read and write a folder. */
export async function checkDataFolder(
  dataDir: string,
  mayUse = mayReadAndWrite,
): Promise<{ readonly findings: readonly Finding[]; readonly isUsable: boolean }> {
  const folder = await stat(dataDir).catch(() => null);
  if (folder === null)
    return {
      findings: [ok('data-folder', `${dataDir} is not there yet; the first start makes it.`)],
      isUsable: true,
    };
  if (!folder.isDirectory())
    return {
      findings: [problem('data-folder', `${dataDir} is no folder.`, 'Name a folder in CAUSEWAY_DATA_DIR.')],
      isUsable: false,
    };
  if (!(await mayUse(dataDir)))
    return {
      findings: [
        problem(
          'data-folder',
          `This user may not write ${dataDir}.`,
          'Run as the user who owns it, or give it to this user with "chown -R".',
        ),
      ],
      isUsable: false,
    };
  const findings: Finding[] = [];
  for (const name of ['master.key', 'evidence']) {
    const path = join(dataDir, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && (found.mode & 0o077) !== 0)
      findings.push(
        problem(
          'data-folder',
          `Others may read ${path}.`,
          `Run "chmod ${found.isDirectory() ? '700' : '600'} ${path}".`,
        ),
      );
  }
  if (findings.length === 0) findings.push(ok('data-folder', `${dataDir} can be written and keeps its secrets.`));
  return { findings, isUsable: true };
}

function mayReadAndWrite(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Free and all bytes of the disk under a folder. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Of the disk that the folder lies on. Free is what this user may take, not what the file system has left for root. */
export async function readDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Full, full soon (little is free, in bytes and as a share), or neither. */
export function checkDisk({ freeBytes, totalBytes }: DiskSpace): Finding {
  const free = `${(freeBytes / 2 ** 30).toFixed(1)} GiB are free`;
  const fix = 'Make room, or move the data folder to a larger disk; evidence is kept for good.';
  if (freeBytes < FULL_BYTES) return problem('disk', `The disk of the data folder is full: ${free}.`, fix);
  if (freeBytes < FULL_SOON_BYTES && freeBytes < totalBytes * FULL_SOON_SHARE)
    return warn('disk', `The disk of the data folder is full soon: ${free}.`, fix);
  return ok('disk', `${free} on the disk of the data folder.`);
}
