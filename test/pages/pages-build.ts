import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPagesWhenNeeded } from '../../bin/pages.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the pages if their sources have changed. `npm run verify` has done so before its tests begin. */
export async function ensurePagesBuilt(): Promise<void> {
  const built = await buildPagesWhenNeeded(ROOT, { path: process.execPath });
  if (built.kind !== 'failed') return;
  if (!existsSync(join(ROOT, 'apps', 'console', 'dist', 'console.html'))) throw new Error(built.message);
  process.stderr.write(`${built.message}\nThe tests look at the pages of an earlier build.\n`);
}
