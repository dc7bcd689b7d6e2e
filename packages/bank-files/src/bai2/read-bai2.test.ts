import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from '../create-bank-file-reader.ts';
import { collectStatements } from '../read-bank-file.ts';
import type { Entry } from '../statement.ts';

const HEAD = ['01,021000089,ACME,260106,0600,77,80,1,2/', '02,ACME,021000089,1,260105,2400,USD,2/'];
const ACCOUNT = '03,0012345,,010,10000,,/';

function read(lines: readonly string[], options: BankFileOptions = {}) {
  return collectStatements(Buffer.from(`${lines.join('\n')}\n`), options);
}

/** A file of one account; trailers are left without totals unless given. */
function readAccount(records: readonly string[], trailer = '49,,/', options: BankFileOptions = {}) {
  return read([...HEAD, ACCOUNT, ...records, trailer, '98,,1,/', '99,,1,/'], options);
}

function entryOf(records: readonly string[], options: BankFileOptions = {}): Entry {
  const file = readAccount(records, '49,,/', options);
  const entry = file.statements[0]?.entries[0];
  if (entry === undefined) throw new Error(`no entry: ${JSON.stringify(file.statementErrors)}`);
  return entry;
}

describe('a BAI2 statement', () => {
  it('carries account, day, balances and totals', () => {
    const file = read([
      ...HEAD,
      '03,0012345,,010,10000,,,015,12500,,/',
      '88,040,9000,,,100,2500,1,Z/',
      '16,142,2500,Z,BR1,CR1,PAYROLL, MARCH/APRIL/',
      '49,36500,4/',
      '98,36500,1,6/',
      '99,36500,1,8/',
    ]);
    expect(file).toMatchObject({
      format: 'bai2',
      version: '2',
      dialect: null,
      error: null,
      warnings: [],
      statementErrors: [],
    });
    expect(file.fileEnd).toEqual({ encoding: 'ascii', lineEnding: 'LF', statementCount: 1 });
    const [statement] = file.statements;
    expect(statement?.header).toMatchObject({
      account: { rawId: '0012345', currency: 'USD', currencySource: 'group', servicerId: '021000089' },
      fileReference: '77',
      asOfDate: '2026-01-05',
      asOfTime: null,
      timing: 'final',
      isCorrection: false,
      summaries: [{ code: '100', amount: '25.00', itemCount: 1 }],
      position: { line: 3, record: '03', byteOffset: HEAD.join('\n').length + 1 },
    });
    expect(statement?.header.balances.map(({ type, amount }) => [type, amount])).toEqual([
      ['opening', '100.00'],
      ['closing', '125.00'],
      ['openingAvailable', '90.00'],
    ]);
    expect(statement?.entries).toMatchObject([
      {
        status: 'posted',
        bookingDate: '2026-01-05',
        bookingDateSource: 'statementDate',
        amount: '25.00',
        entryType: 'credit',
        rail: 'ach',
        codes: { baiCode: '142' },
        bankReference: 'BR1',
        customerReference: 'CR1',
        description: 'PAYROLL, MARCH/APRIL',
        position: { line: 5, record: '16' },
      },
    ]);
    expect(statement?.trailer).toMatchObject({
      totals: { entryCount: 1, postedCount: 1, sums: [{ currency: 'USD', credits: '25.00', debits: '0.00' }] },
      checks: { balancesAddUp: true, controlTotalMatches: true, recordCountMatches: true },
      warningCount: 0,
    });
  });

  it('continues any record, also between a type code and its amount', () => {
    const file = read([
      '01,021000089,ACME/',
      '88,260106,0600,77,80,1,2/',
      '02,ACME,021000089/',
      '88,1,260105,2400,USD,2/',
      '03,0012345,USD,010/',
      '88,10000,,/',
      '16,409,7000,D,2,1,1000/',
      '88,5,6000,BR,CR,CUT IN/',
      '88,THE MIDDLE/',
      '49,17000/',
      '88,6/',
      '98,17000/',
      '88,1,8/',
      '99,17000/',
      '88,1,12/',
    ]);
    expect(file.statementErrors).toEqual([]);
    expect(file.statements[0]?.header.balances).toMatchObject([{ type: 'opening', amount: '100.00' }]);
    expect(file.statements[0]?.entries[0]).toMatchObject({
      amount: '-70.00',
      bankReference: 'BR',
      description: 'CUT IN THE MIDDLE',
      availability: [
        { days: 1, amount: '10.00' },
        { days: 5, amount: '60.00' },
      ],
    });
    expect(file.statements[0]?.trailer.checks.controlTotalMatches).toBe(true);
  });

  it('takes a blank control total and no balances for unknown, not for zero', () => {
    const file = read([...HEAD, '03,0012345,,,,,/', '49,,2/', '98,,1,4/', '99,,1,6/']);
    expect(file.statements[0]).toMatchObject({
      header: { balances: [], summaries: [] },
      trailer: { checks: { balancesAddUp: null, controlTotalMatches: null, recordCountMatches: true } },
    });
  });

  it('falls back to US dollars as the standard says, and tells so', () => {
    const file = read([HEAD[0] ?? '', '02,ACME,BANK,1,260105,,,2/', '03,1,/', '49,,2/', '98,,1,4/', '99,,1,6/']);
    expect(file.statements[0]?.header.account).toMatchObject({ currency: 'USD', currencySource: 'formatDefault' });
    expect(file.warnings.map((warning) => warning.code)).toEqual(['currency_assumed']);
  });

  it.each([
    ['JPY', '-5000'],
    ['KWD', '-5.000'],
    ['EUR', '-50.00'],
  ])('places the implied decimals of %s', (currency, amount) => {
    const file = read([
      ...HEAD,
      `03,1,${currency},/`,
      '16,475,5000,Z,,,/',
      '49,5000,3/',
      '98,5000,1,5/',
      '99,5000,1,7/',
    ]);
    expect(file.statements[0]?.entries[0]).toMatchObject({ amount, currency });
  });

  it.each([
    ['1', 'interim', 'pending'],
    ['3', 'interim', 'pending'],
    ['2', 'final', 'posted'],
    ['', 'final', 'posted'],
  ])('with as-of modifier %j is %s and its entries %s', (modifier, timing, status) => {
    const file = read([
      HEAD[0] ?? '',
      `02,A,B,1,260105,,USD,${modifier}/`,
      '03,1,/',
      '16,142,5,Z,,,/',
      '49,5,3/',
      '98,5,1,5/',
      '99,5,1,7/',
    ]);
    expect(file.statements[0]).toMatchObject({ header: { timing }, entries: [{ status }] });
  });

  it('is not imported from a deletion or test group, and a correction is marked', () => {
    const statementOf = (status: string) =>
      read([
        HEAD[0] ?? '',
        `02,A,B,${status},260105,,USD,2/`,
        '03,1,/',
        '16,142,5,Z,,,/',
        '49,5,3/',
        '98,5,1,5/',
        '99,5,1,7/',
      ]);
    for (const status of ['2', '4']) {
      expect(statementOf(status)).toMatchObject({
        statements: [],
        statementErrors: [],
        warnings: [{ code: 'group_not_imported' }],
      });
    }
    const corrected = statementOf('3');
    expect(corrected.statements[0]?.header.isCorrection).toBe(true);
    expect(corrected.warnings).toMatchObject([{ code: 'group_corrects', line: 2, record: '02' }]);
  });

  it('reads three line ends and several records on a line alike', () => {
    const lines = [
      ...HEAD,
      ACCOUNT,
      '16,142,2500,Z,,,ONE/',
      '88,MORE/',
      '49,12500,4/',
      '98,12500,1,6/',
      '99,12500,1,8/',
    ];
    const plain = read(lines).statements[0]?.entries.map(({ amount, description }) => [amount, description]);
    expect(plain).toEqual([['25.00', 'ONE MORE']]);
    for (const glue of ['\r\n', '\r', '  ']) {
      const file = collectStatements(Buffer.from(lines.join(glue)));
      expect(file).toMatchObject({ error: null, statementErrors: [] });
      expect(file.statements[0]?.entries.map(({ amount, description }) => [amount, description])).toEqual(plain);
    }
  });
});

