import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose tests, beside the code, run on the shared PostgreSQL. */
const ON_THE_DATABASE = ['src/store/**/*.test.ts', 'src/commands/**/*.test.ts', 'src/ingest/**/*.test.ts'];

/**
 * Files with a process of their own, because they replace modules. All others take turns in the processes of the workers: reading all modules
 * anew for each file took a fifth of the time. What the files of a process share are modules without state: nothing happens at import.
 */
const ALONE = ['src/api/cursor-keys.test.ts', 'src/api/callers/key-check-timing.test.ts'];

/** Files that take long, most of them a minute or more. Begun last, they would go on alone when all others are done. */
const LONG = [
  'test/bench/run.test.ts',
  'test/proofs/chaos/chaos.test.ts',
  'test/pages/every-page.test.ts',
  'test/pages/integration-pages.test.ts',
  'test/portal/sync.test.ts',
  'test/portal/one-time-codes.test.ts',
  'test/sync/database-restart.test.ts',
  'test/sources/sftp-source.test.ts',
  'test/sync/crash.test.ts',
  'test/proofs/prove/prove.test.ts',
  'test/operations/backup.test.ts',
  'test/stream/shutdown-of-slow-readers.test.ts',
];

/** The same among those that need no database, which come last. */
const LONG_UNITS = ['src/connectors/portal/portal.test.ts', 'src/infra/embedded-postgres/start.test.ts'];

/** The long ones first, and those of one project after another: a worker goes on with its process as long as the next file is of its project. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isAmong = ({ moduleId }: TestSpecification, paths: readonly string[]) =>
      paths.some((path) => moduleId.endsWith(path));
    const rankOf = (file: TestSpecification) => {
      if (isAmong(file, LONG)) return 0;
      if (isAmong(file, LONG_UNITS)) return 3;
      return { alone: 1, whole: 2, unit: 4 }[file.project.name] ?? 5;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rankOf(one) - rankOf(other));
  }
}

/**
 * `unit` needs no shared database. `whole` shares one embedded PostgreSQL, which starts before the first of its files
 * and is gone after the last; each file clones its own database from the migrated template.
 */
export default defineConfig({
  test: {
    // Two cores are the smallest machine this has to be pleasant on. Tests wait for processes for a part of their time, so a third
    // worker finds something to do.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Nothing takes this long when all is well; a browser on a machine that is busy with others may.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // The database of a whole run has to be stopped in order; a run that is broken off instead leaves it and its folder behind.
    teardownTimeout: 60_000,
    // `expect.poll` would give up after a second, which a busy machine may need for one look.
    expect: { poll: { timeout: 90_000 } },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,packages,apps,bin}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...ON_THE_DATABASE, ...ALONE],
          isolate: false,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts', ...ON_THE_DATABASE],
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/support/database/database-server.ts', 'test/support/banks/bank-seed.ts'],
          isolate: false,
        },
      },
      { test: { name: 'alone', include: ALONE } },
    ],
  },
});
