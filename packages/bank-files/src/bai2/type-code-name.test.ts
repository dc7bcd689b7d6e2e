import { describe, expect, it } from 'vitest';
import { findTypeCode } from './type-code.ts';
import { findBaiCodeName, listBaiCodeNames } from './type-code-name.ts';

describe('the names of BAI2 codes', () => {
  it('exist for every code of the standard, and for no other', () => {
    const codes = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
    const standard = codes.filter((code) => findTypeCode(code)?.origin === 'standard');
    expect(listBaiCodeNames().map(([code]) => code)).toEqual(standard);
  });

  it('are short, and no two are the same', () => {
    const names = listBaiCodeNames().map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.length < 4 || name.length > 70)).toEqual([]);
  });

  it('say what the code means', () => {
    expect(['010', '142', '475', '899'].map(findBaiCodeName)).toEqual([
      'Opening ledger balance',
      'ACH credit received',
      'Check paid',
      null,
    ]);
  });
});
