import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccountName,
  type AccountRowLook,
  compareAccountNumbers,
  identifyAccounts,
  type UnknownAccount,
  type VanishedAccount,
} from './account-identity.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const name = (number: string, change: Partial<AccountName> = {}): AccountName => ({
  currency: 'USD',
  type: 'checking',
  number,
  routingNumber: null,
  ...change,
});

describe('two account numbers', () => {
  it.each([
    ['000123456789', '000-123-456-789', 'same'],
    ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00', 'same'],
    ['000123456789', '000123456780', 'differs'],
    ['000123456789', '****6789', 'unclear'],
    ['XXXX6789', '…6789', 'unclear'],
    ['****6789', '****6780', 'differs'],
    ['6789', '6789', 'unclear'],
    ['89', '89', 'differs'],
  ])('%s and %s: %s', (known, shown, verdict) => {
    expect(compareAccountNumbers(name(known), name(shown))).toBe(verdict);
    expect(compareAccountNumbers(name(shown), name(known))).toBe(verdict);
  });

  it.each([
    ['DE89370400440532013000', '532013000', null, 'same'],
    ['DE89 3704 0044 0532 0130 00', '0532013000', '37040044', 'same'],
    ['DE89370400440532013000', '37040044/0532013000', null, 'same'],
    ['DE89370400440532013000', '532013000', '37040045', 'differs'],
    ['DE89370400440532013000', '532013000', 'COBADEFF', 'unclear'],
    ['DE89370400440532013000', '532013000', '021000021', 'unclear'],
    ['DE89370400440532013000', '532013001', null, 'differs'],
    ['DE89370400440532013000', 'AT611904300234573201', null, 'differs'],
    // Wrong check digits: whatever it is, it is no IBAN.
    ['DE88370400440532013000', '532013000', null, 'differs'],
    ['GB29NWBK60161331926819', '31926819', '60-16-13', 'same'],
    ['CH9300762011623852957', '1162-3852957', '762', 'same'],
    ['MT84MALT011000012345MTLCAST001S', '12345MTLCAST001S', null, 'unclear'],
    ['37040044/0532013000', '532013000', '37040044', 'same'],
    ['37040044/0532013000', '532013000', null, 'differs'],
  ] as const)('%s and %s with the routing number %s: %s', (long, number, routingNumber, verdict) => {
    expect(compareAccountNumbers(name(long), name(number, { routingNumber }))).toBe(verdict);
    expect(compareAccountNumbers(name(number, { routingNumber }), name(long))).toBe(verdict);
  });

  it('of two currencies, or with two routing numbers, name two accounts', () => {
    const known = name('000123456789', { routingNumber: '800000006' });
    expect(compareAccountNumbers(known, name('000123456789', { currency: 'EUR' }))).toBe('differs');
    expect(compareAccountNumbers(known, name('000123456789', { routingNumber: '800000019' }))).toBe('differs');
    expect(compareAccountNumbers(known, name('000123456789'))).toBe('same');
  });
});

/** Rows on days of their own that stand in no other account but those of the same salt. */
const rows = (count: number, salt = 'A'): AccountRowLook[] =>
  Array.from({ length: count }, (_, index) => ({
    postedDate: `2026-11-${String(index + 1).padStart(2, '0')}`,
    amount: `-${index + 1}.00`,
    description: `PURCHASE ${salt}`,
  }));
const covered = { from: '2026-10-01', to: '2026-11-30' };
const shown = (number: string, change: Partial<UnknownAccount> = {}): UnknownAccount => ({
  name: name(number),
  rows: rows(8),
  covered,
  ...change,
});
const gone = (id: string, number: string, change: Partial<VanishedAccount> = {}): VanishedAccount => ({
  id,
  name: name(number),
  rows: rows(8),
  settledThrough: '2026-11-20',
  ...change,
});
const NEW = '000999000111';
const OLD = '000123456789';

