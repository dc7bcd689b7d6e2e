import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What a run has left on the machine that it should not have. Linux only; elsewhere nothing is found. */
export interface LeftBehind {
  readonly processes: readonly string[];
  readonly folders: readonly string[];
  readonly ports: readonly string[];
}

/**
 * Looks for browsers that write into the folder and are not of that worker, for folders of browsers that are gone, and for ports
 * on which the worker still listens although no session is open. A null worker is one that has ended.
 */
export function findLeftBehind(browserDir: string, workerPid: number | null): LeftBehind {
  if (process.platform !== 'linux') return { processes: [], folders: [], ports: [] };
  const browsers = listProcesses().filter(({ command }) => command.includes(browserDir));
  const owned = new Set(browsers.filter(({ parent }) => parent === workerPid).map(({ pid }) => pid));
  const strangers = browsers.filter(({ group }) => !owned.has(group));
  const used = new Set(browsers.flatMap(({ command }) => /--user-data-dir=([^\s\0]+)/.exec(command)?.[1] ?? []));
  return {
    processes: strangers.map(({ pid, command }) => `${pid} ${command.replaceAll('\0', ' ').slice(0, 120)}`),
    folders: listFolders(join(browserDir, 'runs')).filter((folder) => !used.has(join(folder, 'profile'))),
    ports: workerPid === null ? [] : listListening(workerPid),
  };
}

interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly command: string;
}

function listProcesses(): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): SeenProcess[] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'latin1');
        return [{ pid: Number(name), parent: Number(parent), group: Number(group), command }];
      } catch {
        // It has ended while it was looked at.
        return [];
      }
    });
}

function listFolders(path: string): string[] {
  try {
    return readdirSync(path).map((name) => join(path, name));
  } catch {
    // No browser was ever started there.
    return [];
  }
}

const LISTEN = '0A';

/** Local addresses, as the kernel writes them, on which a process listens. */
function listListening(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        // Closed while it was looked at.
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && sockets.has(fields[9] ?? ''))
      .map((fields) => fields[1] ?? ''),
  );
}
