import { describe, expect, it } from 'vitest';
import { balanceTypeOf, findBaiCodeRail, findNaiDirection, findTypeCode, isReturnCode } from './type-code.ts';

describe('findTypeCode', () => {
  it.each([
    ['010', null, 'status', 'standard'],
    ['100', 'credit', 'summary', 'standard'],
    ['142', 'credit', 'detail', 'standard'],
    ['168', 'credit', 'detail', 'standard'],
    ['400', 'debit', 'summary', 'standard'],
    ['475', 'debit', 'detail', 'standard'],
    ['722', 'credit', 'detail', 'standard'],
    ['760', 'debit', 'detail', 'standard'],
    ['890', null, 'detail', 'standard'],
    ['199', 'credit', 'detail', 'unknown'],
    ['800', null, 'detail', 'unknown'],
    ['905', null, 'status', 'bankDefined'],
    ['930', 'credit', 'detail', 'bankDefined'],
    ['975', 'debit', 'detail', 'bankDefined'],
  ])('%s is %s, %s, %s', (code, direction, level, origin) => {
    expect(findTypeCode(code)).toEqual({ code, direction, level, origin });
  });

  it.each(['', '10000', '14', '1a2'])('refuses %j', (code) => {
    expect(findTypeCode(code)).toBeNull();
  });

  it('lists no code at two levels', () => {
    const codes = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
    const details = codes.filter((code) => findTypeCode(code)?.origin === 'standard');
    expect(details.length).toBeGreaterThan(400);
    expect(details.filter((code) => findTypeCode(code)?.level === 'summary' && findBaiCodeRail(code) !== null)).toEqual(
      [],
    );
  });
});

describe('type code meanings', () => {
  it('names the rail, the balance and the returns', () => {
    expect([
      findBaiCodeRail('142'),
      findBaiCodeRail('495'),
      findBaiCodeRail('575'),
      findBaiCodeRail('698'),
      findBaiCodeRail('199'),
    ]).toEqual(['ach', 'wire', 'zba', 'fee', null]);
    expect([balanceTypeOf('010'), balanceTypeOf('045'), balanceTypeOf('072')]).toEqual([
      'opening',
      'closingAvailable',
      'other',
    ]);
    expect([isReturnCode('555'), isReturnCode('475')]).toEqual([true, false]);
  });

  it('reads bank codes of the NAI dialect by its own ranges', () => {
    expect([findNaiDirection('936'), findNaiDirection('955'), findNaiDirection('475')]).toEqual([
      'credit',
      'debit',
      'debit',
    ]);
  });
});
