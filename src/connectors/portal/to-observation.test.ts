import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { checkSigns } from '../../domain/reconcile/check-signs.ts';
import { normaliseRow } from '../../ingest/accounts/normalise.ts';
import type { RangeBalance, ReadAccount } from './recipe.ts';
import { toObservation } from './to-observation.ts';

const account: ReadAccount = {
  number: '4410027001',
  details: {
    type: 'checking',
    currency: 'USD',
    name: 'Operating',
    status: 'open',
    officialName: null,
    accountNumber: '4410027001',
    routingNumber: null,
    swiftBic: null,
  },
  ledger: '60.00',
  available: null,
  balancesDenied: false,
};
const now = '2026-11-20T06:00:00.000Z';
const balances: readonly RangeBalance[] = [
  { kind: 'opening', date: november(10), amount: '100.00' },
  { kind: 'closing', date: november(20), amount: '60.00' },
];
const rows = [
  createRow({ postedDate: november(12), amount: '-50.00' }),
  createRow({ postedDate: november(15), amount: '20.00' }),
  createRow({ postedDate: november(20), amount: '-10.00' }),
];
const turned = rows.map((row) => ({
  ...row,
  amount: row.amount.startsWith('-') ? row.amount.slice(1) : `-${row.amount}`,
}));

const observe = (change: Partial<Parameters<typeof toObservation>[0]> = {}) =>
  toObservation({
    account,
    rows,
    balances,
    window: { from: november(10), to: november(20) },
    earliest: null,
    complete: true,
    now,
    ...change,
  });

function signsOf({ rows: shown, coverage, spanBalances, statedBalances }: ReturnType<typeof observe>) {
  return checkSigns({
    rows: shown.map(normaliseRow),
    coverage,
    statedBalances: spanBalances ?? statedBalances,
    currency: 'USD',
    mirror: [],
  });
}

describe('the balances of a portal', () => {
  it('come as the bank gave them to prove the signs, and worked back to ended days to be kept', () => {
    const { spanBalances, statedBalances } = observe();
    expect(spanBalances).toEqual([
      { date: november(9), statedAs: 'opening', amount: '100.00' },
      { date: november(20), statedAs: 'closing', amount: '60.00' },
    ]);
    expect(statedBalances).toEqual([
      { date: november(9), statedAs: 'opening', amount: '100.00' },
      { date: november(19), statedAs: 'running', amount: '70' },
    ]);
  });

  it('tell amounts whose signs are turned round from right ones, also of a first read', () => {
    expect(signsOf(observe())).toBe('proven');
    expect(signsOf(observe({ rows: turned }))).toBe('inverted');
  });

  it('prove nothing where there is but one of them, none, or where the read was cut', () => {
    for (const change of [{ balances: balances.slice(1) }, { balances: [] }, { complete: false }])
      expect(signsOf(observe({ rows: turned, ...change }))).toBe('unproven');
    expect(observe({ complete: false })).toMatchObject({ statedBalances: [] });
  });
});

describe('how current the data of a portal is', () => {
  it('is the moment of reading where it shows the current balance, and unknown where it shows none or the read was cut', () => {
    expect(observe().dataAsOf).toBe(now);
    expect(observe({ account: { ...account, ledger: null } }).dataAsOf).toBeNull();
    expect(observe({ complete: false }).dataAsOf).toBeNull();
  });
});
