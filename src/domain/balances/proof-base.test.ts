import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { normaliseRow } from '../../ingest/accounts/normalise.ts';
import type { StatedBalance } from '../account.ts';
import { type DayTotal, projectDailyBalances, proveBalances } from './balance-proof.ts';
import { type ContentChange, totalsAfter } from './day-totals.ts';
import { findProofBase, listRestatedDays } from './proof-base.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const booked = (day: number, amount: string) =>
  normaliseRow(createRow({ postedDate: november(day), amount, currency: 'EUR' })).content;
const stated = (day: number, amount: string, statedAs: StatedBalance['statedAs'] = 'closing'): StatedBalance => ({
  date: november(day),
  statedAs,
  amount,
});
const NOTHING: ContentChange = { gone: [], come: [] };

describe('the day from which a proof goes on', () => {
  const before = [1, 5, 9, 13].map((day) => stated(day, '100.00'));
  const proof = proveBalances(before, [], 'EUR');

  it('is the last proven balance before all that changes', () => {
    const baseOf = (change: ContentChange, anchors = before) =>
      findProofBase({ proof, anchors, restated: listRestatedDays(before, anchors) }, change);
    expect(baseOf(NOTHING)).toBe(november(13));
    expect(baseOf({ gone: [], come: [booked(10, '1.00')] })).toBe(november(9));
    // A row of the day itself is in the balance of that day.
    expect(baseOf({ gone: [booked(9, '1.00')], come: [booked(20, '1.00')] })).toBe(november(5));
    expect(baseOf({ gone: [], come: [booked(1, '1.00')] })).toBeNull();
    expect(baseOf(NOTHING, [...before, stated(7, '100.00')])).toBe(november(5));
    expect(baseOf(NOTHING, before.slice(0, 3))).toBe(november(9));
    expect(baseOf(NOTHING, [...before.slice(0, 3), stated(13, '100.0')])).toBe(november(13));
  });

  it('is none where nothing is proven, and before the first day that is broken', () => {
    const lone = { proof: proveBalances(before.slice(0, 1), [], 'EUR'), anchors: before, restated: [] };
    expect(findProofBase(lone, NOTHING)).toBeNull();
    const broken = proveBalances(before, [{ date: november(8), total: '3.00' }], 'EUR');
    expect(findProofBase({ proof: broken, anchors: before, restated: [] }, NOTHING)).toBe(november(5));
    const twice = [...before.slice(0, 2), stated(5, '99.00', 'opening')];
    const atOdds = proveBalances(twice, [], 'EUR');
    expect(atOdds).toMatchObject({ state: 'broken', brokenFrom: november(5) });
    expect(findProofBase({ proof: atOdds, anchors: twice, restated: [] }, NOTHING)).toBeNull();
  });

  it('gives the same proof and the same days as everything from the beginning', () => {
    const row = fc.record({ day: fc.integer({ min: 1, max: 30 }), cents: fc.integer({ min: -3, max: 3 }) });
    const anchor = fc.record({
      day: fc.integer({ min: 0, max: 31 }),
      statedAs: fc.constantFrom('opening' as const, 'running' as const, 'closing' as const),
      // Most balances are right.
      error: fc.constantFrom(0, 0, 0, 0, 1),
    });
    const rows = fc.array(row, { maxLength: 12 });
    const anchors = fc.uniqueArray(anchor, { maxLength: 8, selector: ({ day, statedAs }) => `${day} ${statedAs}` });
    const change = fc.record({
      held: rows,
      come: rows,
      lost: fc.nat(12),
      old: anchors,
      added: anchors,
      kept: fc.nat(8),
    });
    fc.assert(
      fc.property(change, ({ held, come, lost, old, added, kept }) => {
        const contentsOf = (list: typeof held) =>
          list.map(({ day, cents }) => booked(day, `${cents < 0 ? '-' : ''}0.0${Math.abs(cents)}`));
        const change = { gone: contentsOf(held.slice(0, lost)), come: contentsOf(come) };
        const final = [...held.slice(lost), ...come];
        const stateOf = (list: typeof held, { day, statedAs, error }: (typeof old)[number]) => {
          const sum = list.reduce((total, each) => (each.day <= day ? total + each.cents : total), 1_000 + error);
          return stated(day, (sum / 100).toFixed(2), statedAs);
        };
        const days = totalsAfter([], { gone: [], come: contentsOf(held) }, 'EUR');
        const before = old.map((each) => stateOf(held, each));
        const fresh = added.map((each) => stateOf(final, each));
        const isFresh = ({ date, statedAs }: StatedBalance) =>
          fresh.some((each) => each.date === date && each.statedAs === statedAs);
        const after = [...before.slice(0, kept).filter((each) => !isFresh(each)), ...fresh];
        const proof = proveBalances(before, days, 'EUR');
        const base = findProofBase({ proof, anchors: after, restated: listRestatedDays(before, after) }, change);
        const whole = totalsAfter(days, change, 'EUR');
        const isLater = ({ date }: { readonly date: string }) => base === null || date > base;
        const late: DayTotal[] = totalsAfter(days.filter(isLater), change, 'EUR');
        expect(proveBalances(after, late, 'EUR', base)).toEqual(proveBalances(after, whole, 'EUR'));
        expect(projectDailyBalances(after, late, 'EUR', base)).toEqual(
          projectDailyBalances(after, whole, 'EUR').filter(isLater),
        );
        if (base === null) return;
        const isEarlier = ({ date }: { readonly date: string }) => date <= base;
        expect(projectDailyBalances(before, days, 'EUR').filter(isEarlier)).toEqual(
          projectDailyBalances(after, whole, 'EUR').filter(isEarlier),
        );
      }),
      { numRuns: 500 },
    );
  });
});
