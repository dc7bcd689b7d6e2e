import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { collectStatements } from '../read-bank-file.ts';
import type { QifOptions } from './read-qif.ts';

const ACCOUNT = '!Account\nNMy Bank\nTBank\n^\n';
const ONE = 'D1/30/2026\nT-1,250.50\nN1005\nPACME\nMRent\nLHousing\n^\n';

function read(text: string, options: QifOptions = {}) {
  return collectStatements(Buffer.from(text), { qif: options });
}

function codesOf(text: string): string[] {
  return read(text).warnings.map(({ code }) => code);
}

describe('a QIF file', () => {
  it('becomes a statement per section, with the account before it', () => {
    const file = read(`${ACCOUNT}!Type:Bank\n${ONE}!Account\nNCard\nTCCard\n^\n!Type:CCard\nD1/31/2026\nT5\n^\n`, {
      currency: 'USD',
    });
    expect(file).toMatchObject({ format: 'qif', error: null, warnings: [], statementErrors: [] });
    expect(file.statements).toMatchObject([
      {
        header: {
          account: { rawId: 'My Bank', id: 'MYBANK', kind: 'checking', currency: 'USD', currencySource: 'declared' },
          position: { line: 5, record: '!Type:Bank' },
        },
        entries: [
          {
            status: 'posted',
            bookingDate: '2026-01-30',
            amount: '-1250.50',
            entryType: 'debit',
            description: 'ACME Rent',
            counterparty: { name: 'ACME' },
            customerReference: '1005',
            references: { checkNumber: '1005' },
            codes: { proprietaryCode: 'Housing', proprietaryIssuer: 'QIF' },
            position: { line: 6 },
          },
        ],
        trailer: { asOfDate: '2026-01-30', checks: { detailsAddUp: null } },
      },
      { header: { account: { rawId: 'Card', kind: 'creditCard' } }, entries: [{ amount: '5.00' }] },
    ]);
  });

  it('names the account in its first record, which is the opening balance', () => {
    const file = read(`!Type:Bank\nD1/13/2026\nT100.00\nPOpening Balance\nL[Savings]\n^\n${ONE}`);
    expect(file.statements[0]).toMatchObject({
      header: { account: { rawId: 'Savings' } },
      entries: [{ status: 'information' }, { status: 'posted' }],
      trailer: {
        balances: [{ type: 'opening', amount: '100.00', date: '2026-01-13' }],
        totals: { informationCount: 1 },
      },
    });
  });

  it('without an account says so, unless the caller knows it', () => {
    expect(codesOf(`!Type:Bank\n${ONE}`)).toEqual(['account_id_missing']);
    expect(read(`!Type:Bank\n${ONE}`, { accountId: '4711' }).statements[0]?.header.account.id).toBe('4711');
  });

  it('lists accounts without switching to them', () => {
    const list = '!Option:AutoSwitch\n!Account\nNFirst\n^\nNSecond\n^\n!Clear:AutoSwitch\n';
    expect(read(`${list}${ACCOUNT}!Type:Bank\n${ONE}`).statements[0]?.header.account.rawId).toBe('My Bank');
    expect(codesOf(list)).toEqual(['no_statement_in_reply']);
  });

  it('leaves out lists in silence, investments and unknown sections with a warning', () => {
    const text = `!Type:Cat\nNFood\nD1/13/2026\nT5\n^\n!Type:Invst\nD1/13/2026\nNBuy\nT5\n^\n!Type:Nonsense\nD1\n^\n${ACCOUNT}!Type:Oth L\n${ONE}`;
    const file = read(text);
    expect(file.warnings.map(({ code }) => code)).toEqual(['investments_skipped', 'section_unknown']);
    expect(file.statements).toMatchObject([{ header: { account: { kind: 'liability' } }, entries: [{}] }]);
  });

  it('may lack the last end mark, but not in the middle of a date or an amount', () => {
    expect(codesOf(`${ACCOUNT}!Type:Bank\n${ONE.slice(0, -2)}`)).toEqual(['record_unterminated']);
    for (const cut of ['D1/30/20', 'D1/30/2026\nT-1,25']) {
      expect(read(`${ACCOUNT}!Type:Bank\n${ONE}${cut}`)).toMatchObject({
        statements: [],
        statementErrors: [{ code: 'file_truncated' }],
      });
    }
  });
});

