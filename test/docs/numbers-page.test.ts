import { describe, expect, it } from 'vitest';
import { type Measurement, measurementOf } from '../../bench/measurement.ts';
import type { BenchRun } from '../../bench/report/bench-run.ts';
import { renderNumbersPage } from '../../numbers/page.ts';
import { renderNumbersPlot } from '../../numbers/plot.ts';
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

describe('the page of numbers', () => {
  const mirror = { rows: 7, lost: 0, doubled: 0, stale: 0, phantom: 0, disordered: 0, mistyped: 0 };
  const proved = {
    ...prove(),
    mirrors: [{ name: 'mirror m', ...mirror }],
    wrongDesigns: [{ design: 'serial id', rows: 7, lost: 3 }],
  };
  const page = renderNumbersPage({ bench: benchOf(measured('a', 40)), score: score(0), prove: proved });

  it('names what is short before all else, and gives each program a part of its own', () => {
    const headings = ['Short of its target', 'Speed', 'Reconciliation', 'The change stream'];
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
    expect(page).toContain('| `a` | 40.0 pages/s | reference: 100.0 | 0.40 (0.40 to 0.40) | ratio ≥ 0.5 | NO |');
    expect(page).toContain('| `overall` | 0 | 1.000000 | 1.000000 | 1.000000 | 0 | 0 | 0 | 0 |');
    expect(page).toContain('| mirror m | 7 | 0 | 0 | 0 | 0 | 0 | 0 |');
    expect(page).toContain('| known-wrong: cursor on serial id | 7 | 3 |');
  });

  it('is read by its picture, which shows the missed line as missed', () => {
    expect(renderNumbersPlot(page)).toContain('0.4 (≥ 0.5): missed');
  });

  it('leaves out what was never published', () => {
    const bare = renderNumbersPage({ bench: null, score: null, prove: null });
    expect([...bare.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(['Short of its target']);
  });
});
