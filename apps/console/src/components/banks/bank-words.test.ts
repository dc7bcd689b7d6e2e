import { describe, expect, it } from 'vitest';
import { rightOf, termOf } from './bank-words.ts';

const LINDEN = { terms: { lastName: 'Surname', viewTransactions: 'Turnover enquiry' } };

describe('the words for what a bank asks for', () => {
  it('are its own', () => {
    expect(termOf(LINDEN, 'lastName')).toBe('Surname');
    expect(rightOf(LINDEN, 'viewTransactions')).toBe('Turnover enquiry');
  });

  it('are plain where it has none, and no names of the API', () => {
    expect(termOf(LINDEN, 'password')).toBe('Password');
    expect(rightOf(null, 'viewBalances')).toBe('View balances');
    expect(rightOf({}, 'viewCards')).toBe('viewCards');
  });
});
