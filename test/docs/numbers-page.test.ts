import { describe, expect, it } from 'vitest';
import { type Measurement, measurementOf } from '../../bench/measurement.ts';
import type { BenchRun } from '../../bench/report/bench-run.ts';
import { listShortfalls } from '../../numbers/shortfalls.ts';
import type { ProveFinding } from '../../proofs/prove/finding.ts';
import type { ScoreFinding } from '../../proofs/score/finding.ts';
import { NO_SCORE } from '../../proofs/score/score.ts';

const host = { cpu: 'any', cpus: 2, memoryGb: 8, system: 'linux x64', node: '24.0.0', loadAtStart: 0 };
const measuredAt = '2026-01-05T10:00:00.000Z';

const measured = (name: string, value: number, counted?: { lost: number; doubled: number }): Measurement =>
  measurementOf(
    {
      ...{ name, unit: 'pages/s', values: [value], target: { of: 'ratio', atLeast: 0.5 } },
      reference: { name: 'reference', values: [100] },
      ...(counted === undefined ? {} : { counted }),
    },
    { rows: 1, seed: '1' },
  );

const benchOf = (...measurements: Measurement[]): BenchRun => ({
  measuredAt,
  machine: { ...host, postgres: '18', settings: {} },
  options: { rounds: 1, seconds: 1, rows: 1, seed: '1', lines: [] },
  measurements,
});

const score = (wrongMerges: number): ScoreFinding => ({
  ...{ measuredAt, host },
  report: {
    ...{ seeds: ['s'], rows: 1, readings: 1, unseen: {}, reconcileMs: 1, totalMs: 1, rowsPerSecond: 1 },
    permittedRecall: { overall: 1 },
    lines: [{ ...NO_SCORE, style: 'overall', design: 'causeway', precision: 1, recall: 1, wrongMerges }],
  },
});

const prove = (...faults: string[]): ProveFinding => ({
  ...{ measuredAt, host, seed: '1', minutes: 1, changes: 1, mirrors: [], wrongDesigns: [], faults },
  transactions: { committed: 1, rolledBack: 0, afterDeath: 0 },
  deaths: { writers: 0, readers: 0, apis: 0 },
});

describe('what the page of numbers names as short of its target', () => {
  it('is nothing where everything is met', () => {
    expect(listShortfalls({ bench: benchOf(measured('a', 50)), score: score(0), prove: prove() })).toEqual([]);
    expect(listShortfalls({ bench: null, score: null, prove: null })).toEqual([]);
  });

  it('is every missed line with its figure, its target and the reason, also one that nobody knows', () => {
    expect(listShortfalls({ bench: benchOf(measured('a', 40)), score: null, prove: null })).toEqual([
      '`a` is 0.40 (0.40 to 0.40), and its target is ratio ≥ 0.5. Why is not found out.',
    ]);
    const [known] = listShortfalls({ bench: benchOf(measured('webhooks', 40)), score: null, prove: null });
    expect(known).toContain('signed twice and written down');
  });

  it('is a row that was lost or doubled, whatever the speed', () => {
    const bench = benchOf(measured('a', 50, { lost: 1, doubled: 2 }));
    expect(listShortfalls({ bench, score: null, prove: null })).toEqual(['`a`: 1 lost, 2 doubled.']);
  });

  it('is what the score and the proof found', () => {
    expect(listShortfalls({ bench: null, score: score(3), prove: prove('mirror m is not exact') })).toEqual([
      'Reconciliation: overall: 3 wrong merges.',
      'The change stream: mirror m is not exact.',
    ]);
  });
});
