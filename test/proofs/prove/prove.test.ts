import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProofResult } from '../../../proofs/prove/proof.ts';
import { prove } from '../../../proofs/prove/prove.ts';
import { lostRows, productFaults, renderResult } from '../../../proofs/prove/report.ts';
import { WRONG_DESIGNS } from '../../../proofs/prove/wrong-designs.ts';
import { createTestDatabase } from '../../support/database/test-database.ts';

const SEEDS: readonly { readonly seed: string; readonly why: string }[] = JSON.parse(
  readFileSync(new URL('../../../proofs/prove/seeds.json', import.meta.url), 'utf8'),
);
/** Longest churn of a run; runs together stay below the time-out. */
const CHURNS_MS = [10_000, 20_000, 40_000];
const TIMEOUT_MS = 240_000;

async function proveOnce(seed: string, churnMs: number): Promise<ProofResult> {
  const database = await createTestDatabase({ maxConnections: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'causeway-prove-test-'));
  try {
    return await prove({
      seed,
      churnMs,
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
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

describe('the change stream, under writers, readers and API processes that are killed', () => {
  it.each(SEEDS)(
    'loses nothing where every known-wrong design loses rows (seed $seed)',
    { timeout: TIMEOUT_MS },
    async ({ seed }) => {
      const losers = new Set<string>();
      // How much happens in a time depends on the machine: a run that no wrong design lost in proves nothing, so a longer one follows.
      for (const churnMs of CHURNS_MS) {
        const result = await proveOnce(seed, churnMs);
        const text = `seed ${seed}\n${renderResult(result)}`;
        expect(productFaults(result), text).toEqual([]);
        expect(lostRows(result), text).toBe(0);
        expect(result.server.rows, text).toBeGreaterThan(0);
        for (const { design, lost } of result.wrong) if (lost > 0) losers.add(design);
        if (losers.size === WRONG_DESIGNS.length) break;
      }
      expect([...losers].sort()).toEqual([...WRONG_DESIGNS].sort());
    },
  );
});
