import type { Host } from '../../numbers/host.ts';
import type { ScoreReport } from './report.ts';

/** What a run found and where, as `--write-docs` keeps it. */
export interface ScoreFinding {
  /** Instant at which the run ended. */
  readonly measuredAt: string;
  readonly host: Host;
  readonly report: ScoreReport;
}