describe('a BAI2 transaction', () => {
  it('flips its side on a printed minus', () => {
    expect(entryOf(['16,142,-500,Z,,,/'])).toMatchObject({ amount: '-5.00', entryType: 'debit' });
    expect(entryOf(['16,475,-500,Z,,,/'])).toMatchObject({ amount: '5.00', entryType: 'credit' });
    expect(entryOf(['16,475,0,Z,,,/'])).toMatchObject({ amount: '0.00', entryType: 'debit' });
  });

  it('keeps every text line and takes the value date and no zero reference', () => {
    const entry = entryOf(['16,191,1,V,260107,1300,000,C1,', '88,FR:INCOMING', '88,PY:SOME, BODY/']);
    expect(entry).toMatchObject({
      valueDate: '2026-01-07',
      bankReference: null,
      customerReference: 'C1',
      rawDescription: ['FR:INCOMING', 'PY:SOME, BODY'],
      description: 'FR:INCOMING PY:SOME, BODY',
    });
  });

  it('clamps 30 February as a value date', () => {
    expect(entryOf(['16,191,1,V,260230,,,,/']).valueDate).toBe('2026-02-28');
  });

  it('marks returns', () => {
    expect(entryOf(['16,555,100,Z,,,/'])).toMatchObject({ isReversal: true, rail: 'check' });
  });

  it('is only information when its code is a total or carries no money', () => {
    expect(entryOf(['16,890,,Z,,,NOTE/'])).toMatchObject({
      status: 'information',
      amount: '0.00',
      description: 'NOTE',
    });
    const file = readAccount(['16,100,500,Z,,,/']);
    expect(file.statements[0]?.entries[0]?.status).toBe('information');
    expect(file.statements[0]?.trailer.totals).toMatchObject({ postedCount: 0, informationCount: 1, sums: [] });
    expect(file.warnings.map((warning) => warning.code)).toContain('summary_code_in_transaction');
  });

  it('takes the side of a bank-defined code from the table it is given', () => {
    const typeCodes = { '931': 'debit', '905': 'credit' } as const;
    expect(entryOf(['16,931,100,Z,,,/']).amount).toBe('1.00');
    expect(entryOf(['16,931,100,Z,,,/'], { bai2: { typeCodes } }).amount).toBe('-1.00');
    expect(entryOf(['16,905,100,Z,,,/'], { bai2: { typeCodes } })).toMatchObject({ amount: '1.00', status: 'posted' });
  });
});

