import { expect, it } from 'vitest';
import { createSummer } from './sums.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

it('adds exactly, by currency', () => {
  const rows = [
    eur('0.10'),
    eur('0.20'),
    eur('-1'),
    eur('12345678901234567890.005'),
    { amount: '-3', currency: 'JPY' },
  ];
  expect(createSummer()(rows)).toEqual({
    count: 5,
    byCurrency: [
      { currency: 'EUR', amount: '12345678901234567889.305', count: 4 },
      { currency: 'JPY', amount: '-3', count: 1 },
    ],
  });
});

it('adds each row of a growing list once, and begins anew with another list', () => {
  const sum = createSummer();
  const page = [eur('1.50'), eur('2')];
  expect(sum(page).byCurrency[0]?.amount).toBe('3.50');
  const longer = [...page, eur('-0.50')];
  expect(sum(longer).byCurrency[0]?.amount).toBe('3.00');
  expect(sum(longer)).toEqual({ count: 3, byCurrency: [{ currency: 'EUR', amount: '3.00', count: 3 }] });
  expect(sum([eur('7')]).byCurrency[0]?.amount).toBe('7');
  expect(sum([])).toEqual({ count: 0, byCurrency: [] });
});
