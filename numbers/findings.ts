import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRun } from '../bench/report/bench-run.ts';
import type { ProveFinding } from '../proofs/prove/finding.ts';
import type { ScoreFinding } from '../proofs/score/finding.ts';
import { ROOT } from '../test/support/root.ts';

/** What the last published run of each program found; null for one that was never published. */
export interface Findings {
  readonly bench: BenchRun | null;
  readonly score: ScoreFinding | null;
  readonly prove: ProveFinding | null;
}

const FOLDER = join(ROOT, 'docs', 'numbers');

/** Reads what `--write-docs` of the three programs has written last. */
export function readFindings(): Findings {
  return { bench: readFinding('bench'), score: readFinding('score'), prove: readFinding('prove') };
}

/** Keeps what a run found in the place of what the run before it had found. */
export function writeFinding<Name extends keyof Findings>(name: Name, finding: NonNullable<Findings[Name]>): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(finding, null, 2)}\n`);
}

function readFinding<Name extends keyof Findings>(name: Name): Findings[Name] | null {
  const file = join(FOLDER, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
