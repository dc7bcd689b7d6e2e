import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prove } from '../../bench/prove/prove.ts';
import { faultsOf, lostRows, renderResult } from '../../bench/prove/report.ts';
import { WRONG_DESIGNS } from '../../bench/prove/wrong-designs.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const SEEDS: readonly { readonly seed: string; readonly why: string }[] = JSON.parse(
  readFileSync(new URL('../../bench/prove/seeds.json', import.meta.url), 'utf8'),
);
const TIMEOUT_MS = 120_000;

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ maxConnections: 1 });
  folder = mkdtempSync(join(tmpdir(), 'causeway-prove-test-'));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('the change stream, under writers, readers and API processes that are killed', () => {
  it.each(SEEDS)(
    'loses nothing where every known-wrong design loses rows (seed $seed)',
    { timeout: TIMEOUT_MS },
    async ({ seed }) => {
      const result = await prove({
        seed,
        churnMs: 10_000,
        writers: 4,
        readers: 6,
        apis: 1,
        databaseUrl: database.url,
        folder,
        deathRate: 0.008,
        disturbEveryMs: 400,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        progress: () => undefined,
      });
      const text = `seed ${seed}\n${renderResult(result)}`;
      expect(faultsOf(result), text).toEqual([]);
      expect(lostRows(result), text).toBe(0);
      expect(result.server.rows, text).toBeGreaterThan(0);
      for (const design of WRONG_DESIGNS)
        expect(result.wrong.find((each) => each.design === design)?.lost, `${design}\n${text}`).toBeGreaterThan(0);
    },
  );
});
