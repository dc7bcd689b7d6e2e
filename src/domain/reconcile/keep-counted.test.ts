import { describe, expect, it } from 'vitest';
import type { StatedBalance } from '../account.ts';
import { keepCounted } from './keep-counted.ts';
import { reconcileAccount } from './reconcile-account.ts';
import { day, known, row } from './testing/rows.ts';

const RENT = row({ day: 4, amount: '-30.00', text: 'RENT' });
const FEE = row({ day: 5, amount: '-2.00', text: 'FEE' });
const SALARY = row({ day: 3, amount: '100.00', text: 'SALARY' });
const EARLY = row({ day: 1, amount: '-7.00', text: 'EARLY' });

/** What a complete read of these rows decides between two balances, when all four were known and missed once or not. */
function decide(
  rows: readonly (typeof RENT)[],
  closing: string,
  missedReads = 0,
  statedAs: StatedBalance['statedAs'] = 'closing',
) {
  const mirror = [EARLY, SALARY, RENT, FEE].map((one, index) => ({ ...known(`t${index}`, one), missedReads }));
  const coverage = { from: day(1), to: day(6), complete: true, proves: ['pending', 'posted'] } as const;
  const changes = reconcileAccount({ mirror, rows, coverage, sourceIds: 'none', pendingWindowDays: 10 });
  const statedBalances: StatedBalance[] = [
    { date: day(1), statedAs: 'opening', amount: '10.00' },
    { date: day(6), statedAs, amount: closing },
  ];
  const { missed, remove } = keepCounted(changes, { rows, coverage, statedBalances, currency: 'EUR', mirror });
  return { missed, removed: remove.map(({ id }) => id) };
}

describe('posted rows that a complete read lacks', () => {
  it('stay as they are while the balances of that read count them, however often', () => {
    expect(decide([EARLY, SALARY, FEE], '78.00')).toEqual({ missed: [], removed: [] });
    expect(decide([EARLY, SALARY, FEE], '78.00', 1)).toEqual({ missed: [], removed: [] });
    expect(decide([EARLY, SALARY], '78.00', 1)).toEqual({ missed: [], removed: [] });
  });

  it('are missed where the balances add up without them', () => {
    expect(decide([EARLY, SALARY, FEE], '108.00')).toEqual({ missed: ['t2'], removed: [] });
    expect(decide([EARLY, SALARY, FEE], '108.00', 1)).toEqual({ missed: [], removed: ['t2'] });
  });

  it('are missed where the balances speak for only some of them, or fit neither way', () => {
    expect(decide([EARLY, SALARY], '80.00')).toEqual({ missed: ['t2', 't3'], removed: [] });
    expect(decide([EARLY, SALARY, FEE], '99.99')).toEqual({ missed: ['t2'], removed: [] });
  });

  it('are missed where a balance was worked out from the rows', () => {
    expect(decide([EARLY, SALARY, FEE], '78.00', 0, 'running')).toEqual({ missed: ['t2'], removed: [] });
  });

  it('are missed where they lie outside the balances', () => {
    expect(decide([SALARY, FEE], '78.00')).toEqual({ missed: ['t0'], removed: [] });
  });
});
