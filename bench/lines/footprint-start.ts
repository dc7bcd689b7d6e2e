import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startProductServer } from '../harness/product-server.ts';
import type { Line } from '../line.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'footprint.start';

export const footprintStart: Line = {
  name: NAME,
  about: 'from the command to the first answer: the first start, which makes the embedded database, and a later one',
  async measure({ folder, options, progress }) {
    const first: number[] = [];
    const warm: number[] = [];
    // The round before the first counts for nothing: it fills the caches of the system and of the compiler. One round alone is a trial.
    for (let round = options.rounds > 1 ? 0 : 1; round <= options.rounds; round += 1) {
      const home = mkdtempSync(join(folder, 'start-'));
      chmodSync(home, 0o711);
      try {
        const firstMs = await timeStart(home);
        const warmMs = await timeStart(home);
        if (round === 0) continue;
        first.push(firstMs);
        warm.push(warmMs);
        progress(`${NAME}: round ${round} of ${options.rounds}: ${firstMs.toFixed(0)} ms, ${warmMs.toFixed(0)} ms`);
      } finally {
        rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      }
    }
    const size = { rows: 0, seed: options.seed };
    const figures = [
      { name: `${NAME}.warm`, values: warm, target: { of: 'value', atMost: 1_500 } },
      { name: `${NAME}.first`, values: first, target: { of: 'value', atMost: 4_000 } },
    ] as const;
    return figures.map((figure) => measurementOf({ unit: 'ms', ...figure }, size));
  },
};

/** Starts API and worker with the embedded database, asks whether they are ready, and stops them. */
async function timeStart(home: string): Promise<number> {
  const startMs = performance.now();
  const server = await startProductServer({ worker: true, settings: { CAUSEWAY_DATA_DIR: home } });
  try {
    const { status } = await fetch(`${server.url}/v1/health/ready`);
    if (status !== 200) throw new Error(`${NAME}: the first answer was ${status}`);
    return performance.now() - startMs;
  } finally {
    await server.stop();
  }
}
