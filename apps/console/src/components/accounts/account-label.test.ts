import { expect, it } from 'vitest';
import { labelOf, textOf } from './account-label.ts';

it('keeps the end of the number apart from the name, so that the name alone is cut', () => {
  const label = labelOf({ name: 'Operating account', accountNumber: '000123456789' });
  expect([label, textOf(label)]).toEqual([{ name: 'Operating account', end: '··6789' }, 'Operating account ··6789']);
  expect(labelOf({ name: null, accountNumber: null, maskedNumber: '****4711' })).toEqual({
    name: 'Account',
    end: '··4711',
  });
  expect(textOf(labelOf({}))).toBe('Account');
});
