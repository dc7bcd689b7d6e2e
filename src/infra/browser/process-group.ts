import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runProgramText } from './run-program-text.ts';

/** Processes of a group and the memory they hold together, in bytes. */
export interface GroupMemory {
  readonly processes: number;
  readonly bytes: number;
}

/**
 * Memory of a process group. On Linux it is the proportional share (PSS), in which a page that several processes share
 * counts once; plain sizes added up would count the browser's own code once per tab. Elsewhere `ps` gives plain sizes.
 */
export async function measureGroup(groupId: number): Promise<GroupMemory> {
  if (process.platform !== 'linux') return measureByPs(groupId);
  const members = listGroup(groupId);
  // The kernel walks all pages of a process for its share, so this must not hold up the event loop.
  const shares = await Promise.all(members.map(readShareBytes));
  return { processes: members.length, bytes: shares.reduce((sum, bytes) => sum + bytes, 0) };
}

/** Ids of the living processes of a group; zombies do not live. Linux only, empty elsewhere. */
export function listGroup(groupId: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const fields = readStatFields(pid);
      return fields !== null && fields[0] !== 'Z' && fields[0] !== 'X' && Number(fields[2]) === groupId;
    });
}

/** Sends a signal to every process of a group. False when there is none left. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch {
    // No such group: that is the answer.
    return false;
  }
}

/** State, parent and group of a process, as the kernel lists them behind the command name; null when it is gone. */
function readStatFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name stands in parentheses and may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process is gone: reading its entry is the only test the system offers.
    return null;
  }
}

async function readShareBytes(pid: number): Promise<number> {
  // A process that has ended meanwhile takes nothing.
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'latin1').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024;
}

async function measureByPs(groupId: number): Promise<GroupMemory> {
  const text = await runProgramText('ps', ['-A', '-o', 'pgid=,rss=']);
  const sizes = (text ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([group]) => Number(group) === groupId)
    .map(([, kilobytes]) => Number(kilobytes) * 1_024);
  return { processes: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
