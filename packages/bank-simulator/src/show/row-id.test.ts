import { describe, expect, it } from 'vitest';
import { createSimulatedBank } from '../bank.ts';
import type { CalendarDate, Instant } from '../calendar.ts';
import { institutionStyles } from '../institution-styles.ts';
import type { ShownRow } from './shown.ts';

const { reissuedIds, dailyNumbers } = institutionStyles;
const openedAt: Instant = '2026-11-20T15:30:00Z';

/** The posted rows of the first account, by their true transaction. */
function readPosted(bank: ReturnType<typeof createSimulatedBank>, to: CalendarDate): Map<string, ShownRow> {
  const accountId = bank.listAccounts()[0]?.id ?? '';
  const request = { accountId, from: '2026-11-01', to, at: bank.now() } as const;
  const truths = bank.identify(request);
  const rows = bank.show(request).rows.map((row, index): [string, ShownRow] => [truths[index] ?? '', row]);
  return new Map(rows.filter(([, { status }]) => status === 'posted'));
}

describe('ids that do not last', () => {
  it('are all others in the next session in reissuedIds, and unique within one', () => {
    const bank = createSimulatedBank({ seed: 'ids', style: reissuedIds, openedAt });
    const before = readPosted(bank, '2026-11-20');
    bank.advanceTo('2026-11-20T16:30:00Z');
    const after = readPosted(bank, '2026-11-20');
    expect(before.size).toBeGreaterThan(20);
    expect(new Set([...before.values()].map(({ id }) => id)).size).toBe(before.size);
    const ids = new Set([...before.values()].map(({ id }) => id));
    for (const { id } of after.values()) expect(ids.has(id)).toBe(false);
  });

  it('number the rows of a booking date by size in dailyNumbers, and pending rows have none', () => {
    const bank = createSimulatedBank({ seed: 'ids', style: dailyNumbers, openedAt });
    const rows = [...readPosted(bank, '2026-11-20').values()];
    const days = Map.groupBy(rows, ({ bookingDate }) => bookingDate ?? '');
    for (const [date, ofDay] of days) {
      const compact = date.replaceAll('-', '');
      const bySize = [...ofDay].sort((one, other) => Number(other.amount) - Number(one.amount));
      expect(new Set(ofDay.map(({ id }) => id))).toEqual(new Set(ofDay.map((_, index) => `${compact}-${index + 1}`)));
      expect(bySize[0]?.amount).toBe(ofDay.find(({ id }) => id === `${compact}-1`)?.amount);
    }
    const accountId = bank.listAccounts()[0]?.id ?? '';
    const shown = bank.show({ accountId, from: '2026-11-01', to: '2026-11-20', at: bank.now() });
    const pending = shown.rows.filter(({ status }) => status === 'pending');
    expect(pending.length).toBeGreaterThan(0);
    for (const { id } of pending) expect(id).toBeNull();
  });

  it('name another row in dailyNumbers once a larger one was booked', () => {
    const bank = createSimulatedBank({ seed: 'ids', style: dailyNumbers, openedAt });
    const moved: string[] = [];
    for (let day = 20; day < 30; day += 1) {
      const before = new Map([...readPosted(bank, '2026-11-30')].map(([truth, { id }]) => [id, truth]));
      bank.advanceTo(`2026-11-${day}T23:30:00Z`);
      for (const [truth, { id }] of readPosted(bank, '2026-11-30'))
        if (id !== null && (before.get(id) ?? truth) !== truth) moved.push(id);
    }
    expect(moved.length).toBeGreaterThan(0);
  });
});
