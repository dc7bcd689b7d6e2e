import type { Measurement } from '../measurement.ts';
import type { BenchOptions } from '../options.ts';
import type { Machine } from './machine.ts';

/** Everything that a run found, as `--json` writes it. */
export interface BenchRun {
  /** Instant at which the run ended. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly options: Pick<BenchOptions, 'rounds' | 'seconds' | 'rows' | 'seed'> & { readonly lines: readonly string[] };
  readonly measurements: readonly Measurement[];
}
