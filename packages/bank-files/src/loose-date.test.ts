import { describe, expect, it } from 'vitest';
import { type DateOrder, parseLooseDate } from './loose-date.ts';

describe('parseLooseDate', () => {
  it.each<[string, DateOrder, string | null]>([
    ['24/12/2009', 'DMY', '2009-12-24'],
    ['12/24/2009', 'MDY', '2009-12-24'],
    ['24/12/2009', 'MDY', null],
    ['4/1/2008', 'MDY', '2008-04-01'],
    ['4/1/2008', 'DMY', '2008-01-04'],
    ['2/20/19', 'MDY', '2019-02-20'],
    ['31.12.99', 'DMY', '1999-12-31'],
    ['19/02/20', 'YMD', '2019-02-20'],
    ["2/14'2020", 'MDY', '2020-02-14'],
    ["1/ 1'00", 'MDY', '2000-01-01'],
    ["1/ 1' 9", 'MDY', '2009-01-01'],
    ['6/ 1/94', 'MDY', '1994-06-01'],
    ['2019.04.19.', 'DMY', '2019-04-19'],
    ['2022-01-31 00:00:00', 'MDY', '2022-01-31'],
    ['2018-02-25T12:34:56+0000', 'DMY', '2018-02-25'],
    ['20091224', 'DMY', '2009-12-24'],
    ['20091224120000[0:GMT]', 'MDY', '2009-12-24'],
    ['24122009', 'DMY', '2009-12-24'],
    ['12-Dec-2019', 'DMY', '2019-12-12'],
    ['12-dez-19', 'DMY', '2019-12-12'],
    ['07 Nov 2013', 'MDY', '2013-11-07'],
    ['3 février 2020', 'DMY', '2020-02-03'],
    ['Dec 12, 2019', 'DMY', '2019-12-12'],
    ['December 1st 2019', 'DMY', '2019-12-01'],
    ['30.02.2020', 'DMY', '2020-02-29'],
    ['32.01.2020', 'DMY', null],
    ['00/00/0000', 'DMY', null],
    ['1/2', 'DMY', null],
    ['12.345', 'DMY', null],
    ['1/2/345', 'DMY', null],
    ['Pending', 'DMY', null],
    ['12-Foo-2019', 'DMY', null],
    ['1234567890', 'DMY', null],
    ['2009122', 'DMY', null],
    ['', 'DMY', null],
  ])('reads %j as %s: %s', (text, order, expected) => {
    expect(parseLooseDate(text, order)?.date ?? null).toBe(expected);
  });

  it.each([
    ['24/12/2009', ['DMY']],
    ['01/02/2009', ['DMY', 'MDY']],
    ['2009-01-02', ['DMY', 'MDY', 'YMD']],
    ['01/02/09', ['DMY', 'MDY', 'YMD']],
    ['x', []],
  ])('reads %j as a day of its month in the orders %j alone', (text, orders) => {
    const isDay = (order: DateOrder) => parseLooseDate(text, order)?.clamped === false;
    expect((['DMY', 'MDY', 'YMD'] as const).filter(isDay)).toEqual(orders);
  });
});
