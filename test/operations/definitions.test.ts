import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { runCommand, startCommand } from '../support/processes/command.ts';
import { ROOT } from '../support/root.ts';
import { eventually } from '../support/system/onboarding.ts';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-definitions-'));
  await copyFile(join(ROOT, 'institutions/schema.json'), join(folder, 'schema.json'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const SOME_BANK = `id: some-bank
name: Some Bank
environment: live
connector: { name: http-exprt }
sourceIds: none
pendingWindowDays: 10
latenessDays: 10
historyDays: 90
rhythm: { everyMinutes: 60, jitterMinutes: 0 }
`;

/** Starts the service with the definitions of the folder. */
function serve() {
  return startCommand(['serve', '--no-worker'], {
    env: {
      DATABASE_URL: database.url,
      CAUSEWAY_DATA_DIR: join(folder, 'data'),
      CAUSEWAY_PORT: '0',
      CAUSEWAY_INSTITUTIONS_DIR: folder,
    },
  });
}

describe('causeway serve', () => {
  it.each(['serve', 'worker'])(
    'as %s ends with 2 and names variable, file and every fault, before it asks the database',
    async (role) => {
      const broken = await mkdtemp(join(folder, 'broken-'));
      await copyFile(join(ROOT, 'institutions/schema.json'), join(broken, 'schema.json'));
      await writeFile(join(broken, 'some-bank.yaml'), SOME_BANK.replace('60', '0').replace('live', 'lve'));
      const { code, output, errors } = await runCommand([role], {
        env: {
          DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
          CAUSEWAY_DATA_DIR: join(folder, 'data'),
          CAUSEWAY_INSTITUTIONS_DIR: broken,
        },
      });
      const path = join(broken, 'some-bank.yaml');
      expect([code, output]).toEqual([2, '']);
      expect(
        errors
          .split('\n')
          .slice(0, 3)
          .map((line) => line.replace(/\. .*/, '')),
      ).toEqual([
        'CAUSEWAY_INSTITUTIONS_DIR cannot be used:',
        `  ${path}: environment must be one of live, demo`,
        `  ${path}: rhythm.everyMinutes must be >= 1`,
      ]);
      expect(errors).not.toContain('    at ');
    },
  );

  it('starts where a definition names a connector that is not there, and says in its log which one, where and what there is', async () => {
    await writeFile(join(folder, 'some-bank.yaml'), SOME_BANK);
    const { child, seen, ended } = serve();
    const lines = () => seen.output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
    try {
      await eventually(
        async () => lines().some((line) => line.includes('"serving"')),
        (serving) => serving,
        'the start of the service',
      );
    } finally {
      child.kill();
      await ended;
    }
    const warnings = lines()
      .map((line) => JSON.parse(line))
      .filter(({ file }) => file === 'some-bank.yaml');
    expect(warnings).toMatchObject([
      { level: 'warn', field: 'connector.name', value: 'http-exprt', mustBe: 'one of http-export, portal' },
    ]);
  });
});
