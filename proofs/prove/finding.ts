import type { Host } from '../../numbers/host.ts';
import type { ProofResult } from './proof.ts';
import { faultsOf } from './report.ts';

/** What a run found and where, as `--write-docs` keeps it. */
export interface ProveFinding {
  /** Instant at which the run ended. */
  readonly measuredAt: string;
  readonly host: Host;
  readonly seed: string;
  /** How long the writers wrote. */
  readonly minutes: number;
  readonly changes: number;
  readonly transactions: ProofResult['expectation']['transactions'];
  readonly deaths: { readonly writers: number; readonly readers: number; readonly apis: number };
  /** The server against the journals of its writers, then each mirror against the server. */
  readonly mirrors: readonly MirrorFinding[];
  readonly wrongDesigns: readonly { readonly design: string; readonly rows: number; readonly lost: number }[];
  /** What was wrong with the product or with the run itself. */
  readonly faults: readonly string[];
}

export interface MirrorFinding {
  readonly name: string;
  readonly rows: number;
  readonly lost: number;
  readonly doubled: number;
  readonly stale: number;
  readonly phantom: number;
  /** An older state after a newer one; not looked for in the server's own rows. */
  readonly disordered: number;
  /** `added` for a row that was known, or `modified` for one that could not be. */
  readonly mistyped: number;
}

/** What is kept of a result: the counts, without the rows that they were counted from. */
export function findingOf(
  result: ProofResult,
  run: Pick<ProveFinding, 'measuredAt' | 'host' | 'minutes'>,
): ProveFinding {
  const { seed, expectation, server, mirrors, wrong, writerDeaths, disturbances } = result;
  const { live, test } = expectation.changes;
  const { committed, rolledBack, afterDeath } = expectation.transactions;
  return {
    ...run,
    seed,
    changes: live + test,
    transactions: { committed, rolledBack, afterDeath },
    deaths: {
      writers: writerDeaths,
      readers: mirrors.reduce((sum, { deaths }) => sum + deaths, 0),
      apis: disturbances.apiKills,
    },
    mirrors: [
      { name: 'server against journals', ...countsOf(server), disordered: 0, mistyped: 0 },
      ...mirrors.map(({ name, difference, outOfOrder, wrongType }) => ({
        name: `mirror ${name}`,
        ...countsOf(difference),
        disordered: outOfOrder,
        mistyped: wrongType,
      })),
    ],
    wrongDesigns: wrong.map(({ design, rows, lost }) => ({ design, rows, lost })),
    faults: faultsOf(result),
  };
}

function countsOf({ rows, lost, doubled, stale, phantom }: ProofResult['server']) {
  return { rows, lost, doubled, stale, phantom };
}