describe('an account under an unknown name', () => {
  it('is the vanished one of the same number, whatever its rows', () => {
    expect(identifyAccounts([shown(OLD, { rows: [] })], [gone('a', OLD)], [])).toEqual([{ kind: 'known', id: 'a' }]);
  });

  it('is the vanished one whose rows it shows', () => {
    expect(
      identifyAccounts([shown(NEW)], [gone('a', OLD), gone('b', '000222333444', { rows: rows(8, 'B') })], []),
    ).toEqual([{ kind: 'known', id: 'a' }]);
  });

  it('may show more than was known, before and after', () => {
    const more = [
      { postedDate: '2026-10-02', amount: '-1.00', description: 'OLDER' },
      { postedDate: '2026-11-29', amount: '-1.00', description: 'NEWER' },
    ];
    expect(identifyAccounts([shown(NEW, { rows: [...rows(8), ...more] })], [gone('a', OLD)], [])).toEqual([
      { kind: 'known', id: 'a' },
    ]);
  });

  it('is new where it shares nothing', () => {
    expect(identifyAccounts([shown(NEW, { rows: rows(8, 'B') })], [gone('a', OLD)], [])).toEqual([{ kind: 'new' }]);
  });

  const unsure: readonly [string, UnknownAccount, VanishedAccount, string[]][] = [
    ['too few rows are equal', shown(NEW, { rows: rows(4) }), gone('a', OLD, { rows: rows(4) }), ['fewCommonRows']],
    [
      'all equal rows are of one day',
      shown(NEW, { rows: rows(8).map((row) => ({ ...row, postedDate: '2026-11-02' })) }),
      gone('a', OLD, { rows: rows(8).map((row) => ({ ...row, postedDate: '2026-11-02' })) }),
      ['fewCommonRows'],
    ],
    ['a known row is not shown', shown(NEW, { rows: rows(7) }), gone('a', OLD), ['rowsDiffer']],
    [
      'a settled day has a row more',
      shown(NEW, { rows: [...rows(8), { postedDate: '2026-11-03', amount: '-9.99', description: 'X' }] }),
      gone('a', OLD),
      ['rowsDiffer'],
    ],
    [
      'only the end of the number is shown',
      shown('****6789', { rows: [] }),
      gone('a', OLD, { rows: [] }),
      ['numberUnclear'],
    ],
  ];
  it.each(unsure)('is for a person where %s', (_, account, known, reasons) => {
    expect(identifyAccounts([account], [known], [])).toEqual([{ kind: 'unsure', pairs: [{ id: 'a', reasons }] }]);
  });

  it('is not told by rows that other accounts have as well, such as fees', () => {
    expect(identifyAccounts([shown(NEW)], [gone('a', OLD)], [rows(8)])).toEqual([{ kind: 'new' }]);
  });

  it('is not told by rows of another currency or another type of account', () => {
    for (const change of [{ currency: 'EUR' }, { type: 'savings' }] as const)
      expect(identifyAccounts([shown(NEW)], [gone('a', OLD, { name: name(OLD, change) })], [])).toEqual([
        { kind: 'new' },
      ]);
  });

  it('is for a person where two vanished ones have its number', () => {
    expect(identifyAccounts([shown(OLD)], [gone('a', OLD), gone('b', OLD)], [])).toEqual([
      {
        kind: 'unsure',
        pairs: [
          { id: 'a', reasons: ['severalCandidates'] },
          { id: 'b', reasons: ['severalCandidates'] },
        ],
      },
    ]);
  });

  it('is for a person where its rows stand in two vanished ones, which may be one already', () => {
    const twice = (count: number) => [
      gone('a', OLD, { rows: rows(count) }),
      gone('b', '000222333444', { rows: rows(count) }),
    ];
    const pairs = (reasons: string[]) => [{ kind: 'unsure', pairs: ['a', 'b'].map((id) => ({ id, reasons })) }];
    expect(identifyAccounts([shown(NEW)], twice(8), [])).toEqual(pairs(['severalCandidates']));
    expect(identifyAccounts([shown(NEW, { rows: rows(4) })], twice(4), [])).toEqual(
      pairs(['severalCandidates', 'fewCommonRows']),
    );
    // Rows that a listed account has as well, and accounts whose other rows differ, are no reason to ask.
    expect(identifyAccounts([shown(NEW)], twice(8), [rows(8)])).toEqual([{ kind: 'new' }]);
    const ownRows = { rows: [...rows(3), ...rows(6, 'B')] };
    expect(identifyAccounts([shown(NEW, ownRows)], twice(3), [])).toEqual([{ kind: 'new' }]);
  });

  it('has no claim to one that is told already', () => {
    const [first, second] = identifyAccounts([shown(OLD), shown('****6789')], [gone('a', OLD)], []);
    expect([first, second]).toEqual([{ kind: 'known', id: 'a' }, { kind: 'new' }]);
  });
});

describe('whatever is shown', () => {
  const look = fc.record({
    postedDate: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'),
    amount: fc.constantFrom('-1.00', '-2.00', '3.00'),
    description: fc.constantFrom('FEE', 'COFFEE', 'WIRE'),
  });
  const number = fc.constantFrom(OLD, NEW, '****6789', '****0111', '000222333444');
  const unknowns = fc.array(
    fc
      .record({ number, rows: fc.array(look, { maxLength: 12 }) })
      .map((each) => shown(each.number, { rows: each.rows })),
    { maxLength: 4 },
  );
  const vanisheds = fc
    .array(fc.record({ number, rows: fc.array(look, { maxLength: 12 }) }), { maxLength: 4 })
    .map((all) => all.map((each, index) => gone(`${index}`, each.number, { rows: each.rows })));
  const others = fc.array(fc.array(look, { maxLength: 12 }), { maxLength: 2 });

  it('no account is given away twice, and the order of accounts and rows makes no difference', () => {
    fc.assert(
      fc.property(unknowns, vanisheds, others, (left, right, rest) => {
        const verdicts = identifyAccounts(left, right, rest);
        const known = verdicts.flatMap((verdict) => (verdict.kind === 'known' ? [verdict.id] : []));
        expect(new Set(known).size).toBe(known.length);
        const turned = <T extends { readonly rows: readonly AccountRowLook[] }>(all: readonly T[]) =>
          all.map((each) => ({ ...each, rows: each.rows.toReversed() })).reverse();
        const sorted = (all: ReturnType<typeof identifyAccounts>) =>
          all.map((verdict) =>
            verdict.kind === 'unsure'
              ? { ...verdict, pairs: verdict.pairs.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
              : verdict,
          );
        expect(sorted(identifyAccounts(turned(left), turned(right), rest)).reverse()).toEqual(sorted(verdicts));
      }),
    );
  });

  it('an account is known by number, or shares enough rows with the one it is', () => {
    fc.assert(
      fc.property(unknowns, vanisheds, others, (left, right, rest) => {
        for (const [index, verdict] of identifyAccounts(left, right, rest).entries()) {
          if (verdict.kind !== 'known') continue;
          const [account, known] = [left[index], right.find(({ id }) => id === verdict.id)];
          if (account === undefined || known === undefined) throw new Error('an account that was not given');
          if (compareAccountNumbers(known.name, account.name) === 'same') continue;
          const text = (row: AccountRowLook) => JSON.stringify([row.postedDate, row.amount, row.description]);
          const elsewhere = new Set(rest.flat().map(text));
          const equal = known.rows.filter(
            (row) => account.rows.some((each) => text(each) === text(row)) && !elsewhere.has(text(row)),
          );
          expect(equal.length).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});