describe('damage in a BAI2 file', () => {
  it.each([
    ['16,142,12..34,Z,,,/', 'amount_garbled'],
    ['16,142,,Z,,,/', 'amount_missing'],
    ['16,10000,0525,Z,,,/', 'type_code_invalid'],
    ['16,142,500,Q,,,/', 'funds_type_invalid'],
    ['16,905,500,Z,,,/', 'type_code_direction_unknown'],
  ])('%s drops the whole statement with %s', (record, code) => {
    const file = readAccount(['16,142,500,Z,,,GOOD/', record, '16,142,600,Z,,,GOOD/']);
    expect(file.statements).toEqual([]);
    expect(file.statementErrors).toMatchObject([
      { code, line: 5, record: '16', statementIndex: 0, accountId: '0012345' },
    ]);
    expect(file.statementErrors[0]?.reason).not.toBe('');
    expect(file.error).toBeNull();
  });

  it.each([
    ['03,,USD,/', 'account_id_missing'],
    ['03,1,USD,010,1x0,,/', 'amount_garbled'],
    ['03,1,USD,ABC,100,,/', 'type_code_invalid'],
    ['03,1,USD,010,100,,X/', 'funds_type_invalid'],
  ])('%s drops the statement with %s', (record, code) => {
    const file = read([...HEAD, record, '16,142,500,Z,,,/', '49,500,3/', '98,500,1,5/', '99,500,1,7/']);
    expect(file).toMatchObject({ statements: [], statementErrors: [{ code }] });
  });

  it.each([
    ['02,A,B,1,262205,,USD,2/', 'as_of_date_invalid'],
    ['02,A,B,21,260105,,USD,2/', 'group_status_invalid'],
  ])('%s drops every statement of the group with %s', (group, code) => {
    const account = ['03,1,/', '16,142,5,Z,,,/', '49,5,3/'];
    const file = read([HEAD[0] ?? '', group, ...account, ...account, '98,10,2,8/', '99,10,1,10/']);
    expect(file.statements).toEqual([]);
    expect(file.statementErrors.map((error) => [error.code, error.statementIndex])).toEqual([
      [code, 0],
      [code, 1],
    ]);
  });

  it('a count that disagrees drops the statement unless the control total proves the amounts', () => {
    const records = [ACCOUNT, '16,142,500,Z,,,/'];
    const withTrailer = (trailer: string) => read([...HEAD, ...records, trailer, '98,,1,/', '99,,1,/']);
    expect(withTrailer('49,10500,9/')).toMatchObject({
      statements: [{ trailer: { checks: { controlTotalMatches: true, recordCountMatches: false } } }],
      warnings: [{ code: 'record_count_mismatch' }],
    });
    expect(withTrailer('49,10400,9/').statementErrors).toMatchObject([{ code: 'record_count_mismatch' }]);
    expect(withTrailer('49,,9/').statementErrors).toMatchObject([{ code: 'record_count_mismatch' }]);
    expect(withTrailer('49,10400,3/')).toMatchObject({
      statements: [{ trailer: { checks: { controlTotalMatches: false, recordCountMatches: true } } }],
      warnings: [{ code: 'control_total_mismatch' }],
    });
  });

  it('a missing account trailer drops that statement alone', () => {
    const file = read([...HEAD, '03,1,/', '16,142,5,Z,,,/', '03,2,/', '49,,2/', '98,,2,6/', '99,,1,8/']);
    expect(file.statementErrors).toMatchObject([{ code: 'account_trailer_missing', accountId: '1' }]);
    expect(file.statements.map((statement) => statement.header.account.rawId)).toEqual(['2']);
  });

  it('transactions outside of an account are an error, not lost', () => {
    const file = read([...HEAD, '16,142,5,Z,,,/', '16,142,6,Z,,,/', '49,11,3/', '98,11,1,5/', '99,11,1,7/']);
    expect(file).toMatchObject({ statements: [], statementErrors: [{ code: 'record_out_of_place', line: 3 }] });
  });

  it('a file that ends early says so and keeps what had ended', () => {
    const file = read([...HEAD, '03,1,/', '49,,2/', '03,2,/', '16,142,5,Z,,,/']);
    expect(file.statements.map((statement) => statement.header.account.rawId)).toEqual(['1']);
    expect(file.statementErrors).toMatchObject([{ code: 'file_truncated', accountId: '2' }]);
    expect(file.error).toMatchObject({ code: 'file_truncated', format: 'bai2' });
    expect(file.fileEnd).toBeNull();
  });

  it('a record of endless lines is refused', () => {
    const lines = (count: number) => [
      '16,142,5,Z,,,A',
      ...Array.from({ length: count }, () => `88,${'B'.repeat(990_000)}`),
    ];
    expect(readAccount(lines(10), '49,5,/').statements).toHaveLength(1);
    expect(readAccount(lines(11), '49,5,/').statementErrors).toMatchObject([{ code: 'too_many_lines' }]);
  });

  it('a record with endless continuations is refused', () => {
    const file = readAccount(['16,142,5,Z,,,A/', ...Array.from({ length: 6 }, () => '88,B/')], '49,,/', {
      bai2: { maxLinesPerRecord: 4 },
    });
    expect(file.statementErrors).toMatchObject([{ code: 'too_many_lines' }]);
  });

  it('an endless line is refused before it fills the memory', () => {
    const file = collectStatements(
      Buffer.from(`${HEAD.join('\n')}\n${ACCOUNT}\n16,142,5,Z,,,${'A'.repeat(1_200_000)}`),
    );
    expect(file.error?.code).toBe('line_too_long');
    expect(file.statementErrors).toMatchObject([{ code: 'line_too_long' }]);
  });

  it('warns about a line without a code and text behind an end mark', () => {
    const file = readAccount(['16,142,500,Z,,,WRAPPED', 'HERE/'], '49,10500,3/ REST');
    expect(file.statements[0]?.entries[0]?.description).toBe('WRAPPED HERE');
    expect(file.warnings.map((warning) => warning.code)).toEqual(['line_without_record_code', 'text_after_terminator']);
  });
});

