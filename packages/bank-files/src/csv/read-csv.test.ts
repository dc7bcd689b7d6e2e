import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { collectStatements } from '../read-bank-file.ts';
import type { CsvProfile } from './profile.ts';
import type { CsvOptions } from './read-csv.ts';

const PROFILE: CsvProfile = {
  name: 'bank',
  delimiter: ';',
  headerRow: 0,
  decimalMark: ',',
  dateOrder: 'DMY',
  date: 'Date',
  valueDate: 'Value',
  amount: { kind: 'signed', column: 'Amount' },
  description: ['Text', 'More'],
  balance: 'Balance',
  id: 'Id',
  currency: { code: 'EUR' },
  account: { kind: 'fixed', id: 'DE89 3704 0044 0532 0130 00' },
  pending: { column: 'Date', words: ['offen'] },
};

const HEADER = 'Date;Value;Text;More;Amount;Balance;Id';
const ROWS = ['05.01.2026;06.01.2026;Rent;January;-1.000,00;234,56;A1', '06.01.2026;;Salary;;2.000,00;2.234,56;A2'];

function read(lines: readonly string[], options: CsvOptions = { profile: PROFILE }) {
  return collectStatements(Buffer.from(`${lines.join('\n')}\n`), { csv: options });
}

function withProfile(change: Partial<CsvProfile>): CsvOptions {
  return { profile: { ...PROFILE, ...change } };
}

describe('a CSV file with a profile', () => {
  it('becomes a statement', () => {
    const file = read([HEADER, ...ROWS]);
    expect(file).toMatchObject({ format: 'csv', dialect: 'bank', error: null, warnings: [], statementErrors: [] });
    expect(file.statements).toMatchObject([
      {
        header: {
          account: { id: 'DE89370400440532013000', scheme: 'iban', currency: 'EUR', currencySource: 'declared' },
        },
        entries: [
          {
            bookingDate: '2026-01-05',
            valueDate: '2026-01-06',
            amount: '-1000.00',
            currency: 'EUR',
            entryType: 'debit',
            description: 'Rent January',
            rawDescription: ['Rent', 'January'],
            bankReference: 'A1',
            position: { line: 2, byteOffset: HEADER.length + 1, record: 'bank' },
          },
          { amount: '2000.00', entryType: 'credit', description: 'Salary' },
        ],
        trailer: {
          asOfDate: '2026-01-06',
          balances: [{ type: 'currentLedger', amount: '2234.56', date: '2026-01-06' }],
          checks: { balancesAddUp: true },
        },
      },
    ]);
  });

  it('carries on text in rows of their own, and reports rows that are no movement', () => {
    const file = read([
      HEADER,
      ROWS[0] ?? '',
      ';;second line;;;;',
      '',
      ';;Rent;;;;',
      'Total;;;;-1.000,00;;',
      ROWS[1] ?? '',
      '07.01.2026;;No amount;;;;',
    ]);
    expect(file.statements[0]?.entries.map(({ description }) => description)).toEqual([
      'Rent January second line',
      'Salary',
    ]);
    expect(file.warnings.map(({ code, line }) => [code, line])).toEqual([
      ['row_skipped', 6],
      ['row_without_amount', 8],
    ]);
  });

  it('keeps quoted cells over several lines together', () => {
    const file = read([HEADER, '05.01.2026;;"Rent;', 'January";;-1,00;;A1', ROWS[1] ?? '']);
    expect(file.statements[0]?.entries.map(({ description, position }) => [description, position.line])).toEqual([
      ['Rent; January', 2],
      ['Salary', 4],
    ]);
  });

  it('marks pending rows, with or without a date, and leaves out what never came to be', () => {
    const file = read(
      [`${HEADER};Status`, 'offen;;Card;;-5,00;;;', `${ROWS[0]};open`, `${ROWS[1]};declined`],
      withProfile({ dropped: { column: 'Status', words: ['Declined'] } }),
    );
    expect(file.statements[0]?.entries.map(({ status, bookingDate }) => [status, bookingDate])).toEqual([
      ['pending', null],
      ['posted', '2026-01-05'],
      ['information', '2026-01-06'],
    ]);
  });

  it.each([
    ['05.01.2026;;Rent;;-5,0,0;;', 'amount_garbled'],
    ['05.01.2026;;Rent;;-5.00;;', 'amount_garbled'],
    ['05.13.2026;;Rent;;-5,00;;', 'date_garbled'],
    ['05.01.2026;;Rent;;-5,00;;A;one too many', 'csv_row_too_long'],
  ])('is dropped as a whole for %s', (row, code) => {
    const file = read([HEADER, ...ROWS, row]);
    expect(file.statements).toEqual([]);
    expect(file.statementErrors).toMatchObject([{ code, line: 4, accountId: 'DE89 3704 0044 0532 0130 00' }]);
    expect(file.error).toBeNull();
  });

  it('says which cell holds no amount, and quotes nothing else of its row', () => {
    const [error] = read([HEADER, ...ROWS, '05.01.2026;;Rent of J. Doe;;-5,0,0;;']).statementErrors;
    expect(error).toMatchObject({ line: 4, reason: 'amount "-5,0,0" in column 5 "Amount"' });
    const [warning] = read([HEADER, '07.01.2026;;Rent of J. Doe;;;;', ...ROWS]).warnings;
    expect(warning).toMatchObject({ line: 2, reason: 'nothing in column 5 "Amount"' });
  });

  it('refuses a header that lacks a column, a file that ends before it, and a quote without end', () => {
    expect(read([HEADER.replace('Amount', 'Betrag'), ...ROWS])).toMatchObject({
      error: { code: 'csv_column_missing', format: 'csv' },
      statements: [],
    });
    expect(read(['x'], withProfile({ headerRow: 3 }))).toMatchObject({ error: { code: 'csv_header_missing' } });
    const open = [HEADER, '05.01.2026;;"Rent;;-5,00;;', ...Array.from({ length: 300 }, () => ROWS[0] ?? '')];
    expect(read(open)).toMatchObject({ error: { code: 'csv_quote_unclosed' }, statements: [] });
  });

  it('notices a last row that was cut', () => {
    const bytes = Buffer.from([HEADER, ...ROWS].join('\n').slice(0, -8));
    expect(collectStatements(bytes, { csv: { profile: PROFILE } }).statementErrors).toMatchObject([
      { code: 'file_truncated' },
    ]);
  });

  it('is an empty statement when it has no rows', () => {
    expect(read([HEADER])).toMatchObject({ error: null, statements: [{ entries: [] }] });
  });

  it('warns when a balance does not follow from the one before', () => {
    const file = read([HEADER, ROWS[0] ?? '', (ROWS[1] ?? '').replace('2.234,56', '2.234,57')]);
    expect(file.warnings.map(({ code }) => code)).toEqual(['balances_do_not_add_up']);
  });
});

