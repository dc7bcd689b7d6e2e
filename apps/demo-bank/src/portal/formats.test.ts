import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmountFormat, type DateFormat, findDate, presentAmount, presentDate, presentMonth } from './formats.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const DATE_FORMATS: readonly DateFormat[] = [
  ...(['MM/DD/YYYY', 'DD.MM.YYYY', 'DD/MM/YYYY', 'YYYY-MM-DD', 'MMM D, YYYY', 'D MMM YYYY'] as const),
];

describe('dates', () => {
  it('are written the way of each bank', () => {
    expect(DATE_FORMATS.map((format) => presentDate('2026-03-09', format))).toEqual([
      ...['03/09/2026', '09.03.2026', '09/03/2026', '2026-03-09', 'Mar 9, 2026', '9 Mar 2026'],
    ]);
    expect(presentMonth('2026-03')).toBe('March 2026');
  });

  it('are read as they are written', () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...DATE_FORMATS), (day, format) => {
        const date = findDate(day.toISOString().slice(0, 10), 'YYYY-MM-DD');
        expect(date).not.toBeNull();
        if (date !== null) expect(findDate(presentDate(date, format), format)).toBe(date);
      }),
    );
  });

  it('are nothing else than days', () => {
    for (const text of ['', '31.02.2026', '2026-03-09', '9.3.26', '13.13.2026', 'Mar 9, 2026']) {
      expect(findDate(text, 'DD.MM.YYYY'), text).toBeNull();
    }
    for (const text of ['Foo 9, 2026', '9 Mar 2026']) expect(findDate(text, 'MMM D, YYYY'), text).toBeNull();
    expect(findDate('9.3.2026', 'DD.MM.YYYY')).toBe('2026-03-09');
  });
});

describe('amounts', () => {
  const formats: readonly [AmountFormat, string, string][] = [
    [{ decimal: '.', group: ',', negative: 'minus', currency: 'none' }, '-1,234,567.80', '0.05'],
    [{ decimal: '.', group: ',', negative: 'parentheses', currency: 'symbolBefore' }, '($1,234,567.80)', '$0.05'],
    [{ decimal: ',', group: '.', negative: 'minus', currency: 'codeAfter' }, '-1.234.567,80 USD', '0,05 USD'],
    [{ decimal: ',', group: '.', negative: 'trailingMinus', currency: 'none' }, '1.234.567,80-', '0,05'],
    [{ decimal: ',', group: ' ', negative: 'letters', currency: 'none' }, '1 234 567,80 D', '0,05 C'],
  ];

  it.each(formats)('are written as %o', (format, debit, credit) => {
    expect(presentAmount('-1234567.80', 'USD', format)).toBe(debit);
    expect(presentAmount('0.05', 'USD', format)).toBe(credit);
  });

  it('keep every digit, however many', () => {
    const [format] = formats[0] ?? [];
    if (format === undefined) throw new Error('there is a format');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (minor) => {
        const amount = `${minor / 100n}.${`${minor % 100n}`.padStart(2, '0')}`;
        expect(presentAmount(amount, 'JPY', format).replaceAll(',', '')).toBe(amount);
      }),
    );
    expect(presentAmount('1234', 'JPY', format)).toBe('1,234');
  });
});
