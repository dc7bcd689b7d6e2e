import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DelegatedUser } from './delegated-user.ts';
import { openStateFile } from './state-file.ts';

let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'demo-bank-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true });
});

function makeUser(username: string): DelegatedUser {
  return {
    ...{ bankId: 'harbor', companyId: '4410027', username, firstName: 'C', lastName: 'S', email: null },
    ...{ permissions: ['viewBalances'], createdAt: '2026-11-20T15:30:00.000Z', passwordHash: 'scrypt$1$1$1$a$b' },
    ...{ rejectedSignIns: 0, reachedInstant: null, scenarios: [], trouble: null },
  };
}

describe('the state file', () => {
  it('is empty at first, in a folder that it makes', async () => {
    const file = await openStateFile(join(stateDir, 'new', 'deep'));
    expect(await file.read()).toEqual({ users: [] });
  });

  it('keeps the last of many writes, and nothing beside it', async () => {
    const file = await openStateFile(stateDir);
    const writes = Array.from({ length: 20 }, (_, index) => file.write({ users: [makeUser(`user-${index}`)] }));
    await Promise.all(writes);
    expect((await (await openStateFile(stateDir)).read()).users).toEqual([makeUser('user-19')]);
    expect(await readdir(stateDir)).toEqual(['demo-bank.json']);
    expect((await stat(join(stateDir, 'demo-bank.json'))).mode & 0o077).toBe(0);
  });

  it('names the file and the way out when it cannot be understood, and leaves it alone', async () => {
    const path = join(stateDir, 'demo-bank.json');
    for (const [text, message] of [
      ['{', /not JSON; move .*demo-bank\.json away/],
      ['{"version":99,"users":[]}', /not of version 1; move/],
    ] as const) {
      await writeFile(path, text);
      await expect((await openStateFile(stateDir)).read()).rejects.toThrow(message);
      expect(await readFile(path, 'utf8')).toBe(text);
    }
  });
});
