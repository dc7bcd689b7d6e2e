import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';

/**
 * Names a living process so that a recycled process id is never mistaken for it: boot and start time on Linux, start time
 * elsewhere. Null when no such process lives; a zombie does not live.
 */
export function identifyProcess(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return identifyByProc(pid);
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const started = ps.status === 0 ? ps.stdout.trim() : '';
  return started === '' ? null : started;
}

/**
 * Whether the process works inside the folder. A postmaster and all its children make the cluster folder their working
 * directory, so this tells our server from a stranger with a recycled process id.
 */
export function worksInside(pid: number, directory: string): boolean {
  if (process.platform === 'linux') {
    const target = statOrNull(directory);
    return target !== null && isCwd(pid, target);
  }
  const ps = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.status === 0 && ps.stdout.includes(directory);
}

/** Ids of the living processes whose working directory is the folder. Empty where the system has no /proc to ask. */
export function listProcessesInside(directory: string): number[] {
  const target = statOrNull(directory);
  if (process.platform !== 'linux' || target === null) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isCwd(pid, target) && identifyProcess(pid) !== null);
}

function identifyByProc(pid: number): string | null {
  let stat: string;
  let bootId: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    // The process is gone: reading its entry is the only test the system offers.
    return null;
  }
  // The command name stands in parentheses and may hold spaces and parentheses itself; fields count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = fields[19];
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return null;
  return `${bootId}:${startTicks}`;
}

function isCwd(pid: number, target: Stats): boolean {
  const cwd = statOrNull(`/proc/${pid}/cwd`);
  return cwd !== null && cwd.dev === target.dev && cwd.ino === target.ino;
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Absent, or another user's process: either way nothing of ours.
    return null;
  }
}
