import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../proofs/score/reading.ts';
import { precisionOf, recallOf, type Score } from '../../../proofs/score/score.ts';
import { Scorer } from '../../../proofs/score/scorer.ts';
import type { SettledDecision } from '../../../proofs/score/settled-reading.ts';
import { evidenceOf, readingOf } from './readings.ts';

const pending = { status: 'pending', date: '2026-03-09' } as const;

/** The score of ids given to the rows of some readings. */
function score(steps: readonly (readonly [Reading, readonly string[], Partial<SettledDecision>?])[]): Score {
  const evidence = evidenceOf(steps.map(([reading]) => reading));
  const scorer = new Scorer();
  for (const [index, [, ids, decision]] of steps.entries()) {
    const known = evidence[index];
    if (known !== undefined) scorer.note(known, { modified: [], removed: [], ...decision, ids });
  }
  return scorer.total();
}

const FAULTLESS = { wrongMerges: 0, splits: 0, wrongRemovals: 0, missedRemovals: 0, spuriousModifications: 0 };

describe('identities', () => {
  it('are right when every transaction keeps an id of its own', () => {
    const rows = [{ truth: 'a' }, { truth: 'b', text: 'TEA' }];
    const total = score([
      [readingOf(rows), ['1', '2']],
      [readingOf([...rows].reverse()), ['2', '1']],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, rows: 4, transactions: 2, publicIds: 2, truePairs: 2, knownPairs: 2 });
    expect([precisionOf(total), recallOf(total)]).toEqual([1, 1]);
  });

  it('lose precision by a wrong merge, which counts once', () => {
    const rows = [{ truth: 'a' }, { truth: 'b', text: 'TEA' }];
    const total = score([
      [readingOf(rows), ['1', '1']],
      [readingOf(rows), ['1', '1']],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, wrongMerges: 1, truePairs: 2, joinedPairs: 6, knownPairs: 2 });
  });

  it('lose recall by a split, which counts once', () => {
    const rows = [{ truth: 'a' }];
    const total = score([
      [readingOf(rows), ['1']],
      [readingOf(rows), ['2']],
      [readingOf(rows), ['2']],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, splits: 1, truePairs: 1, joinedPairs: 1, knownPairs: 3 });
  });
});

describe('where nobody can know', () => {
  it('equal rows may exchange their ids from reading to reading', () => {
    const rows = [{ truth: 'a' }, { truth: 'b' }];
    const total = score([
      [readingOf(rows), ['1', '2']],
      [readingOf(rows), ['2', '1']],
      [readingOf(rows), ['1', '2']],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, truePairs: 6, joinedPairs: 6, knownPairs: 6 });
  });

  it('any of several equal pending rows may be the one that posts', () => {
    const total = score([
      [
        readingOf([
          { truth: 'a', ...pending },
          { truth: 'b', ...pending },
        ]),
        ['1', '2'],
      ],
      [readingOf([{ truth: 'a' }, { truth: 'b', ...pending }]), ['2', '1']],
      [readingOf([{ truth: 'a' }, { truth: 'b', date: '2026-03-12' }]), ['2', '1']],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, truePairs: 6, joinedPairs: 6, knownPairs: 6 });
  });

  it('one id may not become another while both are there to be told apart', () => {
    const rows = [{ truth: 'a' }, { truth: 'b', text: 'TEA' }];
    const total = score([
      [readingOf(rows), ['1', '2']],
      [readingOf(rows), ['2', '1']],
    ]);
    expect(total).toMatchObject({ wrongMerges: 2, splits: 2, truePairs: 0 });
  });

  it('equal rows may still not share one id', () => {
    const rows = [{ truth: 'a' }, { truth: 'b' }];
    expect(score([[readingOf(rows), ['1', '1']]])).toMatchObject({ wrongMerges: 1 });
  });

  it('a design may not exchange twins back once they were told apart', () => {
    const both = [
      { truth: 'a', ...pending },
      { truth: 'b', ...pending },
    ];
    const apart = [{ truth: 'a' }, { truth: 'b', date: '2026-03-12' } as const];
    const total = score([
      [readingOf(both), ['1', '2']],
      [readingOf(apart), ['1', '2']],
      [readingOf(apart), ['2', '1']],
    ]);
    expect(total).toMatchObject({ wrongMerges: 2, splits: 2 });
  });
});

describe('removals', () => {
  const rows = [{ truth: 'a' }, { truth: 'b', text: 'TEA' }];
  const onlyA = readingOf([{ truth: 'a' }]);

  it('are wrong when the bank still has the transaction and nothing else stands for it', () => {
    const hidden = readingOf([{ truth: 'a' }], { alsoLive: ['b'] });
    expect(
      score([
        [readingOf(rows), ['1', '2']],
        [hidden, ['1'], { removed: ['2'] }],
      ]),
    ).toMatchObject({ ...FAULTLESS, wrongRemovals: 1 });
  });

  it('of a row that goes on under another id are a split and not a wrong removal', () => {
    const total = score([
      [readingOf([{ truth: 'a', ...pending }]), ['1']],
      [onlyA, ['2'], { removed: ['1'] }],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, splits: 1 });
  });

  it('are missed when enough complete reads did not show the row', () => {
    const steps = [
      [readingOf(rows), ['1', '2']],
      [onlyA, ['1']],
    ] as const;
    expect(score([...steps, [onlyA, ['1'], { removed: ['2'] }]])).toMatchObject(FAULTLESS);
    expect(score([...steps, [onlyA, ['1']], [onlyA, ['1']]])).toMatchObject({ ...FAULTLESS, missedRemovals: 1 });
  });
});

describe('modifications', () => {
  it('go with the id that equal rows exchange', () => {
    const total = score([
      [readingOf([{ truth: 'a' }, { truth: 'b', ...pending }]), ['1', '2']],
      // The row of a is called 2 and said to be modified: nobody can tell it from that of b, which has just posted.
      [readingOf([{ truth: 'a' }, { truth: 'b' }]), ['2', '1'], { modified: [0] }],
    ]);
    expect(total).toMatchObject(FAULTLESS);
  });

  it('are spurious when the bank shows what it showed before, and only then', () => {
    const before = readingOf([{ truth: 'a' }, { truth: 'b', text: 'TEA' }]);
    const after = readingOf([{ truth: 'a' }, { truth: 'b', text: 'TEE' }]);
    const total = score([
      [before, ['1', '2']],
      [after, ['1', '2'], { modified: [0, 1] }],
    ]);
    expect(total).toMatchObject({ ...FAULTLESS, modifications: 2, spuriousModifications: 1 });
  });
});
