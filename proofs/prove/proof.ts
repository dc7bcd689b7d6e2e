import type { Difference } from './comparison.ts';
import type { Disturbances } from './disturb.ts';
import type { Expectation } from './expectation.ts';
import type { WrongResult } from './wrong-reader-process.ts';

export interface ProofOptions {
  readonly seed: string;
  /** How long writers write and everything is disturbed; reading to the end comes on top. */
  readonly churnMs: number;
  readonly writers: number;
  readonly readers: number;
  readonly apis: number;
  /** An empty, migrated database of a real server. */
  readonly databaseUrl: string;
  /** An empty folder for journals, mirrors and the API's own data. */
  readonly folder: string;
  /** Probability that a writer dies at a given point of a transaction, and a reader at one of a page. */
  readonly deathRate: number;
  /** Mean time between two disturbances from outside. */
  readonly disturbEveryMs: number;
  readonly signal: AbortSignal;
  progress(status: ProofStatus): void;
}

export interface ProofStatus {
  readonly elapsedMs: number;
  readonly phase: 'writing' | 'reading to the end' | 'comparing';
  readonly changes: number;
  readonly disturbances: Disturbances;
}

export interface MirrorResult {
  readonly name: string;
  readonly difference: Difference;
  readonly outOfOrder: number;
  readonly wrongType: number;
  readonly faults: readonly string[];
  readonly pages: number;
  readonly events: number;
  readonly bootstraps: number;
  readonly expired: number;
  readonly deaths: number;
}

export interface ProofResult {
  readonly seed: string;
  readonly mirrors: readonly MirrorResult[];
  readonly server: Difference;
  readonly wrong: readonly WrongResult[];
  readonly expectation: Pick<Expectation, 'changes' | 'transactions'>;
  readonly tombstones: number;
  readonly writerDeaths: number;
  readonly disturbances: Disturbances;
}
