import { closeSync, constants, openSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/**
 * Who the server runs as. PostgreSQL refuses to run as root, so a root process drops to an unprivileged user for it; anybody
 * else runs it as themselves.
 */
export type ServerUser =
  | { readonly kind: 'self' }
  | { readonly kind: 'dropped'; readonly name: string; readonly uid: number; readonly gid: number };

/** Names tried in this order: the system's database account first, then the account every Unix has. */
const UNPRIVILEGED_USERS = ['postgres', '_postgres', 'nobody'] as const;

/** Chooses the server's user. An existing cluster keeps the owner it has, unless that is root. */
export function chooseServerUser(clusterOwner: Stats | null): ServerUser {
  if (process.geteuid?.() !== 0) return { kind: 'self' };
  if (clusterOwner !== null && clusterOwner.uid !== 0) {
    return { kind: 'dropped', name: `uid ${clusterOwner.uid}`, uid: clusterOwner.uid, gid: clusterOwner.gid };
  }
  const accounts = readAccounts();
  for (const name of UNPRIVILEGED_USERS) {
    const account = accounts.get(name);
    if (account !== undefined && account.uid !== 0) return { kind: 'dropped', name, ...account };
  }
  throw new EmbeddedPostgresError({
    code: 'no-server-user',
    problem: `PostgreSQL refuses to run as root, and this system has none of the users ${UNPRIVILEGED_USERS.join(', ')}.`,
    fix: 'Run as an ordinary user, create the user "postgres", or set DATABASE_URL to a PostgreSQL server of your own.',
  });
}

/** Whether the server's user may pass through every folder above the path and enter or read the path itself. */
export function canServerReach(path: string, user: ServerUser): boolean {
  if (user.kind === 'self') return true;
  let current = realpathSync(path);
  for (;;) {
    const stat = statSync(current);
    if (!mayUse(stat, user, stat.isDirectory() ? constants.X_OK : constants.R_OK)) return false;
    const parent = dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

/** A folder as the server names it, with the descriptors it has to inherit for that name to work. */
export interface SharedFolder {
  readonly path: string;
  readonly inheritedFds: readonly number[];
  /** Closes our own descriptors; call it once the server has been spawned. */
  close(): void;
}

/** The first descriptor after standard input, output and error: the place `inheritedFds[0]` takes in the child. */
const FIRST_INHERITED_FD = 3;

/**
 * Lets the server work in a folder whose parents its user may not enter (a clone below /root). We open the folder, the server
 * inherits the descriptor and names the folder `/proc/self/fd/3`: the kernel follows that name without walking the
 * parents, so no permission of the system is loosened and the server gains no capability.
 */
export function shareFolder(path: string, user: ServerUser): SharedFolder {
  if (canServerReach(path, user)) return { path, inheritedFds: [], close: () => undefined };
  if (process.platform !== 'linux') {
    throw new EmbeddedPostgresError({
      code: 'unreachable-folder',
      problem: `The database runs as another user because you are root, and that user cannot reach ${path}.`,
      fix: 'Run as an ordinary user, or use a data directory below a folder that everybody may enter.',
    });
  }
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${FIRST_INHERITED_FD}`, inheritedFds: [fd], close: () => closeSync(fd) };
}

/**
 * glibc gives every block above 128 kB back to the system as soon as it is freed, so a server that builds pages of several
 * hundred kB spends a third of its time on page faults. With these bounds such blocks stay with the process that
 * uses them. Systems without glibc ignore the names.
 */
const ALLOCATION = { MALLOC_MMAP_THRESHOLD_: String(8 << 20), MALLOC_TRIM_THRESHOLD_: String(16 << 20) };

/** What `spawn` needs to start a program as the server's user: the ids, and an environment without our secrets. */
export function serverSpawnOptions(user: ServerUser): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...ALLOCATION };
  if (user.kind === 'self') return { cwd: '/', env };
  return { cwd: '/', env, uid: user.uid, gid: user.gid };
}

function mayUse(stat: Stats, user: { uid: number; gid: number }, right: number): boolean {
  if (stat.uid === user.uid) return ((stat.mode >> 6) & right) === right;
  if (stat.gid === user.gid) return ((stat.mode >> 3) & right) === right;
  return (stat.mode & right) === right;
}

function readAccounts(): Map<string, { uid: number; gid: number }> {
  const accounts = new Map<string, { uid: number; gid: number }>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name !== undefined && uid !== undefined && gid !== undefined) {
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}
