import { defineConfig } from 'vitest/config';

/** Folders whose tests, beside the code, run on the shared PostgreSQL. */
const ON_THE_DATABASE = ['src/store/**/*.test.ts', 'src/commands/**/*.test.ts', 'src/ingest/**/*.test.ts'];

/**
 * `unit` needs no shared database. `whole` shares one embedded PostgreSQL, which starts before the first of its files
 * and is gone after the last; each file clones its own database from the migrated template.
 */
export default defineConfig({
  test: {
    // Two cores are the smallest machine this has to be pleasant on; more workers than that only wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,packages,apps,bin}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...ON_THE_DATABASE],
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts', ...ON_THE_DATABASE],
          globalSetup: ['test/support/database-server.ts'],
        },
      },
    ],
  },
});
