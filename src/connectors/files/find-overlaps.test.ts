import { describe, expect, it } from 'vitest';
import type { ObservedRow } from '../../domain/observation.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { findOverlaps, type StatementRows } from './find-overlaps.ts';

type Words = Partial<Omit<ObservedRow, 'postedDate'>> & { readonly day?: string };

function row({ day = '2026-11-18', ...more }: Words = {}): ObservedRow {
  return {
    sourceId: null,
    status: 'posted',
    postedDate: calendarDate(day),
    pendingDate: null,
    valueDate: null,
    amount: '-4.50',
    currency: 'USD',
    rawDescription: 'COFFEE',
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
    ...more,
  };
}

function statement(rows: readonly ObservedRow[], opening: string | null = null, closing: string | null = null) {
  return { rows, opening, closing, isIncrement: false };
}

/** The places of the rows that count no more, as `statement.row`. */
function overlapsOf(...statements: readonly StatementRows[]): string[] {
  const found = findOverlaps(statements);
  return statements.flatMap(({ rows }, at) =>
    rows.flatMap((each, place) => (found.has(each) ? [`${at}.${place}`] : [])),
  );
}

const named = (reference: string, more: Words = {}) => row({ bankReference: reference, ...more });
const pending = (more: Words = {}) => row({ status: 'pending', ...more });

describe('postings of two statements', () => {
  it('are one when reference and words are the same', () => {
    expect(overlapsOf(statement([named('A'), named('B')]), statement([named('B'), named('C')]))).toEqual(['1.0']);
  });

  it('stay two without a reference, with zeros for one, or with other words', () => {
    expect(overlapsOf(statement([row()]), statement([row()]))).toEqual([]);
    expect(overlapsOf(statement([named('000')]), statement([named('000')]))).toEqual([]);
    expect(overlapsOf(statement([named('A')]), statement([named('A', { amount: '-4.60' })]))).toEqual([]);
    expect(overlapsOf(statement([named('A')]), statement([named('A', { day: '2026-11-19' })]))).toEqual([]);
  });

  it('stay two where the bank gives one reference to several entries', () => {
    const both = [named('A'), named('A', { rawDescription: 'TEA' })];
    expect(overlapsOf(statement(both), statement([named('A')]))).toEqual([]);
    expect(overlapsOf(statement([named('A')]), statement(both))).toEqual([]);
  });

  it('stay two on pages that follow on each other', () => {
    const pages = [statement([named('A')], '100.00', '95.50'), statement([named('A')], '95.50', '91.00')];
    expect(overlapsOf(...pages)).toEqual([]);
  });

  it('stay two within one statement', () => {
    expect(overlapsOf(statement([named('A'), named('A')]))).toEqual([]);
  });
});

describe('a report of the running day', () => {
  it('repeats what an earlier one told, as often as it did', () => {
    expect(overlapsOf(statement([pending()]), statement([pending(), pending()]))).toEqual(['1.0']);
    expect(overlapsOf(statement([pending(), pending()]), statement([pending()]), statement([pending()]))).toEqual([
      '1.0',
      '2.0',
    ]);
  });

  it('that tells only what is new repeats nothing, but under a reference', () => {
    const report = (...rows: readonly ObservedRow[]) => ({ ...statement(rows), isIncrement: true });
    expect(overlapsOf(report(pending()), report(pending()))).toEqual([]);
    const one = pending({ bankReference: 'A' });
    expect(overlapsOf(report(one), report({ ...one }))).toEqual(['1.0']);
  });

  it('gives way to the final statement, in whatever order they stand', () => {
    const words = { rawDescription: 'COFFEE HOUSE 12' };
    expect(overlapsOf(statement([pending()]), statement([row(words)]))).toEqual(['0.0']);
    expect(overlapsOf(statement([row(words)]), statement([pending()]))).toEqual(['1.0']);
    const moved = named('A', { day: '2026-11-19' });
    expect(overlapsOf(statement([pending({ bankReference: 'A' })]), statement([moved]))).toEqual(['0.0']);
  });

  it('takes each booking once, the first that is left of another statement', () => {
    const day = (...rows: readonly ObservedRow[]) => statement(rows);
    expect(overlapsOf(day(pending(), row(), pending()), day(row(), pending()), day(row(), row()))).toEqual([
      '0.0',
      '0.2',
      '1.1',
    ]);
    expect(overlapsOf(day(row(), pending(), pending()), day(row()))).toEqual(['0.1']);
  });

  it('walks past no booking again, however many look alike', () => {
    const readMs = (count: number) => {
      const rows = (status: ObservedRow['status']) => Array.from({ length: count }, () => row({ status }));
      const statements = [statement([...rows('posted'), ...rows('pending')]), statement(rows('posted'))];
      const before = process.threadCpuUsage().user;
      expect(findOverlaps(statements).size).toBe(count);
      return (process.threadCpuUsage().user - before) / 1000;
    };
    const least = (count: number) => Math.min(...Array.from({ length: 4 }, () => readMs(count)));
    // Eight times as many take eight times as long; where each was held against all it would be sixty-four times.
    expect(least(12_000) / Math.max(least(1500), 4)).toBeLessThan(30);
  });

  it('keeps what no final statement books', () => {
    expect(overlapsOf(statement([pending(), pending()]), statement([row()]))).toEqual(['0.0']);
    expect(overlapsOf(statement([pending()]), statement([row({ day: '2026-11-17' })]))).toEqual([]);
    expect(overlapsOf(statement([pending(), row()]))).toEqual([]);
  });
});
