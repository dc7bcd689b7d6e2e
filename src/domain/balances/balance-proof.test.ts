import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatedBalance } from '../account.ts';
import { addDays, calendarDate } from '../values/calendar-date.ts';
import { addDecimals, decimal, ZERO } from '../values/decimal.ts';
import { formatAmount } from '../values/money.ts';
import { type DayTotal, projectDailyBalances, proveBalances } from './balance-proof.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const DAY_ONE = calendarDate('2026-11-01');

const closing = (day: number, amount: string): StatedBalance => stated(day, amount, 'closing');
const UNPROVEN = { state: 'unproven', provenThrough: null, brokenFrom: null, difference: null };

describe('the balance proof', () => {
  it('needs two stated balances', () => {
    expect(proveBalances([], [total(1, '5')], 'EUR')).toEqual(UNPROVEN);
    expect(proveBalances([closing(1, '100')], [total(1, '5'), total(2, '5')], 'EUR')).toEqual(UNPROVEN);
  });

  it('holds through the last stated day that the rows explain', () => {
    const proof = proveBalances(
      [closing(1, '100.00'), closing(3, '90.00'), closing(4, '90.00')],
      [total(1, '999'), total(2, '-12.50'), total(3, '2.50'), total(5, '7')],
      'EUR',
    );
    expect(proof).toEqual({ state: 'proven', provenThrough: day(4), brokenFrom: null, difference: null });
  });

  it('breaks at the first stated day that does not add up and says by how much', () => {
    const proof = proveBalances(
      [closing(1, '100.00'), closing(2, '110.00'), closing(3, '110.00'), closing(4, '0')],
      [total(2, '10'), total(3, '4.99')],
      'EUR',
    );
    expect(proof).toEqual({ state: 'broken', provenThrough: day(2), brokenFrom: day(3), difference: '-4.99' });
    expect(proveBalances([closing(1, '0'), closing(2, '1500')], [total(2, '1000')], 'JPY')).toMatchObject({
      provenThrough: null,
      difference: '500',
    });
  });

  it('breaks where a bank contradicts itself about one day', () => {
    const both = [stated(1, '100', 'closing'), stated(1, '101', 'opening')];
    expect(proveBalances(both, [], 'EUR')).toMatchObject({ state: 'broken', brokenFrom: day(1), difference: '-1.00' });
    expect(proveBalances([...both].reverse(), [], 'EUR')).toEqual(proveBalances(both, [], 'EUR'));
    expect(proveBalances([stated(1, '100', 'closing'), stated(1, '100.0', 'opening')], [], 'EUR').state).toBe('proven');
  });

  it('holds exactly when the sums agree, wherever an error of any size is put', () => {
    fc.assert(
      fc.property(
        ledger(),
        fc.nat(),
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        ({ days, anchors }, at, by) => {
          fc.pre(anchors.length >= 2);
          const last = anchors.at(-1)?.date;
          const whole = { state: 'proven', provenThrough: last, brokenFrom: null, difference: null };
          expect(proveBalances(anchors, days, 'EUR')).toEqual(whole);
          expect(proveBalances([...anchors].reverse(), [...days].reverse(), 'EUR')).toEqual(whole);
          fc.pre(by !== 0n);
          const index = at % (anchors.length - 1);
          const broken = anchors[index + 1];
          const from = anchors[index];
          if (broken === undefined || from === undefined) throw new Error('no anchor to break');
          const error = { units: by, scale: 2 };
          // A row that the bank counted and that we do not have, on the first day after an anchor.
          const proof = proveBalances(
            anchors,
            [...days, { date: addDays(from.date, 1), total: formatAmount({ units: -by, scale: 2 }, 'EUR') }],
            'EUR',
          );
          expect(proof).toEqual({
            state: 'broken',
            provenThrough: index === 0 ? null : from.date,
            brokenFrom: broken.date,
            difference: formatAmount(error, 'EUR'),
          });
        },
      ),
    );
  });
});

