import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/rows.ts';
import { normaliseRow } from '../../ingest/normalise.ts';
import type { Coverage, NormalisedRow, ObservedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';
import { mergeViews, type SourceName, type TransactionViews } from './merge-views.ts';
import { reconcileAccount } from './reconcile-account.ts';
import { leaveDisowned, settleViews, viewMirror } from './source-views.ts';

/** One account that a bank and files show, kept as the store keeps it. */
class TwoSources {
  readonly rows = new Map<string, MirrorRow>();
  readonly known = new Map<string, TransactionViews | null>();
  readonly removed: string[] = [];
  readonly #disowned = new Map<string, number>();
  readonly #bankIds: 'stable' | 'none';
  #ids = 0;

  constructor(bankIds: 'stable' | 'none' = 'stable') {
    this.#bankIds = bankIds;
  }

  /** Reads all rows that a source shows; gives how much that changed, the hidden parts included. */
  read(source: SourceName, shown: readonly NormalisedRow[], to = november(20)): number {
    const coverage: Coverage =
      source === 'bank'
        ? { from: november(1), to, complete: true, proves: ['pending', 'posted'] }
        : { from: null, to: null, complete: true, proves: [] };
    const mirror = [...this.rows.values()];
    const changes = reconcileAccount({
      mirror: viewMirror(mirror, this.known, source),
      rows: shown,
      coverage,
      sourceIds: source === 'bank' ? this.#bankIds : 'hint',
      pendingWindowDays: 10,
    });
    const all = settleViews({ source, mirror, known: this.known, coverage, changes });
    const kept = source === 'file' ? leaveDisowned(all.changes, this.#disowned) : all.changes;
    const settled = { ...all, changes: kept };
    this.#apply(source, settled);
    const { add, modify, relearn, remove, missed } = settled.changes;
    return add.length + modify.length + relearn.length + remove.length + missed.length + settled.views.length;
  }

  #apply(source: SourceName, { changes, views }: ReturnType<typeof settleViews>): void {
    for (const { row } of changes.add) {
      const id = `t${this.#ids++}`;
      this.rows.set(id, mirrorOf(id, row));
      if (source === 'file') this.known.set(id, null);
    }
    for (const { id, row } of [...changes.modify, ...changes.relearn]) {
      const before = this.rows.get(id);
      if (before === undefined) throw new Error(`${id} is not there`);
      const names = row.sourceId === null ? before.sourceIds : [...new Set([...before.sourceIds, row.sourceId])];
      this.rows.set(id, { ...mirrorOf(id, row), pendingDate: row.pendingDate ?? before.pendingDate, sourceIds: names });
    }
    for (const id of changes.missed) this.#change(id, (row) => ({ ...row, missedReads: row.missedReads + 1 }));
    for (const id of changes.seenAgain) this.#change(id, (row) => ({ ...row, missedReads: 0 }));
    for (const { id, reason } of changes.remove) {
      const { matchKey = '' } = this.rows.get(id) ?? {};
      if (reason === 'withdrawnByBank') this.#disowned.set(matchKey, (this.#disowned.get(matchKey) ?? 0) + 1);
      this.rows.delete(id);
      this.removed.push(id);
    }
    for (const { id, views: both } of views) this.known.set(id, both);
  }

  #change(id: string, change: (row: MirrorRow) => MirrorRow): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, change(row));
  }

  contents() {
    return [...this.rows.values()].map(({ content }) => content);
  }
}

function mirrorOf(id: string, row: NormalisedRow): MirrorRow {
  const { content, pendingDate, valueDate, matchKey, sourceId } = row;
  return {
    id,
    content,
    pendingDate,
    valueDate,
    matchKey,
    sourceIds: sourceId === null ? [] : [sourceId],
    missedReads: 0,
  };
}

const row = (change: Partial<ObservedRow>) => normaliseRow(createRow({ sourceId: null, pendingDate: null, ...change }));
const booked = { status: 'posted', postedDate: november(10), amount: '-50.00' } as const;
const atBank = row({ ...booked, sourceId: 'b-1', rawDescription: 'CARD LANTERN GRILL' });
const inFile = row({ ...booked, rawDescription: 'POS 4417 BOULDER', bankReference: 'R-1', baiCode: '455' });

