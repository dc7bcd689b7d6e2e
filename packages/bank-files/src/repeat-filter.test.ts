import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { findFault } from '../fuzz/check-reader.ts';
import { type BankFileOptions, createBankFileReader } from './create-bank-file-reader.ts';
import { collectEvents } from './read-bank-file.ts';

function read(text: string, options: BankFileOptions = {}) {
  const reader = createBankFileReader(options);
  const events = [...reader.write(Buffer.from(text)), ...reader.end()];
  expect(findFault(events)).toBeNull();
  return collectEvents(events);
}

function mt940(entry: string, closing: string, head = ':28C:7/1'): string {
  return `:20:REF\n:25:DE89370400440532013000\n${head}\n:60F:C260105EUR100,00\n${entry}\n:62F:C260105EUR${closing}\n-\n`;
}

function bai2(...accounts: readonly string[]): string {
  const lines = accounts.flatMap((entry) => ['03,0012345,USD,/', entry, '49,,/']);
  return `01,BANK,ACME,260106,0600,77,80,,2/\n02,ACME,BANK,1,260105,2400,USD,2/\n${lines.join('\n')}\n98,,,/\n99,,,/\n`;
}

const COFFEE = ':61:2601050105D4,50NTRFNONREF\n:86:COFFEE';

describe('a statement that stands in the file once more', () => {
  it('is left out, with a warning that names its place', () => {
    const one = mt940(COFFEE, '95,50');
    const file = read(one + one);
    expect(file.statements).toHaveLength(1);
    expect(file).toMatchObject({
      statementErrors: [],
      error: null,
      warnings: [{ code: 'statement_repeated', line: 9, statementIndex: 1, accountId: 'DE89370400440532013000' }],
    });
    expect(read(one + one, { isStrict: true })).toMatchObject({ statements: [{}], statementErrors: [], error: null });
  });

  it('is known by the bank’s references as well, where it states no balances', () => {
    const entry = '16,475,450,,B77,,COFFEE/';
    expect(read(bai2(entry, entry)).statements).toHaveLength(1);
    expect(read(bai2(entry, '16,475,450,,B78,,COFFEE/')).statements).toHaveLength(2);
  });

  it('is known by a list of entries that differ', () => {
    const records = ['05', '06', '07'].map((day) => `D01/${day}/2026\nT-4.50\nPCOFFEE\n^\n`).join('');
    const list = `!Account\nNMine\n^\n!Type:Bank\n${records}`;
    expect(read(list + list)).toMatchObject({ statements: [{}], warnings: [{}, { code: 'statement_repeated' }] });
    expect(read(list + list.replace('COFFEE', 'TEA')).statements).toHaveLength(2);
    const same = list.replaceAll(/D01\/\d\d/g, 'D01/13');
    expect(read(same + same).statements).toHaveLength(2);
  });

  it('is a table that follows on itself, titles and all', () => {
    const table = 'Date;Text;Amount\n05.01.2026;a;5,00\n16.01.2026;b;-6,50\n17.01.2026;c;-7,50\n';
    const file = read(table + table);
    expect(file.statements.map(({ entries }) => entries.length)).toEqual([3]);
    expect(file.warnings.map(({ code }) => code)).toContain('statement_repeated');
    expect(read(`${table}Date;Text;Amount\n`)).toMatchObject({ error: null, statements: [{}] });
    const two = read(table + table.replace('7,50', '7,60'));
    expect(two.statements.map(({ entries }) => entries.length)).toEqual([3, 3]);
  });

  it('is none where two pages may only look alike', () => {
    const entry = '16,475,450,,0,,COFFEE/';
    expect(read(bai2(entry, entry)).statements).toHaveLength(2);
    expect(read(bai2('88,', '88,')).statements).toHaveLength(2);
  });

  it.each([
    ['another amount', mt940(COFFEE, '95,50') + mt940(COFFEE.replace('4,50', '4,60'), '95,40')],
    ['another text', mt940(COFFEE, '95,50') + mt940(COFFEE.replace('COFFEE', 'COFFEF'), '95,50')],
    ['another number', mt940(COFFEE, '95,50') + mt940(COFFEE, '95,50', ':28C:8/1')],
    ['another page', mt940(COFFEE, '95,50') + mt940(COFFEE, '95,50', ':28C:7/2')],
  ])('is none with %s', (_, text) => {
    expect(read(text).statements).toHaveLength(2);
  });

  it('does not count where the first one was damaged', () => {
    const whole = mt940(COFFEE, '95,50');
    const file = read(whole.replace('D4,50', 'D4,5x0') + whole + whole);
    expect(file.statements.map(({ header }) => header.statementIndex)).toEqual([1]);
    expect(file.statementErrors).toHaveLength(1);
  });
});
