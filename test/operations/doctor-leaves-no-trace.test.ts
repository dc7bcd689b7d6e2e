import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../../src/composition/diagnosis.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { ROOT } from '../support/root.ts';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-untouched-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

it('leaves an empty data folder empty, with the browser and all of the evidence', async () => {
  const settings = {
    DATABASE_URL: database.url,
    CAUSEWAY_DATA_DIR: folder,
    CAUSEWAY_PORT: '0',
    CAUSEWAY_BROWSER_PATH: '/bin/false',
  };
  const findings = await diagnose(settings, ROOT, { full: true, browser: true });
  const names = findings.map(({ check }) => check);
  expect(names).toContain('evidence');
  expect(names).toContain('browser');
  expect(await readdir(folder)).toEqual([]);
});
