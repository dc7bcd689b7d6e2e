import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDataFolder } from './data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-data-'));
  await mkdir(join(folder, 'evidence/ab/cd'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'evidence/uploads'), { mode: 0o700 });
  await writeFile(join(folder, 'master.key'), '', { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true }));

/** Nothing is closed to root, as whom tests may run, so it is said what is. */
const closed = (...names: string[]) => {
  const paths = new Set(names.map((name) => join(folder, name)));
  return async (path: string) => !paths.has(path);
};

describe('the doctor, of a data folder', () => {
  it('finds nothing where all of it is open to this user', async () => {
    expect((await checkDataFolder(folder)).findings).toMatchObject([{ level: 'ok' }]);
  });

  it.each(['evidence', 'evidence/ab', 'evidence/ab/cd', 'evidence/uploads', 'master.key'])(
    'finds %s that a command of another user has left',
    async (name) => {
      const { findings, isUsable } = await checkDataFolder(folder, closed(name));
      expect([isUsable, findings]).toMatchObject([
        true,
        [
          {
            check: 'data-folder',
            level: 'problem',
            message: `This user may not read and write ${join(folder, name)}.`,
            fix: expect.stringContaining('chown -R'),
          },
        ],
      ]);
    },
  );

  it('counts more of them, and tells the first', async () => {
    const { findings } = await checkDataFolder(folder, closed('evidence/ab', 'evidence/uploads', 'master.key'));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain('master.key and 2 other places of the data folder');
  });

  it('finds that one which is not there cannot be made', async () => {
    const { findings, isUsable } = await checkDataFolder(join(folder, 'x/y'), closed('.'));
    expect([isUsable, findings]).toMatchObject([
      false,
      [
        {
          level: 'problem',
          message: expect.stringContaining('may not make it in'),
          fix: expect.stringContaining('chown -R'),
        },
      ],
    ]);
    expect((await checkDataFolder(join(folder, 'master.key/y'))).isUsable).toBe(false);
    expect((await checkDataFolder(join(folder, 'x/y'))).findings).toMatchObject([{ level: 'ok' }]);
  });
});