describe.each([
  ['bank', 'file'],
  ['file', 'bank'],
] as const)('one booking that %s and %s show in other words', (first, second) => {
  const shown = { bank: [atBank], file: [inFile] };

  it('is one transaction with the words of the bank and what only the file knows', () => {
    const account = new TwoSources();
    account.read(first, shown[first]);
    account.read(second, shown[second]);
    expect(account.contents()).toMatchObject([
      { description: 'CARD LANTERN GRILL', bankReference: 'R-1', baiCode: '455' },
    ]);
    expect(account.removed).toEqual([]);
    for (const source of [first, second, second, first, first]) expect(account.read(source, shown[source])).toBe(0);
  });

  it('takes over what one of them changes later, and nothing else', () => {
    const account = new TwoSources();
    for (const source of [first, second]) account.read(source, shown[source]);
    const corrected = row({ ...booked, rawDescription: 'POS 4417 BOULDER', bankReference: 'R-1', baiCode: '699' });
    expect(account.read('file', [corrected])).toBe(2);
    expect(account.read('bank', [atBank])).toBe(0);
    expect(account.contents()).toMatchObject([{ description: 'CARD LANTERN GRILL', baiCode: '699' }]);
  });
});

describe('a file that is ahead of the bank', () => {
  const ahead = row({ ...booked, postedDate: november(19), rawDescription: 'POS 4417 BOULDER' });

  it('keeps its booking while the bank may only be slower', () => {
    const account = new TwoSources();
    account.read('file', [ahead]);
    expect([account.read('bank', []), account.read('bank', [])]).toEqual([0, 0]);
    const late = row({ ...booked, postedDate: november(19), sourceId: 'b-9', rawDescription: 'CARD LANTERN GRILL' });
    account.read('bank', [late]);
    expect(account.contents()).toMatchObject([{ description: 'CARD LANTERN GRILL' }]);
  });

  it('loses it once two complete reads of later days do not show it', () => {
    const account = new TwoSources();
    account.read('file', [ahead]);
    for (const day of [26, 27]) account.read('bank', [], november(day));
    expect(account.contents()).toEqual([]);
    // A file that shows it again does not bring it back; the bank does.
    expect(account.read('file', [ahead])).toBe(0);
    const again = row({ ...booked, postedDate: november(19), sourceId: 'b-9', rawDescription: 'CARD LANTERN GRILL' });
    account.read('bank', [again], november(28));
    account.read('file', [ahead]);
    expect(account.contents()).toMatchObject([{ description: 'CARD LANTERN GRILL' }]);
    expect([account.read('bank', [again], november(29)), account.read('file', [ahead])]).toEqual([0, 0]);
  });

  it('may have booked what the bank still shows as pending: once the bank books it there is one', () => {
    const account = new TwoSources();
    const open = { ...booked, sourceId: 'b-1', rawDescription: 'CARD LANTERN GRILL' };
    account.read('bank', [row({ ...open, status: 'pending', postedDate: null, pendingDate: november(9) })]);
    account.read('file', [inFile]);
    expect(account.contents()).toHaveLength(2);
    account.read('bank', [row(open)]);
    expect(account.contents()).toMatchObject([{ status: 'posted', bankReference: 'R-1' }]);
    for (const [source, shown] of [
      ['file', inFile],
      ['bank', row(open)],
    ] as const)
      expect(account.read(source, [shown])).toBe(0);
  });

  it('books a pending row for good: the bank, which still shows it as pending, does not take it back', () => {
    const account = new TwoSources();
    const pending = row({
      status: 'pending',
      postedDate: null,
      pendingDate: november(18),
      amount: '-50.00',
      sourceId: 'b-1',
      rawDescription: 'LANTERN GRILL BOULDER',
    });
    const final = row({ ...booked, postedDate: november(19), rawDescription: 'LANTERN GRILL BOULDER' });
    account.read('bank', [pending]);
    account.read('file', [final]);
    for (const source of ['bank', 'file', 'bank'] as const)
      expect(account.read(source, source === 'bank' ? [pending] : [final])).toBe(0);
    expect(account.contents()).toMatchObject([{ status: 'posted', postedDate: november(19) }]);
  });
});

