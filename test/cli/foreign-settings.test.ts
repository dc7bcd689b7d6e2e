import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { runCommand } from '../support/processes/command.ts';

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-foreign-settings-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

it('runs no settings of libraries that lie in the folder of the caller, or above it', async () => {
  const below = join(folder, 'below');
  await mkdir(below);
  for (const place of [folder, below])
    await writeFile(
      join(place, 'graphile-worker.config.cjs'),
      `require('node:fs').writeFileSync(${JSON.stringify(join(place, 'was-run'))}, '');`,
    );
  const env = { DATABASE_URL: database.url, CAUSEWAY_DATA_DIR: join(folder, 'data') };
  const created = await runCommand(['orgs', 'create', 'Example Treasury'], { cwd: below, env });
  expect(created).toMatchObject({ code: 0, output: expect.stringContaining('Example Treasury') });
  expect([...(await readdir(folder)), ...(await readdir(below))]).not.toContain('was-run');
});
