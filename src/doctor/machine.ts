import { statfs } from 'node:fs/promises';
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
