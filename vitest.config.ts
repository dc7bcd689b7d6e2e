import { defineConfig } from 'vitest/config';

/**
 * Tests beside the code and the whole-system tests in `test/` share one embedded PostgreSQL, which starts before the
 * first of them and is gone after the last. Each file that needs a database makes its own from the template.
 */
export default defineConfig({
  test: {
    include: ['{src,packages,apps,test,bin}/**/*.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    // Two cores: a third process would only make the others wait.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
