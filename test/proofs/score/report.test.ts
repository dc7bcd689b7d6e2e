import { describe, expect, it } from 'vitest';
import { listMisses, type ScoreLine, type ScoreReport } from '../../../proofs/score/report.ts';
import { NO_SCORE } from '../../../proofs/score/score.ts';

/** A report of one style: ours beside one naive design, in pairs out of a million. */
function report(ours: Partial<ScoreLine>, permitted = 1, naive: Partial<ScoreLine> = {}): ScoreReport {
  const base = { ...NO_SCORE, style: 'noIds', precision: 1, recall: 1 };
  const pairs = (right: number) => ({ truePairs: right, joinedPairs: right, knownPairs: 1_000_000 });
  return {
    seeds: ['s'],
    lines: [
      { ...base, design: 'causeway', ...pairs(999_900), recall: 0.9999, ...ours },
      { ...base, design: 'rowHash', ...pairs(700_000), recall: 0.7, ...naive },
    ],
    rows: 1,
    readings: 1,
    unseen: {},
    permittedRecall: { noIds: permitted },
    reconcileMs: 1,
    totalMs: 1,
    rowsPerSecond: 1,
  };
}

describe('the targets of the score', () => {
  it('are met by what is right', () => {
    expect(listMisses(report({}))).toEqual([]);
  });

  it.each<[string, ScoreReport, string]>([
    ['a wrong merge', report({ wrongMerges: 1 }), 'noIds: 1 wrong merges'],
    ['precision', report({ precision: 0.999_98 }), 'noIds: precision 0.999980'],
    ['recall', report({ recall: 0.9987 }), 'noIds: recall 0.998700, wanted 0.999000'],
    ['what is permitted', report({ recall: 0.99 }, 0.995), 'noIds: recall 0.990000, wanted 0.995000'],
    ['a naive design', report({ truePairs: 600_000, joinedPairs: 600_000 }), 'noIds: rowHash is as good or better'],
  ])('are missed by %s', (_what, missed, told) => {
    expect(listMisses(missed)).toEqual([told]);
  });

  it('ask for no more recall than the evidence permits', () => {
    expect(listMisses(report({ recall: 0.9959 }, 0.996))).toEqual([]);
  });

  it('let a naive design be as good where both are perfect', () => {
    const perfect = { truePairs: 5, joinedPairs: 5, knownPairs: 5, recall: 1 };
    expect(listMisses(report(perfect, 1, perfect))).toEqual([]);
  });
});
