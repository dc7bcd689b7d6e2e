import { expect, it } from 'vitest';
import { mergeKnowledge } from './file-knowledge.ts';

it('lets what is said later outrank what was known, and nulls say nothing', () => {
  const merged = mergeKnowledge({ currency: 'EUR', dateOrder: 'DMY' }, null, { currency: 'CHF', dateOrder: null });
  expect(merged).toEqual({ currency: 'CHF', dateOrder: 'DMY' });
});

it('takes an account by its id or by its number: what is said later takes the place of both', () => {
  expect(mergeKnowledge({ accountId: 'a' }, { accountNumber: '1' }, { accountId: null })).toEqual({
    accountNumber: '1',
  });
  expect(mergeKnowledge({ accountNumber: '1' }, { accountId: 'a' })).toEqual({ accountId: 'a' });
  expect(mergeKnowledge({ accountNumber: '1', currency: 'EUR' }, {})).toEqual({ accountNumber: '1', currency: 'EUR' });
});