describe('bookings of one day and amount', () => {
  const many = (source: SourceName, count: number) =>
    Array.from({ length: count }, (_, index) =>
      source === 'bank'
        ? row({
            ...booked,
            sourceId: `b-${index}`,
            rawDescription: `CARD ${'ABCDEFGH'[index]}${'ABCDEFGH'[index]}MART`,
          })
        : row({ ...booked, rawDescription: `POS ${'STUVWXYZ'[index]}${'STUVWXYZ'[index]}DEPOT` }),
    );

  it.each([
    [3, 2],
    [2, 3],
    [3, 3],
    [1, 4],
  ])('are as many as the source with more shows: %i and %i', (bank, file) => {
    for (const order of [
      ['bank', 'file'],
      ['file', 'bank'],
    ] as const) {
      const account = new TwoSources();
      const shown = { bank: many('bank', bank), file: many('file', file) };
      for (const source of [...order, ...order]) account.read(source, shown[source], november(12));
      expect(account.contents()).toHaveLength(Math.max(bank, file));
      for (const source of order) expect(account.read(source, shown[source], november(12))).toBe(0);
    }
  });
});

describe('whatever two sources show', () => {
  const payment = fc.record({
    day: fc.integer({ min: 8, max: 12 }),
    amount: fc.constantFrom('-5.00', '-7.50', '20.00'),
    words: fc.constantFrom('BLUE HARBOUR CAFE', 'LANTERN GRILL', 'TRAMWAY LISBOA'),
    fileWords: fc.constantFrom('BLUE HARBOUR CAFE', 'POS 4417 BOULDER', 'SEPA DD 88'),
    shownBy: fc.constantFrom('both', 'bank', 'file'),
    reference: fc.option(fc.constantFrom('R-100', 'R-200', 'R-300'), { nil: null }),
  });
  const sources = fc.array(fc.constantFrom<SourceName>('bank', 'file'), { minLength: 2, maxLength: 6 });

  it.each(['stable', 'none'] as const)(
    'alternate reads come to rest, count nothing twice and lose nothing: ids %s',
    (ids) => {
      fc.assert(
        fc.property(fc.array(payment, { maxLength: 10 }), sources, (payments, order) => {
          const bank = payments.flatMap(({ day, amount, words, shownBy }, index) =>
            shownBy === 'file'
              ? []
              : [
                  row({
                    status: 'posted',
                    postedDate: november(day),
                    amount,
                    rawDescription: words,
                    sourceId: `b-${index}`,
                  }),
                ],
          );
          const file = payments.flatMap(({ day, amount, fileWords, shownBy, reference }) =>
            shownBy === 'bank'
              ? []
              : [
                  row({
                    status: 'posted',
                    postedDate: november(day),
                    amount,
                    rawDescription: fileWords,
                    bankReference: reference,
                  }),
                ],
          );
          const account = new TwoSources(ids);
          // The bank may be slower than the file on all of these days.
          const read = (source: SourceName) => account.read(source, source === 'bank' ? bank : file, november(12));
          for (const source of order) read(source);
          for (const source of ['bank', 'file', 'bank', 'file'] as const) read(source);
          expect([read('bank'), read('file'), read('bank')]).toEqual([0, 0, 0]);
          expect(account.removed).toEqual([]);
          const count = (rows: readonly { readonly content: NormalisedRow['content'] }[]) => {
            const counts = new Map<string, number>();
            for (const { content } of rows) {
              const key = `${content.postedDate} ${content.amount}`;
              counts.set(key, (counts.get(key) ?? 0) + 1);
            }
            return counts;
          };
          const [left, right, kept] = [count(bank), count(file), count([...account.rows.values()])];
          for (const key of new Set([...left.keys(), ...right.keys()]))
            expect(kept.get(key)).toBe(Math.max(left.get(key) ?? 0, right.get(key) ?? 0));
          expect([...kept.keys()].every((key) => left.has(key) || right.has(key))).toBe(true);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('merging takes nothing away that one of them knows, and is the same for equal views', () => {
    const content = fc
      .record({
        description: fc.constantFrom('A', 'B'),
        bankReference: fc.constantFrom(null, 'R'),
        mcc: fc.constantFrom(null, '5814'),
      })
      .map((change) => ({ ...atBank.content, ...change }));
    fc.assert(
      fc.property(content, content, (one, other) => {
        const view = { pendingDate: null, valueDate: null, matchKey: '' };
        const merged = mergeViews({ bank: { ...view, content: one }, file: { ...view, content: other } });
        for (const field of ['bankReference', 'mcc'] as const)
          if (one[field] !== null || other[field] !== null) expect(merged[field]).not.toBeNull();
        expect(mergeViews({ bank: { ...view, content: merged }, file: { ...view, content: other } })).toEqual(merged);
      }),
    );
  });
});
