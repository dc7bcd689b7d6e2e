import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../decimal.ts';
import { parseCellMoney } from './money.ts';

describe('parseCellMoney', () => {
  it.each([
    ['£67.40', '67.4', 'GBP', false],
    ['- $21.59', '-21.59', null, false],
    ['-$76.00', '-76', null, false],
    ['+$327.49', '327.49', null, true],
    ['+ £1,100.00', '1100', 'GBP', true],
    ['($0.96)', '-0.96', null, false],
    ['$.23', '0.23', null, false],
    ['-144,75 kr', '-144.75', null, false],
    ['R$ 5.326,43', '5326.43', 'BRL', false],
    ['€ -12,50', '-12.5', 'EUR', false],
    ['EUR 12.50', '12.5', 'EUR', false],
    ['12.50 CR', '12.5', null, true],
    ['12.50 DR', '-12.5', null, false],
    ['-12.50 Dr', '-12.5', null, false],
    ["1'341.80", '1341.8', null, false],
    ['12,50 zł', '12.5', 'PLN', false],
  ])('reads %j', (text, value, currency, isMarkedCredit) => {
    const money = parseCellMoney(text, null);
    const found = money.amount.kind === 'amount' ? formatDecimal(money.amount.value, 0) : money.amount.kind;
    expect([found, money.currency, money.isMarkedCredit]).toEqual([value, currency, isMarkedCredit]);
  });

  it.each(['12..34', 'EUR USD 5', 'about 5', '5 apples', '$', '12.50 EURO', '1/2'])('refuses %j', (text) => {
    expect(parseCellMoney(text, null).amount.kind).toBe('garbled');
  });
});