describe('the money of a row', () => {
  const table = (amount: CsvProfile['amount'], ...rows: string[]) =>
    read(['Date;A;B;F', ...rows], {
      profile: { name: 'x', delimiter: ';', headerRow: 0, decimalMark: '.', dateOrder: 'YMD', date: 0, amount },
      accountId: '1',
      currency: 'USD',
    }).statements[0]?.entries.map((entry) => `${entry.entryType} ${entry.amount}`);

  it('stands in one column, with a sign or with spending unsigned', () => {
    const rows = ['2026-01-05;5.00', '2026-01-05;-7.00', '2026-01-05;+1.00', '2026-01-05;0.00'];
    expect(table({ kind: 'signed', column: 1 }, ...rows)).toEqual([
      'credit 5.00',
      'debit -7.00',
      'credit 1.00',
      'credit 0.00',
    ]);
    expect(table({ kind: 'signed', column: 1, isOutflowPositive: true }, ...rows)).toEqual([
      'debit -5.00',
      'credit 7.00',
      'credit 1.00',
      'debit 0.00',
    ]);
  });

  it('stands in the last filled column', () => {
    expect(table({ kind: 'signed', column: -1 }, '2026-01-05;x;5.00;', '2026-01-05;-7.00;;')).toEqual([
      'credit 5.00',
      'debit -7.00',
    ]);
  });

  it('stands in two columns, debits with a minus or without, and the other sign turns it', () => {
    const rule = { kind: 'twoColumns', debit: 1, credit: 2 } as const;
    expect(table(rule, '2026-01-05;5.00;', '2026-01-05;;7.00', '2026-01-05;-1.00;', '2026-01-05;0.00;2.00')).toEqual([
      'debit -5.00',
      'credit 7.00',
      'credit 1.00',
      'credit 2.00',
    ]);
    expect(table(rule, '2026-01-05;-5.00;', '2026-01-05;;7.00', '2026-01-05;1.00;')).toEqual([
      'debit -5.00',
      'credit 7.00',
      'credit 1.00',
    ]);
    expect(table({ ...rule, areDebitsNegative: true }, '2026-01-05;5.00;')).toEqual(['credit 5.00']);
    const both = read(['Date;A;B', '2026-01-05;5.00;7.00'], {
      profile: { name: 'x', delimiter: ';', headerRow: 0, decimalMark: '.', dateOrder: 'YMD', date: 0, amount: rule },
    });
    expect(both.statementErrors).toMatchObject([{ code: 'amount_on_both_sides' }]);
  });

  it('is told by a word', () => {
    const rule = { kind: 'flagged', column: 1, flag: 3, debitWords: ['Af'] } as const;
    expect(table(rule, '2026-01-05;5.00;;af', '2026-01-05;7.00;;Bij')).toEqual(['debit -5.00', 'credit 7.00']);
  });
});

