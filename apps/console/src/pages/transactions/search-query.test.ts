import { expect, it } from 'vitest';
import { transactionsWith } from '../../components/transactions/transaction-filters.ts';
import { isAmount, isBackwards, listAmounts, readSearchQuery } from './search-query.ts';

it('asks for what the address says, and for the last day as a whole', () => {
  expect(
    readSearchQuery({ q: 'rent', from: '2026-02-01', to: '2026-02-28', min: '-10', rail: 'ach,wire', sort: 'amount' }),
  ).toEqual({
    ...{ text: 'rent', postedDateGte: '2026-02-01', postedDateLt: '2026-03-01' },
    ...{ amountGte: '-10', rail: 'ach,wire', sort: 'amount' },
  });
});

it('takes a text for an amount, of both signs unless it has one', () => {
  expect(listAmounts(' 546.31 ')).toEqual(['546.31', '-546.31']);
  expect(listAmounts('-1,234.50')).toEqual(['-1234.50']);
  expect(listAmounts('+546,31')).toEqual(['546.31']);
  expect(listAmounts('1.234,50')).toEqual(['1234.50', '-1234.50']);
  for (const text of [undefined, '', 'rent 12', '2026-02-01', '1,2,3', '12.34.56', '.'])
    expect(listAmounts(text), text).toEqual([]);
});

it('says when the days are the wrong way round', () => {
  expect(isBackwards({ from: '2026-03-01', to: '2026-02-28' })).toBe(true);
  expect(isBackwards({ from: '2026-02-28', to: '2026-02-28' })).toBe(false);
  expect(isBackwards({ from: 'x', to: '2026-02-28' })).toBe(false);
});

it('is led to by links whose filters it reads', () => {
  const { to, search } = transactionsWith({ accounts: 'an-account', q: 'rent' });
  expect([to, readSearchQuery(search)]).toEqual([
    '/transactions',
    { accountIds: 'an-account', text: 'rent', sort: '-postedDate' },
  ]);
});

it('leaves out what makes no sense', () => {
  const wrong = {
    q: '',
    direction: 'up',
    status: 'gone',
    currency: 'euro',
    from: 'today',
    to: '2026-13-40',
    max: '1,5',
  };
  expect(readSearchQuery({ ...wrong, sort: 'name' })).toEqual({ sort: '-postedDate' });
  expect(['12', '-12.5', '+3.', '', undefined].map(isAmount)).toEqual([true, true, true, true, true]);
  expect(['1,5', '1e3', '--1', 'x'].map(isAmount)).toEqual([false, false, false, false]);
});
