import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the demo banks of this run draw their companies from. */
    readonly bankSeed: string;
  }
}

/**
 * Every run draws companies of its own, so that in time many are seen. The line tells how to have the same ones again, for a test that has
 * failed; what depends on the day and the hour is still that of the moment.
 */
export default function drawBankSeed(project: TestProject): void {
  const seed = process.env.TEST_BANK_SEED ?? randomBytes(4).toString('hex');
  project.provide('bankSeed', seed);
  process.stdout.write(`The demo banks of this run are drawn from TEST_BANK_SEED=${seed}\n`);
}
