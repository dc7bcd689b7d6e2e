import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../calendar-date.ts';
import { parseIsoDate } from '../calendar-date.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../decimal.ts';
import { RunningBalance } from './running-balance.ts';

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(text);
  return value;
}

function day(number: number): CalendarDate | null {
  return parseIsoDate(`2026-01-0${number}`)?.date ?? null;
}

function follow(rows: readonly (readonly [string, string | null])[]) {
  const running = new RunningBalance();
  for (const [index, [amount, balance]] of rows.entries()) {
    running.add(decimal(amount), balance === null ? null : decimal(balance), day(index + 1));
  }
  const latest = running.findLatest();
  return [running.holds, latest === null ? null : formatDecimal(latest.balance, 0), latest?.date ?? null];
}

describe('RunningBalance', () => {
  it('follows forwards and backwards in time', () => {
    expect(
      follow([
        ['10', '10'],
        ['-3', '7'],
        ['1.5', '8.5'],
      ]),
    ).toEqual([true, '8.5', '2026-01-03']);
    expect(
      follow([
        ['1.5', '8.5'],
        ['-3', '7'],
        ['10', '10'],
      ]),
    ).toEqual([true, '8.5', '2026-01-01']);
  });

  it('takes rows without a balance along', () => {
    expect(
      follow([
        ['10', '10'],
        ['1', null],
        ['2', null],
        ['-3', '10'],
        ['1', '11'],
      ]),
    ).toEqual([true, '11', '2026-01-05']);
    expect(
      follow([
        ['10', '10'],
        ['1', '11'],
        ['2', null],
      ]),
    ).toEqual([true, null, null]);
    expect(
      follow([
        ['2', null],
        ['1', '11'],
        ['10', '10'],
      ]),
    ).toEqual([true, null, null]);
  });

  it('sees a row that is missing', () => {
    expect(
      follow([
        ['10', '10'],
        ['-3', '7'],
        ['1', '9'],
      ]),
    ).toEqual([false, null, null]);
  });

  it('says nothing with one balance or none, and which is latest only when it shows', () => {
    expect(
      follow([
        ['10', null],
        ['1', '11'],
      ]),
    ).toEqual([null, null, null]);
    expect(follow([['10', '10']])).toEqual([null, '10', '2026-01-01']);
    expect(
      follow([
        ['0', '5'],
        ['0', '5'],
      ]),
    ).toEqual([true, null, null]);
  });
});
