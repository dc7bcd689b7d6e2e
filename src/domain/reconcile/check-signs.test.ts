import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatedBalance } from '../account.ts';
import type { NormalisedRow } from '../observation.ts';
import { entryTypeOf } from '../transaction.ts';
import { addDecimals, decimal, formatDecimal } from '../values/decimal.ts';
import { checkSigns, type SignEvidence } from './check-signs.ts';
import { day, known, row } from './testing/rows.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const ROWS = [
  row({ day: 2, amount: '-5.00' }),
  row({ day: 3, amount: '100.00', text: 'SALARY' }),
  row({ day: 4, amount: '-30.00', text: 'RENT' }),
];

describe('signs', () => {
  it('are proven by the balances before and after the rows', () => {
    expect(check({ statedBalances: between('10.00', '75.00') })).toBe('proven');
  });

  it('are inverted when the balances move the other way', () => {
    expect(check({ rows: ROWS.map(turn), statedBalances: between('10.00', '75.00') })).toBe('inverted');
  });

  it.each<[string, Partial<SignEvidence>]>([
    ['no balance is stated', {}],
    ['one balance is stated', { statedBalances: between('10.00', '75.00').slice(1) }],
    ['the balances fit neither way', { statedBalances: between('10.00', '75.01') }],
    ['the rows add up to nothing', { rows: [], statedBalances: between('10.00', '10.00') }],
    ['the read was cut', { coverage: coverage(false), statedBalances: between('10.00', '75.00') }],
    ['a balance was worked out from the rows', { statedBalances: workedOut('75.00') }],
    ['the rows have another currency', { currency: 'USD', statedBalances: between('10.00', '75.00') }],
  ])('are unproven when %s', (_why, evidence) => {
    expect(check(evidence)).toBe('unproven');
  });

  it('count pending rows for nothing', () => {
    const rows = [...ROWS, row({ status: 'pending', day: 3, amount: '-999.00' })];
    expect(check({ rows, statedBalances: between('10.00', '75.00') })).toBe('proven');
  });

  it('are told by the balances after each row, in either order, also of a read that was cut', () => {
    fc.assert(
      fc.property(anyAmounts(), fc.boolean(), fc.boolean(), (amounts, isTurned, isNewestFirst) => {
        const rows = withBalances(amounts).map((one) => (isTurned ? turn(one) : one));
        const shown = isNewestFirst ? rows.reverse() : rows;
        expect(check({ rows: shown, coverage: coverage(false) })).toBe(isTurned ? 'inverted' : 'proven');
      }),
    );
  });

  it('are inverted when known rows come back turned round', () => {
    const mirror = ROWS.map((one, index) => known(`t${index}`, one));
    expect(check({ mirror, coverage: coverage(false) })).toBe('proven');
    expect(check({ mirror, rows: ROWS.map(turn), coverage: coverage(false) })).toBe('inverted');
  });

  it('are inverted in a read that was cut as soon as one known row comes back turned round and none as it was', () => {
    const [first, ...others] = ROWS;
    const mirror = first === undefined ? [] : [known('t0', first)];
    const rows = ROWS.map(turn);
    expect(check({ mirror, rows })).toBe('unproven');
    expect(check({ mirror, rows, coverage: coverage(false) })).toBe('inverted');
    const reversed = first === undefined ? [] : [first, turn(first)];
    expect(check({ mirror, rows: [...reversed, ...others], coverage: coverage(false) })).toBe('proven');
  });

  it('are not inverted by reversals', () => {
    const mirror = ROWS.map((one, index) => known(`t${index}`, one));
    expect(check({ mirror, rows: [...ROWS, ...ROWS.map(turn)] })).toBe('proven');
  });
});

function check(evidence: Partial<SignEvidence>) {
  return checkSigns({
    rows: ROWS,
    coverage: coverage(true),
    statedBalances: [],
    currency: 'EUR',
    mirror: [],
    ...evidence,
  });
}

function coverage(complete: boolean): SignEvidence['coverage'] {
  return { from: day(1), to: day(6), complete, proves: ['pending', 'posted'] };
}

function between(opening: string, closing: string): StatedBalance[] {
  return [
    { date: day(6), statedAs: 'closing', amount: closing },
    { date: day(1), statedAs: 'opening', amount: opening },
  ];
}

function workedOut(amount: string): StatedBalance[] {
  return [
    { date: day(1), statedAs: 'opening', amount: '10.00' },
    { date: day(6), statedAs: 'running', amount },
  ];
}

function turn(one: NormalisedRow): NormalisedRow {
  const before = one.content.amount;
  const amount = before.startsWith('-') ? before.slice(1) : `-${before}`;
  return { ...one, content: { ...one.content, amount, entryType: entryTypeOf(amount) } };
}

function withBalances(amounts: readonly string[]): NormalisedRow[] {
  let balance = decimal('1000.00');
  return amounts.map((amount) => {
    balance = addDecimals(balance, decimal(amount));
    return { ...row({ amount }), runningBalance: formatDecimal(balance, 2) };
  });
}

/** Amounts of different size, so that no sum of two is another one by chance. */
function anyAmounts() {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 12 })
    .chain((sizes) =>
      fc.tuple(...sizes.map((size) => fc.boolean().map((isDebit) => `${isDebit ? '-' : ''}${size ** 3}.00`))),
    );
}
