import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { normaliseRow } from '../../ingest/accounts/normalise.ts';
import type { NormalisedRow, ObservedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';
import { pairAcrossSources } from './pair-across-sources.ts';

const row = (change: Partial<ObservedRow> = {}) => normaliseRow(createRow({ postedDate: november(10), ...change }));
const told = (id: string, change: Partial<ObservedRow> = {}): MirrorRow => {
  const { content, pendingDate, valueDate, matchKey } = row(change);
  return { id, content, pendingDate, valueDate, matchKey, sourceIds: [], missedReads: 0 };
};
const texts = (rows: readonly NormalisedRow[]) => rows.map(({ content }) => content.description);
const pairsOf = (...input: Parameters<typeof pairAcrossSources>) =>
  pairAcrossSources(...input).pairs.map(({ id, row: { content } }) => `${id} ${content.description}`);

describe('one row and one transaction of a day and amount', () => {
  it('are one, whatever words are used', () => {
    expect(pairsOf([row({ rawDescription: 'POS 4417' })], [told('t', { rawDescription: 'GRILL' })], 'file')).toEqual([
      't POS 4417',
    ]);
  });

  it.each([
    ['another day', { postedDate: november(11) }],
    ['another amount', { amount: '-5.01' }],
    ['the other direction', { amount: '5.00' }],
    ['another currency', { currency: 'EUR' }],
  ])('are two with %s', (_, change) => {
    expect(pairAcrossSources([row(change)], [told('t')], 'file')).toEqual({ pairs: [], covered: [], standing: [] });
  });
});

describe('several of a day and amount', () => {
  it('are told apart by their texts where each agrees with one alone', () => {
    const rows = [row({ rawDescription: 'POS TRAMWAY LISBOA' }), row({ rawDescription: 'POS LANTERN GRILL' })];
    const known = [
      told('grill', { rawDescription: 'LANTERN GRILL BOULDER' }),
      told('tram', { rawDescription: 'TRAMWAY LISBOA 9' }),
    ];
    expect(pairsOf(rows, known, 'file').sort()).toEqual(['grill POS LANTERN GRILL', 'tram POS TRAMWAY LISBOA']);
  });

  it('are told apart by references before texts', () => {
    const rows = [row({ bankReference: 'R-1' }), row({ bankReference: 'R-2' })];
    const known = [told('two', { bankReference: 'R-2' }), told('one', { bankReference: 'R-1' })];
    expect(
      pairAcrossSources(rows, known, 'file')
        .pairs.map(({ id, row: { content } }) => [id, content.bankReference])
        .sort(),
    ).toEqual([
      ['one', 'R-1'],
      ['two', 'R-2'],
    ]);
  });

  it('are not told apart where nothing does: then nothing is joined and nothing added', () => {
    const rows = [row({ rawDescription: 'AAAA' }), row({ rawDescription: 'BBBB' })];
    const { pairs, covered } = pairAcrossSources(
      rows,
      [told('c', { rawDescription: 'CCCC' }), told('d', { rawDescription: 'DDDD' })],
      'file',
    );
    expect([pairs, texts(covered).sort()]).toEqual([[], ['AAAA', 'BBBB']]);
  });

  it('are told apart by their texts where each source has references of its own kind', () => {
    const rows = [
      row({ rawDescription: 'TRAMWAY LISBOA', bankReference: 'FILE1' }),
      row({ rawDescription: 'LANTERN GRILL', bankReference: 'FILE2' }),
    ];
    const known = [
      told('grill', { rawDescription: 'LANTERN GRILL', bankReference: '2026-1' }),
      told('tram', { rawDescription: 'TRAMWAY LISBOA', bankReference: '2026-2' }),
    ];
    expect(pairsOf(rows, known, 'file').sort()).toEqual(['grill LANTERN GRILL', 'tram TRAMWAY LISBOA']);
  });

  it('are one to one where those of one side are all alike, for then it makes no difference which is which', () => {
    const alike = [row(), row()];
    const named = [told('a', { rawDescription: 'AAAA' }), told('b', { rawDescription: 'BBBB' })];
    expect(pairsOf(alike, named, 'bank')).toEqual(['a COFFEE', 'b COFFEE']);
    const withIds = [row({ sourceId: 'x' }), row({ sourceId: 'y' })];
    expect(pairAcrossSources(withIds, named, 'bank')).toMatchObject({ pairs: [], covered: withIds });
    expect(pairAcrossSources(alike, [...named, told('c', { rawDescription: 'CCCC' })], 'bank').pairs).toEqual([]);
  });

  it('stand as long as there are as many rows, those first that were shown before', () => {
    const known = ['a', 'b', 'c'].map((id) => told(id, { rawDescription: id.repeat(4) }));
    const missed = known.map((each) => (each.id === 'a' ? { ...each, missedReads: 1 } : each));
    const rows = [row({ rawDescription: 'DDDD' }), row({ rawDescription: 'EEEE' })];
    expect(pairAcrossSources(rows, missed, 'bank')).toMatchObject({
      pairs: [],
      covered: [{}, {}],
      standing: ['b', 'c'],
    });
  });

  it('leave over what one source has more', () => {
    const rows = ['AAAA', 'BBBB', 'EEEE'].map((text) => row({ rawDescription: text }));
    const { pairs, covered } = pairAcrossSources(
      rows,
      [told('c', { rawDescription: 'CCCC' }), told('d', { rawDescription: 'DDDD' })],
      'file',
    );
    expect([pairs.length, covered.length]).toEqual([0, 2]);
  });
});

describe('what is pending', () => {
  const pending = { status: 'pending', postedDate: null, pendingDate: november(10) } as const;

  it('at the bank is not taken for a booking of a file', () => {
    expect(pairAcrossSources([row()], [told('t', pending)], 'file')).toEqual({ pairs: [], covered: [], standing: [] });
  });

  it('is not taken for the booking of another purchase of that day and amount', () => {
    const rows = [row(pending), row({ bankReference: 'R-1' })];
    const { pairs, covered } = pairAcrossSources(rows, [told('t', { rawDescription: 'POS 4417' })], 'bank');
    expect([pairs, covered]).toEqual([[{ id: 't', row: rows[1] }], []]);
  });

  it('is not told apart from what several others may be', () => {
    const rows = [
      row({ rawDescription: 'AAAA' }),
      row({ rawDescription: 'BBBB' }),
      row({ ...pending, rawDescription: 'C' }),
    ];
    const known = ['d', 'e', 'f'].map((id) => told(id, { rawDescription: id.repeat(4) }));
    expect(pairAcrossSources(rows, known, 'bank')).toMatchObject({ pairs: [], covered: [{}, {}, {}] });
  });

  it('in a file is what the bank has booked, before or after', () => {
    expect(pairsOf([row(pending)], [told('t')], 'file')).toEqual(['t COFFEE']);
    expect(pairsOf([row()], [told('t', pending)], 'bank')).toEqual(['t COFFEE']);
  });
});