describe('the NAI dialect', () => {
  it('is told by bare pairs and read with its own rules', () => {
    const file = read([
      '01,,BANK,260106,0400,1,78,78/',
      '02,BANK,OWN,1,260105,0000/',
      '03,123456789,AUD,015,5000-,100,2500,102/',
      '88,000,400,100/',
      '16,936,2500,0,0,SETTLEMENT',
      '16,475,100,0,0005607/',
      '49,200,200/',
      '98,200,8,200/',
      '99,200,1,10,200/',
    ]);
    expect(file).toMatchObject({ dialect: 'nai', version: null, error: null, statementErrors: [] });
    expect(file.statements[0]).toMatchObject({
      header: { balances: [{ type: 'closing', amount: '-50.00' }], account: { currency: 'AUD' } },
      entries: [
        { amount: '25.00', bankReference: null, description: 'SETTLEMENT' },
        { amount: '-1.00', bankReference: '0005607', description: null },
      ],
      trailer: { checks: { controlTotalMatches: true, recordCountMatches: null } },
    });
  });
});

describe('a currency in small letters', () => {
  it.each([
    ['03,0012345,jpy,/', 'JPY', '2500'],
    ['03,0012345,Usd,/', 'USD', '25.00'],
    ['03,0012345,hat,/', 'hat', '25.00'],
  ])('%s is %s', (account, currency, amount) => {
    const file = read([...HEAD, account, '16,142,2500,,,,PAYROLL/', '49,,/', '98,,1,/', '99,,1,/']);
    expect(file.statements[0]?.entries).toMatchObject([{ currency, amount }]);
  });

  it('counts in a group as well', () => {
    const group = HEAD.map((line) => line.replace('USD', 'jpy'));
    const file = read([...group, '03,0012345,,/', '16,142,2500,,,,PAYROLL/', '49,,/', '98,,1,/', '99,,1,/']);
    expect(file.statements[0]?.entries).toMatchObject([{ currency: 'JPY', amount: '2500' }]);
  });
});
