import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../decimal.ts';
import { parseStatementLine, type StatementLine } from './statement-line.ts';

function read(...lines: string[]): StatementLine {
  const result = parseStatementLine(lines);
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result.line;
}

function brief(...lines: string[]) {
  const line = read(...lines);
  const { side, isReversal, isExpected, swiftType, customerReference, bankReference } = line;
  return {
    dates: [line.valueDate.date, line.entryDate?.date ?? null],
    money: `${side} ${formatDecimal(line.amount, 2)}`,
    isReversal,
    isExpected,
    swiftType,
    customerReference,
    bankReference,
  };
}

describe('parseStatementLine', () => {
  it('reads every part', () => {
    expect(brief('2607150716C750,00NTRFREP//INGREF001')).toEqual({
      dates: ['2026-07-15', '2026-07-16'],
      money: 'credit 750.00',
      isReversal: false,
      isExpected: false,
      swiftType: 'NTRF',
      customerReference: 'REP',
      bankReference: 'INGREF001',
    });
  });

  it.each([
    ['C5,NMSC', 'credit 5.00', false],
    ['D5,NMSC', 'debit 5.00', false],
    ['RC5,NMSC', 'debit 5.00', true],
    ['RD5,NMSC', 'credit 5.00', true],
    ['CR5,NMSC', 'credit 5.00', false],
    ['DD561,08NMSC', 'debit 561.08', false],
    ['RCR5,NMSC', 'debit 5.00', true],
    ['C 5,00 NMSC', 'credit 5.00', false],
    ['C500NTRF', 'credit 500.00', false],
    ['D000000000025,00N102', 'debit 25.00', false],
    ['D12.5NMSC', 'debit 12.50', false],
  ])('reads mark and amount of %j', (rest, money, isReversal) => {
    expect(brief(`260105${rest}`)).toMatchObject({ money, isReversal });
    expect(brief(`2601050105${rest}`)).toMatchObject({ money, isReversal });
    expect(brief(`260105    ${rest}`)).toMatchObject({ money, isReversal, dates: ['2026-01-05', null] });
  });

  it('knows what is only expected', () => {
    expect(brief('260105EC5,NMSC')).toMatchObject({ money: 'credit 5.00', isExpected: true });
    expect(brief('260105ED5,NMSC')).toMatchObject({ money: 'debit 5.00', isExpected: true });
  });

  it.each([
    ['1401011229', '2013-12-29'],
    ['1312290102', '2014-01-02'],
    ['2402290229', '2024-02-29'],
    ['2606301231', '2026-12-31'],
  ])('finds the year of the entry date in %s', (dates, entryDate) => {
    expect(read(`${dates}C1,NMSC`).entryDate?.date).toBe(entryDate);
  });

  it('clamps 30 February, and says so', () => {
    expect(read('1602300301D6,00N024').valueDate).toEqual({ date: '2016-02-29', clamped: true });
  });

  it.each([
    ['NTRFNONREF', null, null, 'NTRF'],
    ['NTRFEREF+//ABC', null, 'ABC', 'NTRF'],
    ['NMSCNONREF//', null, null, 'NMSC'],
    ['NOV NONREF', null, null, 'NOV'],
    ['NGT TMG TANGO', 'TMG TANGO', null, 'NGT'],
    ['S   X', 'X', null, 'S'],
    ['F', null, null, 'F'],
  ])('reads the references of %j', (rest, customerReference, bankReference, swiftType) => {
    expect(brief(`260105C1,${rest}`)).toMatchObject({ customerReference, bankReference, swiftType });
  });

  it('takes a wrapped bank reference, and keeps other lines as details', () => {
    expect(brief('260105C1,NTRFVERYLONGCUSTREF1', '//BANKREF999')).toMatchObject({ bankReference: 'BANKREF999' });
    expect(read('260105C1,NTRFX', '//B', 'more').supplementary).toEqual(['more']);
    expect(read('260105C1,NTRFX//Y', '//B').supplementary).toEqual(['//B']);
  });

  it.each([
    ['', 'date_garbled'],
    ['261305C1,NMSC', 'date_garbled'],
    ['2601051305C1,NMSC', 'date_garbled'],
    ['260105010C1,NMSC', 'date_garbled'],
    ['260105X1,NMSC', 'indicator_missing'],
    ['260105R1,NMSC', 'indicator_missing'],
    ['260105C,NMSC', 'amount_garbled'],
    ['260105C-1,NMSC', 'amount_garbled'],
    ['260105C1,2,3NMSC', 'amount_garbled'],
    ['260105C12..34NMSC', 'amount_garbled'],
    ['260105C12,3', 'record_incomplete'],
    ['260105C12,34?', 'record_incomplete'],
  ])('refuses %j with %s', (line, code) => {
    expect(parseStatementLine([line])).toMatchObject({ ok: false, code });
  });

  it('quotes what stands in place of the amount, and nothing behind it', () => {
    const { reason } = { reason: '', ...parseStatementLine(['2601050105C-1,NMSCJ. DOE']) };
    expect(reason).toBe('amount "-1," at character 12 of the field');
  });
});
