import { expect, it } from 'vitest';
import { findCodeFault } from './code-fault.ts';

it('stops what cannot be a code of the bank, and nothing else', () => {
  expect(findCodeFault('12', 6)).toBe('Codes of this bank have 6 digits; this has 2.');
  for (const text of ['123456', '123 456', '12-34-56', 'G-123456']) expect(findCodeFault(text, 6)).toBeNull();
  expect(findCodeFault('12', null)).toBeNull();
});
