import type { Measurement } from '../measurement.ts';
import type { Pass } from '../pass.ts';
import type { Machine } from './machine.ts';

/** Everything that a run found, as `--json` writes it. */
export interface BenchRun {
  /** Instant at which the run ended. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly options: Omit<Pass, 'dataDir'> & { readonly lines: readonly string[] };
  readonly measurements: readonly Measurement[];
}
