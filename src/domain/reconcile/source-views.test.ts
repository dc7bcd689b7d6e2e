import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { normaliseRow } from '../../ingest/accounts/normalise.ts';
import type { NormalisedRow, ObservedRow } from '../observation.ts';
import { mergeViews, type SourceName } from './merge-views.ts';
import { TwoSources } from './testing/two-sources.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

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

describe('two purchases of one shop, day and amount', () => {
  const fare = { amount: '-2.75', rawDescription: 'CITY TRANSIT FARE DENVER CO' };
  const settled = { ...fare, status: 'posted', postedDate: november(10) } as const;
  const open = { ...fare, status: 'pending', postedDate: null, pendingDate: november(10) } as const;
  const wasOpen = { ...settled, pendingDate: november(10) };
  const looks = (account: TwoSources) =>
    [...account.rows.values()].map(({ id, content }) => `${id} ${content.status} ${content.bankReference}`);

  it('stay apart where a file has booked what the bank has: the pending one is still pending', () => {
    const account = new TwoSources();
    const bank = [row({ ...settled, sourceId: 'b-1', bankReference: 'B1' }), row({ ...open, sourceId: 'b-2' })];
    account.read('bank', bank);
    expect(account.read('file', [row({ ...settled, bankReference: 'F1' })])).toBe(1);
    expect(looks(account)).toEqual(['t0 posted B1', 't1 pending null']);
    expect([account.known.get('t0')?.file.content.bankReference, account.known.has('t1')]).toEqual(['F1', false]);
    expect(account.read('bank', bank)).toBe(0);
  });

  it.each([
    [
      'the bank',
      'stable',
      [
        { sourceId: 'b-1', bankReference: 'B1' },
        { sourceId: 'b-2', bankReference: 'B2' },
      ],
    ],
    ['nothing', 'none', [{}, {}]],
  ] as const)('keep their ids where a file books both before the bank does, with references of %s', (_, ids, names) => {
    const account = new TwoSources(ids);
    const [first, second] = names;
    account.read('bank', [row({ ...settled, ...first }), row({ ...open, ...second, bankReference: null })]);
    const file = ['F1', 'F2'].map((bankReference) => row({ ...settled, bankReference }));
    account.read('file', file);
    // Which of the two was booked now nobody can tell: the money is there, and what is pending stays until the bank says so.
    expect(account.contents().map(({ status }) => status)).toEqual(['posted', 'pending', 'posted']);
    const bank = [row({ ...settled, ...first }), row({ ...wasOpen, ...second })];
    account.read('bank', bank);
    expect([...account.rows.keys(), account.removed]).toEqual(['t0', 't1', ['t2']]);
    expect(account.contents().map(({ status }) => status)).toEqual(['posted', 'posted']);
    expect([account.read('file', file), account.read('bank', bank)]).toEqual([0, 0]);
  });

  it('of two days go their ways once the bank shows that the file had booked the other one', () => {
    const account = new TwoSources();
    const early = row({ ...open, pendingDate: november(9), sourceId: 'b-1' });
    account.read('bank', [early]);
    account.read('file', [row({ ...settled, bankReference: 'F1' })]);
    expect(looks(account)).toEqual(['t0 posted F1']);
    const bank = [early, row({ ...settled, sourceId: 'b-2', bankReference: 'B2' })];
    account.read('bank', bank);
    expect(looks(account)).toEqual(['t0 pending null', 't1 posted B2']);
    account.read('file', [row({ ...settled, bankReference: 'F1' })]);
    expect([account.known.get('t1')?.file.content.bankReference, account.read('bank', bank)]).toEqual(['F1', 0]);
  });

  it('are not withdrawn because nobody can tell which row of the bank is which booking of a file', () => {
    const account = new TwoSources();
    account.read(
      'file',
      ['F1', 'F2'].map((bankReference) => row({ ...settled, bankReference, rawDescription: bankReference })),
    );
    const bank = ['B1', 'B2'].map((bankReference) => row({ ...settled, bankReference, sourceId: bankReference }));
    for (const day of [20, 21, 22]) expect(account.read('bank', bank, november(day))).toBe(0);
    expect(account.contents()).toHaveLength(2);
    // Of which the bank has one fewer, one goes.
    for (const day of [23, 24]) account.read('bank', bank.slice(1), november(day));
    expect(account.contents()).toHaveLength(1);
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

  it.each(['stable', 'none'] as const)(
    'money is booked once, and what is pending stays pending until it is booked: ids %s',
    (ids) => {
      const purchase = fc.record({
        day: fc.integer({ min: 8, max: 9 }),
        amount: fc.constantFrom('-2.75', '-20.00'),
        words: fc.constantFrom('CITY TRANSIT FARE DENVER', 'CLOUDFOLD HOSTING', 'FOOTHILL PARKING GARAGE'),
        isReserved: fc.boolean(),
        stepBooked: fc.integer({ min: 0, max: 3 }),
      });
      // In every step the bank books some, and then one or the other is read, or both.
      const readings = fc.array(fc.subarray<SourceName>(['bank', 'file']), { minLength: 4, maxLength: 4 });
      fc.assert(
        fc.property(
          fc.array(purchase, { maxLength: 7 }),
          readings,
          fc.boolean(),
          fc.boolean(),
          (purchases, steps, sameWords, hasReferences) => {
            const account = new TwoSources(ids);
            const show = (source: SourceName, step: number) =>
              purchases.flatMap(({ day, amount, words, isReserved, stepBooked }, index) => {
                const isBooked = stepBooked <= step;
                if (!isBooked && (!isReserved || source === 'file')) return [];
                const reference = `${source === 'bank' ? 'B' : 'F'}${1_000 + index}`;
                return [
                  row({
                    status: isBooked ? 'posted' : 'pending',
                    postedDate: isBooked ? november(day) : null,
                    pendingDate: isReserved && source === 'bank' ? november(day) : null,
                    amount,
                    rawDescription: source === 'bank' || sameWords ? words : `CORPORATE LINE ${'ABCDEFG'[index]}`,
                    sourceId: ids === 'stable' && source === 'bank' ? `b-${index}` : null,
                    bankReference: isBooked && (source === 'file' || hasReferences) ? reference : null,
                  }),
                ];
              });
            const shown = { bank: [] as string[], file: [] as string[] };
            const lookOf = ({ content }: { readonly content: NormalisedRow['content'] }) =>
              `${content.status} ${content.amount}`;
            const looksOf = (source: SourceName, step: number) => show(source, step).map(lookOf).sort();
            const read = (source: SourceName, step: number) => {
              account.read(source, show(source, step));
              shown[source] = looksOf(source, step);
              const listed = [...account.rows.values()].map(lookOf).sort();
              const isBooked = (look: string) => look.startsWith('posted');
              // Whoever was read last tells of all that is booked now.
              expect(listed.filter(isBooked)).toEqual(looksOf('file', step).filter(isBooked));
              if (source === 'bank') expect(listed).toEqual(shown.bank);
            };
            for (const [step, sources] of steps.entries()) for (const source of sources) read(source, step);
            for (const source of ['bank', 'file', 'bank', 'file'] as const) read(source, 3);
            const before = [...account.rows.values()];
            read('bank', 3);
            read('file', 3);
            expect([...account.rows.values()]).toEqual(before);
          },
        ),
        { numRuns: 150 },
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