describe('the account of a CSV file', () => {
  const rows = ['2026-01-05;-5.00;A', '2026-01-06;-6.00;A', '2026-01-06;-7.00;B', '2026-01-07;-8.00;A'];
  const profile: CsvProfile = {
    name: 'x',
    delimiter: ';',
    headerRow: null,
    decimalMark: '.',
    dateOrder: 'YMD',
    date: 0,
    amount: { kind: 'signed', column: 1 },
  };

  it('may change from row to row', () => {
    const file = read(rows, { profile: { ...profile, account: { kind: 'column', column: 2 } } });
    expect(file.statements.map(({ header, entries }) => [header.account.id, entries.length])).toEqual([
      ['A', 2],
      ['B', 1],
      ['A', 1],
    ]);
  });

  it('may stand before the table, be declared by the caller, or be unknown', () => {
    const labelled: CsvProfile = { ...profile, headerRow: 1, account: { kind: 'label', label: 'IBAN:' } };
    expect(
      read(['IBAN:;;NL91 ABNA 0417 1643 00', 'a;b;c', ...rows], { profile: labelled }).statements[0]?.header.account,
    ).toMatchObject({
      rawId: 'NL91 ABNA 0417 1643 00',
      scheme: 'iban',
    });
    expect(read(rows, { profile, accountId: '77', currency: 'USD' }).statements[0]?.header.account).toMatchObject({
      id: '77',
      currency: 'USD',
    });
    const unknown = read(rows, { profile });
    expect(unknown.statements[0]?.header.account).toMatchObject({ id: null, currency: null });
    expect(unknown.warnings.map(({ code }) => code)).toEqual(['account_id_missing']);
  });
});

describe('a CSV file without a profile', () => {
  it('is read by the one that is found, which is said', () => {
    const file = read([HEADER, ...ROWS, '07.01.2026;07.01.2026;Shop;;-34,56;2.200,00;A3'], { accountId: '1' });
    expect(file).toMatchObject({ format: 'csv', dialect: 'detected', error: null });
    expect(file.warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['csv_profile_found', '100% sure: 3 of 3 rows have a date and an amount'],
    ]);
    expect(file.statements[0]?.entries).toHaveLength(3);
  });

  it('is refused when it is not clear enough, unless less is enough', () => {
    const lines = ['Date,Text,Amount', '01/02/2026,x,5.00', '03/04/2026,y,6.00'];
    expect(read(lines, {})).toMatchObject({
      format: null,
      statements: [],
      error: { code: 'csv_profile_unsure', format: null },
    });
    expect(read(lines, { minCertainty: 0.2 }).statements[0]?.entries).toHaveLength(2);
  });

  it('is of no known format when it has no dates and amounts', () => {
    expect(read(['a,b', 'c,d'], {})).toMatchObject({ error: { code: 'unknown_format' } });
  });
});

