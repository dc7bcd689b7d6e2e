import { describe, expect, it } from 'vitest';
import { findProfileFault } from './csv-profile.ts';

const PROFILE = {
  name: 'current account',
  delimiter: ';',
  headerRow: 0,
  decimalMark: ',',
  dateOrder: 'DMY',
  date: 'Date',
  amount: { kind: 'signed', column: 2 },
};

describe('a CSV profile', () => {
  it.each([
    [{}],
    [{ amount: { kind: 'twoColumns', debit: 3, credit: 'Credit', areDebitsNegative: true } }],
    [{ amount: { kind: 'flagged', column: 1, flag: 2, debitWords: ['D'] }, headerRow: null, quote: null }],
    [{ currency: { code: 'EUR' }, account: { kind: 'label', label: 'IBAN' }, pending: { column: 1, words: ['x'] } }],
  ])('can be used with %j', (changes) => {
    expect(findProfileFault({ ...PROFILE, ...changes })).toBeNull();
  });

  it.each([
    [{ delimiter: 'x' }, 'has a wrong value at delimiter'],
    [{ date: undefined }, 'has a wrong value at date'],
    [{ amount: { kind: 'signed' } }, 'has a wrong value at amount'],
    [{ amount: { kind: 'signed', column: 1, colour: 'red' } }, 'has a wrong value at amount'],
    [{ colour: 'red' }, 'has no property colour'],
    [{ description: 'Text' }, 'has a wrong value at description'],
    [{ name: 'x'.repeat(20_000) }, 'must have at most 16384 characters as JSON'],
  ])('is refused with %j, by the name of what is wrong', (changes, fault) => {
    expect(findProfileFault({ ...PROFILE, ...changes })).toBe(fault);
  });

  it('is told what it lacks', () => {
    const { name: _name, ...rest } = PROFILE;
    expect(findProfileFault(rest)).toBe('needs name');
  });
});
