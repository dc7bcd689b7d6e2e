import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../system-error.ts';
import { identifyProcess } from './process-identity.ts';

/** The process that starts and stops the server of a data directory. */
export interface Supervisor {
  readonly pid: number;
  readonly identity: string;
}

export type SupervisorLock =
  | { readonly kind: 'acquired'; release(): void }
  | { readonly kind: 'held'; readonly by: Supervisor };

/**
 * Makes this process the supervisor of the data directory, or says who is. A lock whose process died is taken over. Two
 * processes that take over at the same instant are kept apart by PostgreSQL's own lock file at the latest.
 */
export function acquireSupervisorLock(dataDir: string): SupervisorLock {
  const path = join(dataDir, 'supervisor.json');
  const own: Supervisor = { pid: process.pid, identity: identifyProcess(process.pid) ?? 'unknown' };
  const candidate = `${path}.${randomBytes(6).toString('hex')}`;
  // Written aside and linked into place, so that nobody ever reads a half-written lock.
  writeFileSync(candidate, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      if (linkUnlessPresent(candidate, path)) return { kind: 'acquired', release: () => releaseLock(path, own) };
      const holder = readSupervisor(path);
      if (holder !== null && identifyProcess(holder.pid) === holder.identity) return { kind: 'held', by: holder };
      removeStaleLock(path, holder);
    }
  } finally {
    rmSync(candidate, { force: true });
  }
}

function linkUnlessPresent(candidate: string, path: string): boolean {
  try {
    linkSync(candidate, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function removeStaleLock(path: string, judged: Supervisor | null): void {
  const aside = `${path}.stale-${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readSupervisor(aside);
  // Somebody else replaced the stale lock between our look and our move: give theirs back.
  if (moved !== null && moved.identity !== judged?.identity) linkUnlessPresent(aside, path);
  rmSync(aside, { force: true });
}

function releaseLock(path: string, own: Supervisor): void {
  const holder = readSupervisor(path);
  if (holder !== null && holder.pid === own.pid && holder.identity === own.identity) rmSync(path, { force: true });
}

function readSupervisor(path: string): Supervisor | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // Absent, or cut short by a full disk: no living process stands behind it.
    if (error instanceof SyntaxError || systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('identity' in value)) return null;
  if (typeof value.pid !== 'number' || typeof value.identity !== 'string') return null;
  return { pid: value.pid, identity: value.identity };
}