describe('a table that ends without a line end', () => {
  const TABLE = 'Date;Text;Amount\n05.01.2026;a;5,00\n16.01.2026;b;-6,50\n';

  it.each([
    ['in its amount', '17.01.2026;c;1234', 'the last row ends with 0 decimals, all others with 2 or more'],
    ['behind the decimal mark', '17.01.2026;c;1234,5', 'the last row ends with 1 decimals, all others with 2 or more'],
    ['in front of its amount', '17.01.2026;c', 'the last row has fewer cells than the others'],
    ['in its date', '17.01.2', 'the last row has fewer cells than the others'],
  ])('is refused when the row stops %s', (_, row, reason) => {
    const file = collectStatements(Buffer.from(TABLE + row));
    expect(file).toMatchObject({ statements: [], statementErrors: [{ code: 'file_truncated', line: 4 }] });
    expect(file.statementErrors[0]?.reason).toContain(reason);
  });

  it.each([
    ['a whole row', '17.01.2026;c;1234,56', 3],
    ['a total', 'Total;-1,50', 2],
    ['a note', 'End of the list', 2],
  ])('is taken when it ends with %s', (_, row, count) => {
    const file = collectStatements(Buffer.from(TABLE + row));
    expect(file.statementErrors).toEqual([]);
    expect(file.statements[0]?.entries).toHaveLength(count);
  });

  it('says nothing of decimals where rows have none', () => {
    const file = collectStatements(Buffer.from(`${TABLE}17.01.2026;c;-7\n18.01.2026;d;8`));
    expect(file.statements[0]?.entries.map(({ amount }) => amount)).toEqual(['5.00', '-6.50', '-7.00', '8.00']);
  });
});

describe('what a CSV reader refuses to hold', () => {
  const row = (cells: number) => ['05.01.2026', 'a', '-5,00', ...Array.from({ length: cells - 3 }, () => '1,00')];
  const table = (cells: number) => [row(cells), row(cells), row(cells)].map((each) => each.join(';'));
  const bare: CsvProfile = {
    name: 'bare',
    delimiter: ';',
    headerRow: null,
    decimalMark: ',',
    dateOrder: 'DMY',
    date: 0,
    amount: { kind: 'signed', column: 2 },
    description: [1],
  };

  it('is a table of more columns than a layout is found among, unless its layout is declared', () => {
    expect(read(table(201), {}).error).toMatchObject({
      code: 'csv_too_many_columns',
      message: expect.stringContaining('declare a profile'),
      reason: 'a row has at least 201 cells; a layout is found among 200 columns at most',
      format: null,
    });
    expect(read(['Date;Text;Amount', ...table(201)], {}).error?.code).toBe('csv_too_many_columns');
    expect(read(table(200), {}).error?.code).not.toBe('csv_too_many_columns');
    expect(read(table(201), { profile: bare }).statements[0]?.entries.map(({ amount }) => amount)).toEqual([
      '-5.00',
      '-5.00',
      '-5.00',
    ]);
  });

  it('is no table only because a text of it has very many commas', () => {
    const file = read([HEADER, `05.01.2026;;"${'a, '.repeat(300)}";;-1,00;5,00;A1`, ...ROWS.slice(1)], {});
    expect(file.statements[0]?.entries).toHaveLength(2);
  });

  it('is a quoted cell of more than 200 lines, or one that makes its row longer than 1,000,000 characters', () => {
    const lines = (count: number) => [HEADER, `05.01.2026;;"${'x\n'.repeat(count - 1)}";;-1,00;;A1`];
    expect(read(lines(200)).statements[0]?.entries).toHaveLength(1);
    expect(read(lines(201)).error).toMatchObject({
      code: 'csv_quote_unclosed',
      reason: 'a quoted cell does not end within 200 lines',
    });
    const half = 'x'.repeat(499_985);
    expect(read([HEADER, `05.01.2026;;"${half}\n${half}";;-1,00;;`]).statements[0]?.entries).toHaveLength(1);
    expect(read([HEADER, `05.01.2026;;"${half}\n${half}${'y'.repeat(20)}";;-1,00;;`]).error).toMatchObject({
      code: 'csv_quote_unclosed',
      reason: 'a row with a quoted cell has more than 1000000 characters',
    });
  });

  it('is a text that goes on over very many rows', () => {
    const more = (count: number) => Array.from({ length: count }, (_, i) => `;text ${i};`);
    expect(read([...table(3).slice(0, 1), ...more(10_000)], { profile: bare }).statements).toHaveLength(1);
    expect(read([...table(3).slice(0, 1), ...more(10_001)], { profile: bare }).statementErrors).toMatchObject([
      { code: 'too_many_lines', line: 1 },
    ]);
    const long = read([...table(3).slice(0, 1), `;${'x'.repeat(500_000)};`, `;${'y'.repeat(500_001)};`], {
      profile: bare,
    });
    expect(long.statementErrors).toMatchObject([
      { code: 'too_many_lines', reason: expect.stringContaining('10000 rows or 1000000 characters') },
    ]);
  });
});