describe('a QIF record', () => {
  it('takes U where there is no T, and leaves out one without fields', () => {
    const file = read(`${ACCOUNT}!Type:Bank\n^\nD1/30/2026\nU-5.00\n^\nD1/31/2026\nU1\nT2\n^\n`);
    expect(file.statements[0]?.entries.map(({ amount }) => amount)).toEqual(['-5.00', '2.00']);
    expect(file.warnings).toMatchObject([{ code: 'record_empty', line: 6 }]);
  });

  it('keeps splits as details that add up to it', () => {
    const splits = 'SFood\nEhalf\n$-5.00\nSHome\nD1/1/2020\n$-5.00\n';
    const file = read(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT-10.00\n${splits}^\n`);
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]).toMatchObject({
      entries: [
        {
          bookingDate: '2026-01-30',
          details: [
            { amount: '-5.00', description: 'half', codes: { proprietaryCode: 'Food' } },
            { amount: '-5.00', description: null, codes: { proprietaryCode: 'Home' } },
          ],
        },
      ],
      trailer: { checks: { detailsAddUp: true }, totals: { entryCount: 1, detailCount: 2 } },
    });
    expect(codesOf(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT-10.00\nSFood\n$-9.00\n^\n`)).toEqual(['details_do_not_add_up']);
    expect(codesOf(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT-10.00\nSFood\n$=9.00\n^\n`)).toEqual(['split_amount_garbled']);
    expect(codesOf(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT-10.00\nSFood\n%100\n^\n`)).toEqual([]);
  });

  it('that moves money to another account says to which', () => {
    expect(read(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT-10.00\nL[Savings]\n^\n`).statements[0]?.entries[0]).toMatchObject({
      rail: 'book',
      counterparty: { account: 'Savings' },
    });
  });

  it.each([
    ['T-10.00', 'date_missing'],
    ['D13/13/2026\nT1', 'date_garbled'],
    ['D1/30/2026', 'amount_missing'],
    ['D1/30/2026\nT12..34', 'amount_garbled'],
    ['D1/30/2026\nT1,234', 'amount_ambiguous'],
  ])('damages its section with %j', (fields, code) => {
    const file = read(`${ACCOUNT}!Type:Bank\n${fields}\n^\n!Type:Cash\n${ONE}`);
    expect(file.statementErrors).toMatchObject([{ code, accountId: 'My Bank' }]);
    expect(file.statements).toHaveLength(1);
  });
});

describe('the order of day and month', () => {
  const records = (...dates: string[]) => `${ACCOUNT}!Type:Bank\n${dates.map((date) => `D${date}\nT1\n^\n`).join('')}`;
  const datesOf = (text: string, options: QifOptions = {}) =>
    read(text, options).statements.flatMap(({ entries }) => entries.map(({ bookingDate }) => bookingDate));

  it('is one for the whole file, also for records before the one that tells it', () => {
    expect(datesOf(records('01/02/2026', '03/04/2026', '13/05/2026'))).toEqual([
      '2026-02-01',
      '2026-04-03',
      '2026-05-13',
    ]);
    expect(datesOf(`${records('01/02/2026')}!Type:Cash\nD02/13/2026\nT1\n^\n`)).toEqual(['2026-01-02', '2026-02-13']);
  });

  it('is assumed with a warning, or declared', () => {
    const text = records('01/02/2026', '03/04/2026');
    expect(codesOf(text)).toEqual(['date_order_assumed']);
    expect(datesOf(text)).toEqual(['2026-01-02', '2026-03-04']);
    expect(datesOf(text, { dateOrder: 'DMY' })).toEqual(['2026-02-01', '2026-04-03']);
  });

  it('that contradicts itself damages the section', () => {
    expect(read(records('13/01/2026', '01/13/2026')).statementErrors).toMatchObject([
      { code: 'date_garbled', line: 9 },
    ]);
  });

  it('is fixed after so many records, so that memory stays bounded', () => {
    const file = read(records(...Array.from({ length: 20_005 }, () => '01/01/2026'), '13/02/2026'));
    expect(file.statementErrors).toMatchObject([{ code: 'date_garbled' }]);
  });
});

describe('two records without an end mark between them', () => {
  it.each([
    ['of other amounts', 'D1/30/2026\nT5.00\nPOne\nD1/31/2026\nT6.00\nPTwo\n^\n'],
    ['of one amount', 'D1/30/2026\nT5.00\nPOne\nD1/31/2026\nT5.00\nPTwo\n^\n'],
    ['that give U only', 'D1/30/2026\nU5.00\nD1/31/2026\nU6.00\n^\n'],
    ['of which one lost its date', 'D1/30/2026\nT5.00\nT6.00\n^\n'],
  ])('%s damage the section, as one would be lost', (_, records) => {
    const file = read(`${ACCOUNT}!Type:Bank\n${records}`);
    expect(file).toMatchObject({
      statements: [],
      statementErrors: [{ code: 'field_repeated', line: 6, reason: expect.stringContaining('^') }],
    });
  });

  it('leaves a date within a split alone', () => {
    const file = read(`${ACCOUNT}!Type:Bank\nD1/30/2026\nT5.00\nSFood\nD1/30/2026\n$5.00\n^\n`);
    expect(file.statements[0]?.entries).toMatchObject([{ amount: '5.00' }]);
  });
});

describe('the bounds of a QIF record', () => {
  const readQif = (text: string) => collectStatements(Buffer.from(text));
  const record = (lines: string) => `!Type:Bank\nD1/13/2026\nT-1.00\n${lines}^\n`;

  it.each([
    ['lines', 'Ax\n'.repeat(9_998), 'Ax\n'.repeat(9_999)],
    ['characters', `M${'x'.repeat(99_000)}\n`.repeat(10), `M${'x'.repeat(99_999)}\n`.repeat(10)],
  ])('are lines and characters, in the first record as well: %s', (_, most, more) => {
    expect(readQif(record(most)).statements).toHaveLength(1);
    expect(readQif(record(more))).toMatchObject({
      statements: [],
      statementErrors: [{ code: 'too_many_lines', reason: 'more than 10000 lines or 1000000 characters' }],
    });
  });

  it.each([
    ['[Savings]', 'Savings'],
    ['[Savings]/Class', 'Savings'],
    ['[A]/[B]', 'A]/[B'],
    ['[A] b', null],
    ['[]', null],
    ['Food', null],
  ])('the account in the category %s is %s', (category, account) => {
    const [entry] = readQif(record(`L${category}\n`)).statements[0]?.entries ?? [];
    expect(entry?.counterparty.account).toBe(account);
  });
});
