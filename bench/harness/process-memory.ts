import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process, in MB (10^6 bytes): what it holds just now, and the most it has held where the system tells. */
export interface ProcessMemory {
  readonly residentMb: number;
  readonly peakMb: number | null;
}

/** Asks Linux through /proc, any other system through `ps`. */
export function readProcessMemory(pid: number): ProcessMemory {
  if (process.platform !== 'linux') {
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return { residentMb: (kilobytes * 1_024) / 1e6, peakMb: null };
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`/proc/${pid}/status tells no ${name}`);
    return (Number(kilobytes) * 1_024) / 1e6;
  };
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}
