import { expect, it } from 'vitest';
import type { Observation, ObservedRow } from '../../domain/observation.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { mergeReadings, type StatementReading } from './merge-readings.ts';

const DAY = calendarDate('2026-11-18');

function row(at: number): ObservedRow {
  return {
    sourceId: null,
    status: 'posted',
    postedDate: DAY,
    pendingDate: null,
    valueDate: null,
    amount: '-4.50',
    currency: 'EUR',
    rawDescription: `${at}`,
    rail: 'unknown',
    paymentReference: null,
    bankReference: null,
    baiCode: null,
    category: null,
    mcc: null,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccount: null,
    location: null,
  };
}

function observation(at: number): Observation {
  return {
    accountNumber: '4711',
    details: {
      type: 'checking',
      currency: 'EUR',
      name: 'Account',
      status: 'open',
      officialName: null,
      accountNumber: '4711',
      routingNumber: null,
      swiftBic: null,
    },
    rows: [row(at)],
    coverage: { from: DAY, to: DAY, complete: true, proves: [] },
    currentBalances: {
      ledger: `${at}.00`,
      available: null,
      asOf: `2026-11-18T00:00:00.${String(at).padStart(6, '0')}Z`,
    },
    statedBalances: [{ date: DAY, statedAs: 'closing', amount: `${at}.00` }],
    dataAsOf: null,
  };
}

const reading = (at: number): StatementReading => ({
  accountNumber: '4711',
  currency: 'EUR',
  observation: observation(at),
  problem: null,
  opening: null,
  closing: null,
  isIncrement: false,
});

const readings = (count: number) => Array.from({ length: count }, (_, at) => reading(at));

it('statements of one account are put together in their order, and the latest balances count', () => {
  const merged = mergeReadings(readings(3));
  expect(merged).toHaveLength(1);
  expect(merged[0]).not.toHaveProperty('opening');
  expect(merged[0]?.observation?.rows.map(({ rawDescription }) => rawDescription)).toEqual(['0', '1', '2']);
  expect(merged[0]?.observation?.statedBalances.map(({ amount }) => amount)).toEqual(['0.00', '1.00', '2.00']);
  expect(merged[0]?.observation?.currentBalances?.ledger).toBe('2.00');
});

it('one that is damaged keeps all of its account out', () => {
  const problem = {
    reason: 'damaged',
    message: 'cut',
    code: null,
    line: 3,
    record: null,
    accountNumber: null,
  } as const;
  const [first, second, third] = readings(3).map((each, at) =>
    at === 1 ? { ...each, observation: null, problem } : each,
  );
  if (first === undefined || second === undefined || third === undefined) throw new Error('three were made');
  expect(mergeReadings([first, second, third])).toMatchObject([{ observation: null, problem }]);
  expect(mergeReadings([second, first])).toMatchObject([{ observation: null, problem }]);
});

it('many statements are put together once, not anew with each', () => {
  const mergeMs = (count: number) => {
    const many = readings(count);
    const before = process.threadCpuUsage().user;
    expect(mergeReadings(many)[0]?.observation?.rows).toHaveLength(count);
    return (process.threadCpuUsage().user - before) / 1000;
  };
  const least = (count: number) => Math.min(mergeMs(count), mergeMs(count), mergeMs(count));
  // Eight times as many take eight times as long; where each copied all before it, it would be sixty-four times.
  expect(least(24_000) / Math.max(least(3000), 4)).toBeLessThan(30);
});
