import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from './decimal.ts';
import { type DecimalMark, parseLooseAmount } from './loose-amount.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

function read(text: string, mark: DecimalMark | null = null): string {
  const amount = parseLooseAmount(text, mark);
  return amount.kind === 'amount' ? formatDecimal(amount.value, 0) : amount.kind;
}

describe('parseLooseAmount', () => {
  it.each([
    ['1,234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ["1'234.56", '1234.56'],
    ['1 234,56', '1234.56'],
    ['1\u00a0234\u202f567,8', '1234567.8'],
    ['12,34,567.89', '1234567.89'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['-5', '-5'],
    ['5-', '-5'],
    ['+5', '5'],
    ['- 5', '-5'],
    ['−5', '-5'],
    ['(5.00)', '-5'],
    ['.03', '0.03'],
    [',03', '0.03'],
    ['3000,', '3000'],
    ['0,123', '0.123'],
    ['1234,567', '1234.567'],
    ['-901.0000', '-901'],
    ['+00000000000115.8331', '115.8331'],
    ['  12,5 ', '12.5'],
    ['0.123', '0.123'],
    ['1234.567', '1234.567'],
  ])('reads %j as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['1,234', ',', '1.234'],
    ['1,234', '.', '1234'],
    ['1.234', ',', '1234'],
    ['1.234', '.', '1.234'],
    ['12.50', ',', 'garbled'],
    ['12,50', '.', 'garbled'],
    ['1.234,56', '.', 'garbled'],
    ['1,234.56', ',', 'garbled'],
    ['1 234,56', '.', 'garbled'],
  ] as const)('reads %j with the mark %s as %s', (text, mark, expected) => {
    expect(read(text, mark)).toBe(expected);
  });

  it.each([['1,234'], ['-12,345'], ['(999,999)'], ['1.234'], ['-6.000'], ['+12.345'], ['999.999-']])(
    'does not decide about %j',
    (text) => {
      expect(read(text)).toBe('ambiguous');
    },
  );

  it.each([
    '',
    '-',
    'x',
    '1x',
    '12..34',
    '1,2,3',
    '1.2.3',
    '1,23.456,7',
    '--5',
    '-5-',
    '(-5)',
    '1 23',
    '1e5',
    '$5',
    '.',
    ',',
    '0x10',
    'Infinity',
  ])('refuses %j', (text) => {
    expect(read(text)).toBe('garbled');
  });

  it('says which decimal mark the text proves', () => {
    const markOf = (text: string) => {
      const amount = parseLooseAmount(text, null);
      return amount.kind === 'amount' ? amount.mark : amount.kind;
    };
    expect(['5', '5.00', '5,00', '1.234,5', '1,234.5', '1.234'].map(markOf)).toEqual([
      null,
      '.',
      ',',
      ',',
      '.',
      'ambiguous',
    ]);
  });

  it('reads what either style writes', () => {
    const parts = fc.tuple(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.constantFrom('.' as const, ',' as const),
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('', "'", ' ', 'group'), ([cents, mark], separator) => {
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const group = separator === 'group' ? (mark === '.' ? ',' : '.') : separator;
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group);
        const text = `${cents < 0n ? '-' : ''}${whole}${mark}${digits.slice(-2)}`;
        const plain = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect([text, read(text, mark)]).toEqual([text, read(plain, '.')]);
        expect([text, read(text)]).toEqual([text, read(plain, '.')]);
      }),
    );
  });
});
