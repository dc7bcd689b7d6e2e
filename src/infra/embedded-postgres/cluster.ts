import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syncFolder, writeFileDurably } from '../durable-file.ts';
import { systemErrorCode } from '../system-error.ts';
import { programPath } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { runProgram } from './run-program.ts';
import { canServerReach, type ServerUser, shareFolder } from './server-user.ts';

/** The account that owns the cluster; its password lies beside the cluster, readable by its owner only. */
export const SUPERUSER = 'postgres';

const STAGING_PREFIX = 'cluster.initialising-';

/** The folder PostgreSQL itself works in. */
export function clusterPath(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** The owner and mode of the cluster folder, or null before the first start. */
export function findClusterStat(dataDir: string): Stats | null {
  return statSync(clusterPath(dataDir), { throwIfNoEntry: false }) ?? null;
}

/** Refuses a cluster that another major version of PostgreSQL made: its files cannot be read by this one. */
export function checkClusterVersion(dataDir: string, serverVersion: string): void {
  const file = join(clusterPath(dataDir), 'PG_VERSION');
  let found: string;
  try {
    found = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (systemErrorCode(cause) === 'EACCES') throw foreignOwner(dataDir, cause);
    throw new EmbeddedPostgresError({
      code: 'bad-data-directory',
      problem: `${clusterPath(dataDir)} exists but is not a PostgreSQL cluster: ${file} cannot be read.`,
      fix: 'Restore the folder from a backup, or move it away to begin with an empty database.',
      cause,
    });
  }
  const expected = serverVersion.split('.')[0];
  if (found === expected) return;
  throw new EmbeddedPostgresError({
    code: 'version-mismatch',
    problem: `${clusterPath(dataDir)} was made by PostgreSQL ${found}, and the installed one is ${serverVersion}.`,
    fix: `Start with the release that brought PostgreSQL ${found}, run "causeway backup", then restore with this one.`,
  });
}

/** Refuses a cluster of another user, and gives one that root owns (a restored copy) to the server's user. */
export function settleClusterOwner(dataDir: string, user: ServerUser): void {
  const cluster = clusterPath(dataDir);
  const owner = statSync(cluster).uid;
  if (user.kind === 'self') {
    if (owner !== process.geteuid?.()) throw foreignOwner(dataDir);
    return;
  }
  if (owner !== user.uid) giveTree(cluster, user.uid, user.gid);
  chmodSync(cluster, 0o700);
}

/**
 * Makes the cluster with initdb in a folder aside and moves it into place whole, so that a start that dies half-way leaves
 * nothing that looks like a database. Writes the superuser's password first.
 */
export async function createCluster(options: {
  readonly dataDir: string;
  readonly packageDir: string;
  readonly user: ServerUser;
  readonly durable: boolean;
}): Promise<void> {
  const { dataDir, user } = options;
  removeUnfinishedClusters(dataDir);
  const password = randomBytes(24).toString('base64url');
  writeFileDurably(passwordPath(dataDir), password, 0o600);
  const staging = join(dataDir, `${STAGING_PREFIX}${randomBytes(6).toString('hex')}`);
  mkdirSync(staging, { mode: 0o700 });
  if (user.kind === 'dropped') chownSync(staging, user.uid, user.gid);
  const passwordFolder = mkdtempSync(join(tmpdir(), 'causeway-initdb-'));
  const folder = shareFolder(staging, user);
  try {
    const passwordFile = lendPassword(passwordFolder, password, user);
    const initdb = programPath(options.packageDir, 'initdb');
    const args = initdbArguments(folder.path, passwordFile, options.durable);
    const run = await runProgram(initdb, args, user, folder.inheritedFds);
    if (run.exitCode !== 0) throw initdbFailed(run.stderr, run.failure);
    renameSync(staging, clusterPath(dataDir));
    syncFolder(dataDir);
  } finally {
    folder.close();
    rmSync(passwordFolder, { recursive: true, force: true });
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The superuser's password, as the first start stored it. */
export function readPassword(dataDir: string): string {
  try {
    return readFileSync(passwordPath(dataDir), 'utf8').trim();
  } catch (cause) {
    if (systemErrorCode(cause) === 'EACCES') throw foreignOwner(dataDir, cause);
    throw new EmbeddedPostgresError({
      code: 'password-missing',
      problem: `The database in ${dataDir} exists, but its password file ${passwordPath(dataDir)} cannot be read.`,
      fix: 'Restore the file from the backup of the same folder; without it nobody can sign in to the database.',
      cause,
    });
  }
}

function passwordPath(dataDir: string): string {
  return join(dataDir, 'superuser-password');
}

function initdbArguments(folder: string, passwordFile: string, durable: boolean): string[] {
  return [
    ...['-D', folder, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
}

/** initdb reads the password from a file as the server's user: lent in a private folder for as long as initdb runs. */
function lendPassword(folder: string, password: string, user: ServerUser): string {
  const file = join(folder, 'password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (user.kind === 'self') return file;
  chownSync(file, user.uid, user.gid);
  chownSync(folder, user.uid, user.gid);
  if (canServerReach(folder, user)) return file;
  throw new EmbeddedPostgresError({
    code: 'unreachable-folder',
    problem: `The database runs as ${user.name} because you are root, and that user cannot reach ${tmpdir()}.`,
    fix: 'Set TMPDIR to a folder that everybody may enter, such as /tmp, or run as an ordinary user.',
  });
}

function removeUnfinishedClusters(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(STAGING_PREFIX)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function giveTree(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) giveTree(child, uid, gid);
    else lchownSync(child, uid, gid);
  }
}

/** The refusal to touch what another user owns. */
export function foreignOwner(dataDir: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError({
    code: 'owned-by-another-user',
    problem: `The database in ${dataDir} belongs to another user.`,
    fix: `Start as that user, or give it to yourself with "sudo chown -R $(id -u) ${dataDir}".`,
    cause,
  });
}

function initdbFailed(stderr: string, cause: unknown): EmbeddedPostgresError {
  const said = stderr.trim().split('\n').slice(-6).join('\n');
  return new EmbeddedPostgresError({
    code: 'initdb-failed',
    problem: `The database could not be created. initdb said: ${said === '' ? '(nothing)' : said}`,
    fix: 'Check free disk space and the rights on the folder, then start again; nothing half-made was kept.',
    cause,
  });
}

/** Whether a cluster is already there. */
export function clusterExists(dataDir: string): boolean {
  return existsSync(clusterPath(dataDir));
}
