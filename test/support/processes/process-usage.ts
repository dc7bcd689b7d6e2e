import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { listGroup, measureGroup } from '../../../src/infra/browser/process-group.ts';

/** What a worker and its browser hold and have used up. Linux only. */
export interface WorkerUsage {
  readonly workerMb: number;
  readonly browserMb: number;
  readonly browserProcesses: number;
  readonly workerCpuMs: number;
  /** Of the browsers that run just now, with all their processes that have ended. */
  readonly browserCpuMs: number;
}

/** The unit of the kernel's counters on every machine that Node runs on. */
const TICK_MS = 10;

/** Memory in MB (10^6 bytes) as proportional shares, in which a page that several processes share counts once. */
export async function readWorkerUsage(workerPid: number): Promise<WorkerUsage> {
  // Browsers lead groups of their own; the worker starts nothing else.
  const groups = listChildren(workerPid);
  const memory = await Promise.all(groups.map(measureGroup));
  return {
    workerMb: readShareMb(workerPid),
    browserMb: memory.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6,
    browserProcesses: memory.reduce((sum, { processes }) => sum + processes, 0),
    workerCpuMs: readCpuMs(workerPid).own,
    browserCpuMs: groups
      .flatMap(listGroup)
      .map(readCpuMs)
      .reduce((sum, { own, ended }) => sum + own + ended, 0),
  };
}

/** Time on the processors so far, of a process itself and of those of its children that have ended. */
export function readCpuMs(pid: number): { readonly own: number; readonly ended: number } {
  const fields = readStat(pid);
  const ticks = (place: number) => Number(fields[place] ?? 0) * TICK_MS;
  return { own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
}

/** The program of the browser that a worker runs just now, with what it needs to find its fonts and libraries. */
export function findBrowser(workerPid: number): {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
} {
  const [pid] = listChildren(workerPid);
  if (pid === undefined) throw new Error('the worker runs no browser');
  const environment = readFileOrNothing(`/proc/${pid}/environ`)
    .split('\0')
    .filter((each) => /^(FONTCONFIG_FILE|LD_LIBRARY_PATH)=/.test(each))
    .map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]);
  return { program: readlinkSync(`/proc/${pid}/exe`), environment: Object.fromEntries(environment) };
}

/** Processes that a process has started and that are still there. */
export function listChildren(parentPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(readStat(pid)[1]) === parentPid);
}

/** Fields of a process behind its name, from its state on; none when it is gone. */
function readStat(pid: number): readonly string[] {
  const stat = readFileOrNothing(`/proc/${pid}/stat`);
  // The command name stands in parentheses and may hold spaces and parentheses itself.
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readShareMb(pid: number): number {
  const text = readFileOrNothing(`/proc/${pid}/smaps_rollup`);
  return (Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024) / 1e6;
}

function readFileOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process is gone: reading its entry is the only test the system offers.
    return '';
  }
}
