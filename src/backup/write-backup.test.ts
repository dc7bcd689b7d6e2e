import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/operations/backup-outcome.ts';
import { explainPlace, writeBackup } from './write-backup.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-no-backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Asked for nothing before there is a folder to write into. */
const UNASKED = {
  databaseUrl: 'postgres://127.0.0.1:1/nothing',
  evidence: { open: () => Promise.reject(new Error('asked for evidence')) },
  version: '0',
  settings: {},
  masterKeyFile: null,
};

describe('a place where no backup can be made', () => {
  it.each([
    ['below a file', () => join(folder, 'a-file', 'backup'), 'a-file is no folder'],
    // Root may make none there either, as whom tests may run; the system says so in one of two ways.
    [
      'in /sys',
      () => '/sys/causeway-backup',
      /may not make a folder in \/sys\.|\/sys lies on a file system that cannot/,
    ],
    ['with a name that is too long', () => join(folder, 'x'.repeat(300)), 'ENAMETOOLONG'],
  ])('such as one %s is refused with what to do instead', async (_what, place, said) => {
    await writeFile(join(folder, 'a-file'), '');
    const refusal = await refusalOf(writeBackup(UNASKED, place()));
    expect(refusal).toMatch(said);
    expect(refusal).toMatch(/ame another place.* Nothing was written\.$/);
    expect(await readdir(folder)).toEqual(['a-file']);
  });

  it('is told with how to make one where it is closed to this user, and no folder that is there is given away', () => {
    const user = userInfo().username;
    expect(explainPlace('/var/backups/tonight', 'EACCES', false)).toBe(
      `This user may not make a folder in /var/backups. Make one as root with "install -d -o ${user} -m 700 /var/backups/causeway" and name /var/backups/causeway/tonight, or name another place.`,
    );
    expect(explainPlace('/var/backups/of-banks/tonight', 'EACCES', true)).toBe(
      `This user may not make /var/backups/of-banks. Make it as root with "install -d -o ${user} -m 700 /var/backups/of-banks" and run this again, or name another place.`,
    );
    expect(explainPlace("/mnt/Owner's disk/tonight", 'EACCES', true)).toContain(
      `"install -d -o ${user} -m 700 '/mnt/Owner'\\''s disk'"`,
    );
  });
});
