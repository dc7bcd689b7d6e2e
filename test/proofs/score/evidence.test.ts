import { describe, expect, it } from 'vitest';
import { evidenceOf, readingOf } from './readings.ts';

const pending = { status: 'pending', date: '2026-03-09' } as const;

describe('rows of one reading', () => {
  it('are equal when everything shown agrees, and only then', () => {
    const [known] = evidenceOf([
      readingOf([{ truth: 'a' }, { truth: 'b' }, { truth: 'c', amount: '-4.26' }, { truth: 'd', text: 'COFFEE 2' }]),
    ]);
    expect(known?.equalRows).toEqual([[0, 1]]);
  });

  it('are never equal where ids last', () => {
    const rows = [
      { truth: 'a', id: '1' },
      { truth: 'b', id: '2' },
    ];
    expect(evidenceOf([readingOf(rows)], 'stableIds')[0]?.equalRows).toEqual([]);
    expect(evidenceOf([readingOf(rows)], 'noIds')[0]?.equalRows).toEqual([[0, 1]]);
  });

  it('are equal when only volatile parts of the text differ', () => {
    const texts = ['SHOP 10:15 XXXX4417 NR 000001', 'SHOP 18:02 ****4417 NR 000002'];
    const rows = texts.map((text, index) => ({ truth: `${index}`, text }));
    expect(evidenceOf([readingOf(rows)], 'changingText')[0]?.equalRows).toEqual([[0, 1]]);
    expect(evidenceOf([readingOf(rows)], 'noIds')[0]?.equalRows).toEqual([]);
  });
});

describe('twins', () => {
  it('are those that were last shown alike, also when one has changed or gone since', () => {
    const before = readingOf([
      { truth: 'a', ...pending },
      { truth: 'b', ...pending },
      { truth: 'c', ...pending, text: 'TEA' },
    ]);
    const [, posted] = evidenceOf([before, readingOf([{ truth: 'a' }, { truth: 'b', ...pending }])]);
    expect(posted?.twins).toEqual([['a', 'b']]);
    const [, gone] = evidenceOf([before, readingOf([{ truth: 'a' }])]);
    expect(gone?.twins).toEqual([['a', 'b']]);
  });

  it('are no longer twins once one was shown otherwise, or was missing from a complete read', () => {
    const both = readingOf([{ truth: 'a' }, { truth: 'b' }]);
    const otherwise = readingOf([{ truth: 'a' }, { truth: 'b', text: 'TEA' }]);
    expect(evidenceOf([both, otherwise, otherwise])[2]?.twins).toEqual([]);
    const missing = readingOf([{ truth: 'a' }], { alsoLive: ['b'] });
    expect(evidenceOf([both, missing, readingOf([{ truth: 'a', text: 'TEA' }, { truth: 'b' }])])[2]?.twins).toEqual([]);
  });

  it('stay twins over a read that broke off', () => {
    const both = readingOf([
      { truth: 'a', ...pending },
      { truth: 'b', ...pending },
    ]);
    const broken = readingOf([], { complete: false, alsoLive: ['a', 'b'] });
    const [, , known] = evidenceOf([both, broken, readingOf([{ truth: 'a' }, { truth: 'b', date: '2026-03-11' }])]);
    expect(known?.twins).toEqual([['a', 'b']]);
  });

  it('include one that appears looking exactly like what was there before', () => {
    const [, known] = evidenceOf([readingOf([{ truth: 'a' }]), readingOf([{ truth: 'new' }])]);
    expect(known?.twins).toEqual([['a', 'new']]);
    const [, other] = evidenceOf([readingOf([{ truth: 'a' }]), readingOf([{ truth: 'new', date: '2026-03-11' }])]);
    expect(other?.twins).toEqual([]);
  });

  it('do not include one that an id ties to its past', () => {
    const [, known] = evidenceOf(
      [
        readingOf([
          { truth: 'a', ...pending, id: 'p1' },
          { truth: 'b', ...pending, id: 'p2' },
        ]),
        readingOf([
          { truth: 'a', id: 'q1' },
          { truth: 'b', ...pending, id: 'p2' },
        ]),
      ],
      'newIdsOnPosting',
    );
    expect(known?.twins).toEqual([]);
  });
});

describe('a row of a read that broke off', () => {
  const both = readingOf([{ truth: 'a' }, { truth: 'b' }]);

  it('decides nothing when it may be any of several of which not all are there', () => {
    const broken = readingOf([{ truth: 'b' }], { complete: false, alsoLive: ['a'] });
    expect(evidenceOf([both, broken])[1]?.truths).toEqual([null]);
  });

  it('counts when all of them are there, or when it is the only one', () => {
    const whole = readingOf([{ truth: 'a' }, { truth: 'b' }], { complete: false });
    expect(evidenceOf([both, whole])[1]?.truths).toEqual(['a', 'b']);
    const alone = readingOf([{ truth: 'a' }]);
    expect(evidenceOf([alone, readingOf([{ truth: 'a' }], { complete: false })])[1]?.truths).toEqual(['a']);
  });
});

describe('what is gone', () => {
  it('is overdue after one complete read while pending and after two once posted, once', () => {
    const first = readingOf([{ truth: 'a' }, { truth: 'p', ...pending }, { truth: 'stays', text: 'TEA' }]);
    const later = readingOf([{ truth: 'stays', text: 'TEA' }]);
    const known = evidenceOf([first, later, later, later]);
    expect(known.map(({ overdue }) => overdue)).toEqual([[], ['p'], ['a'], []]);
  });

  it('is not overdue for reads that broke off, that do not cover it, or while the bank still has it', () => {
    const first = readingOf([{ truth: 'a' }, { truth: 'early', date: '2026-02-10' }]);
    const broken = readingOf([], { complete: false });
    expect(evidenceOf([first, broken, broken]).flatMap(({ overdue }) => overdue)).toEqual([]);
    const hidden = readingOf([], { alsoLive: ['a'] });
    expect(evidenceOf([first, hidden, hidden, hidden]).flatMap(({ overdue }) => overdue)).toEqual([]);
  });

  it('knows which rows look as before', () => {
    const rows = [{ truth: 'a' }, { truth: 'b', text: 'TEA' }];
    const [, known] = evidenceOf([readingOf(rows), readingOf([{ truth: 'a' }, { truth: 'b', text: 'TEE' }])]);
    expect([...(known?.unchanged ?? [])]).toEqual([0]);
  });
});