describe('daily balances', () => {
  it('are none without a stated balance', () => {
    expect(projectDailyBalances([], [total(1, '5')], 'EUR')).toEqual([]);
  });

  it('are as stated where the bank says so, carried between, and walked back before the first', () => {
    const days = projectDailyBalances([closing(3, '100')], [total(1, '10'), total(3, '-5.5'), total(5, '1')], 'EUR');
    expect(
      days.map(({ date, ledgerBalance, postedTransactionDelta, source }) => [
        date,
        ledgerBalance,
        postedTransactionDelta,
        source,
      ]),
    ).toEqual([
      [day(1), '105.50', '10.00', 'derived'],
      [day(2), '105.50', '0.00', 'derived'],
      [day(3), '100.00', '-5.50', 'bankProvided'],
      [day(4), '100.00', '0.00', 'derived'],
      [day(5), '101.00', '1.00', 'derived'],
    ]);
  });

  it('prefer what the bank says of the day itself', () => {
    const three = [stated(1, '3', 'closing'), stated(1, '2', 'opening'), stated(1, '1', 'running')];
    for (const order of [three, [...three].reverse()])
      expect(projectDailyBalances(order, [], 'EUR')).toMatchObject([{ ledgerBalance: '3.00', source: 'bankProvided' }]);
    expect(projectDailyBalances([stated(1, '1', 'running')], [], 'EUR')).toMatchObject([{ source: 'derived' }]);
  });

  it('leave the days between out where they are too many', () => {
    const days = projectDailyBalances(
      [{ date: calendarDate('1990-01-01'), statedAs: 'closing', amount: '1' }],
      [{ date: calendarDate('9999-12-31'), total: '1' }],
      'EUR',
    );
    expect(days.map(({ date, ledgerBalance }) => [date, ledgerBalance])).toEqual([
      ['1990-01-01', '1.00'],
      ['9999-12-31', '2.00'],
    ]);
    const eve = { date: calendarDate('9999-12-30'), statedAs: 'closing', amount: '1' } as const;
    expect(projectDailyBalances([eve], [{ date: calendarDate('9999-12-31'), total: '1' }], 'EUR')).toHaveLength(2);
  });

  it('follow from each other by the rows of each day, and meet every stated balance of a proven account', () => {
    fc.assert(
      fc.property(ledger(), fc.nat(), ({ days, anchors }, which) => {
        fc.pre(anchors.length > 0);
        const known = anchors.filter((_, index) => index === which % anchors.length || index % 2 === 0);
        const projected = projectDailyBalances(known, days, 'EUR');
        // Every day from the first to the last is there once.
        expect(projected.map(({ date }) => date)).toEqual(
          projected.map((_, index) => addDays(projected[0]?.date ?? DAY_ONE, index)),
        );
        for (const [index, { ledgerBalance, postedTransactionDelta }] of projected.entries()) {
          const before = projected[index - 1];
          if (before === undefined) continue;
          const sum = addDecimals(decimal(before.ledgerBalance), decimal(postedTransactionDelta));
          expect(ledgerBalance).toBe(formatAmount(sum, 'EUR'));
        }
        for (const { date, amount } of anchors) {
          const found = projected.find((row) => row.date === date);
          if (found !== undefined) expect(decimalText(found.ledgerBalance)).toBe(decimalText(amount));
        }
      }),
    );
  });
});

/** An account whose bank makes no mistake: rows by day, and the true balance at the end of some days. */
function ledger() {
  const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  return fc
    .record({
      opening: amount,
      totals: fc.array(fc.option(amount), { minLength: 1, maxLength: 20 }),
      statedOn: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    })
    .map(({ opening, totals, statedOn }) => {
      let balance = addDecimals(ZERO, { units: opening, scale: 2 });
      const days: DayTotal[] = [];
      const anchors: StatedBalance[] = [];
      for (const [index, units] of totals.entries()) {
        const date = addDays(DAY_ONE, index);
        if (units !== null) days.push({ date, total: formatAmount({ units, scale: 2 }, 'EUR') });
        balance = addDecimals(balance, { units: units ?? 0n, scale: 2 });
        if (statedOn[index] === true) anchors.push({ date, statedAs: 'closing', amount: formatAmount(balance, 'EUR') });
      }
      return { days, anchors };
    });
}

function day(number: number) {
  return addDays(DAY_ONE, number - 1);
}

function total(number: number, amount: string): DayTotal {
  return { date: day(number), total: amount };
}

function stated(number: number, amount: string, statedAs: StatedBalance['statedAs']): StatedBalance {
  return { date: day(number), statedAs, amount };
}

function decimalText(amount: string): string {
  return formatAmount(decimal(amount), 'EUR');
}
