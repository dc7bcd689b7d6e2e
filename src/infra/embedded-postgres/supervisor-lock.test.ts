import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from './process-identity.ts';
import { acquireSupervisorLock } from './supervisor-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, 'supervisor.json');

describe('the supervisor lock', () => {
  it('belongs to one until released', () => {
    const lock = acquireSupervisorLock(folder);
    expect(acquireSupervisorLock(folder)).toMatchObject({ kind: 'held', by: { pid: process.pid } });
    if (lock.kind === 'acquired') lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(acquireSupervisorLock(folder).kind).toBe('acquired');
  });

  it('is taken over from a process that died', () => {
    const dead = spawnSync('true');
    writeFileSync(lockFile(), JSON.stringify({ pid: dead.pid, identity: 'boot:1' }));
    expect(acquireSupervisorLock(folder).kind).toBe('acquired');
    expect(readdirSync(folder)).toEqual(['supervisor.json']);
  });

  it('is taken over when the process id belongs to a younger process', () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, identity: 'another boot:1' }));
    expect(acquireSupervisorLock(folder).kind).toBe('acquired');
  });

  it('is taken over when a full disk cut it short', () => {
    writeFileSync(lockFile(), '{"pid":');
    expect(acquireSupervisorLock(folder).kind).toBe('acquired');
  });

  it('is not released by one who has lost it', () => {
    const lock = acquireSupervisorLock(folder);
    writeFileSync(lockFile(), JSON.stringify({ pid: 1, identity: identifyProcess(1) }));
    if (lock.kind === 'acquired') lock.release();
    expect(existsSync(lockFile())).toBe(true);
  });
});
