import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeChaos } from '../../../proofs/chaos/chaos.ts';
import { chooseRuns } from '../../../proofs/chaos/plan.ts';
import type { RunResult } from '../../../proofs/chaos/run.ts';
import { placeCarriedChromium } from '../../../src/infra/browser/testing/test-browser.ts';
import { seededChoices } from '../../support/choices.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database/test-database.ts';

/** Chosen so that a layout is met at the sign-in page, a browser dies in a download, and no bank has much more than its share. */
const SEED = '3';
const RUNS = chooseRuns(20, seededChoices(SEED));
const TIMEOUT_MS = 600_000;

let database: TestDatabase;
let folder: string;
let made: Awaited<ReturnType<typeof makeChaos>>;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 1 });
  folder = mkdtempSync(join(tmpdir(), 'causeway-chaos-test-'));
  await placeCarriedChromium(join(folder, 'data', 'browser'));
  made = await makeChaos({
    runs: RUNS,
    databaseUrl: database.url,
    folder,
    browserPath: 'carried',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    onRun: () => undefined,
  });
}, TIMEOUT_MS);

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('a connection whose bank, browser, worker or login fails', () => {
  // Repeat one alone: npm run chaos -- --only <name>
  it.each(RUNS)('says what is wrong, loses nothing and recovers: $name', ({ name }) => {
    const result: RunResult | undefined = made.results.find((each) => each.name === name);
    expect(result?.faults).toEqual([]);
  });

  it('leaves no process and no folder of a browser behind', () => {
    expect(made.leftBehind).toEqual([]);
  });
});
