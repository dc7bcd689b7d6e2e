import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from '../create-bank-file-reader.ts';
import { collectStatements } from '../read-bank-file.ts';

const HEAD = ':20:REF\n:25:DE89370400440532013000\n:28C:7/1\n:60F:C260105EUR100,00\n';
const ENTRY = ':61:2601060106C25,50NTRFCUST//BANK\n:86:PAYMENT\n';
const TAIL = ':62F:C260106EUR125,50\n';
const ENVELOPE = '{1:F01BANKDEFFAXXX0000000000}{2:O9401200260715BANKDEFFAXXX22221234562607151201N}{4:\n';

function read(text: string, options: BankFileOptions = {}) {
  return collectStatements(Buffer.from(text), options);
}

function warningsOf(text: string): string[] {
  return read(text).warnings.map(({ code }) => code);
}

describe('an MT940 message', () => {
  it('becomes a statement', () => {
    const file = read(`${HEAD}${ENTRY}${TAIL}:64:C260106EUR120,\n:86:Note\n-\n`);
    expect(file).toMatchObject({ format: 'mt940', error: null, warnings: [], statementErrors: [] });
    expect(file.fileEnd).toEqual({ encoding: 'ascii', lineEnding: 'LF', statementCount: 1 });
    const [statement] = file.statements;
    expect(statement?.header).toMatchObject({
      format: 'mt940',
      account: { rawId: 'DE89370400440532013000', scheme: 'iban', currency: 'EUR', currencySource: 'balance' },
      statementId: '7/1',
      sequenceNumber: '7',
      fileReference: 'REF',
      page: { number: '1', isLast: null },
      timing: 'final',
      floorLimit: null,
      position: { byteOffset: 0, line: 1, record: ':20:' },
    });
    expect(statement?.entries).toMatchObject([
      {
        status: 'posted',
        bookingDate: '2026-01-06',
        valueDate: '2026-01-06',
        amount: '25.50',
        currency: 'EUR',
        entryType: 'credit',
        description: 'PAYMENT',
        bankReference: 'BANK',
        customerReference: 'CUST',
        codes: { swiftType: 'NTRF' },
        position: { byteOffset: HEAD.length, line: 5, record: ':61:' },
      },
    ]);
    expect(statement?.trailer).toMatchObject({
      asOfDate: '2026-01-06',
      information: ['Note'],
      balances: [
        { type: 'opening', code: '60F', amount: '100.00', isIntermediate: false },
        { type: 'closing', code: '62F', amount: '125.50' },
        { type: 'closingAvailable', code: '64', amount: '120.00' },
      ],
      checks: { balancesAddUp: true, recordCountMatches: null },
    });
  });

  it.each([
    [':25:DE89370400440532013000EUR', 'DE89370400440532013000', null],
    [':25:DE89 3704 0044 0532 0130 00', 'DE89370400440532013000', null],
    [':25:COBADEFFXXX/DE89370400440532013000', 'DE89370400440532013000', 'COBADEFFXXX'],
    [':25:20041133/1234567', '20041133/1234567', '20041133'],
    [':25P:1234\nCOBADEFFXXX', '1234', 'COBADEFFXXX'],
    [':25:1567.50.961EUR', '1567.50.961EUR', null],
  ])('names the account of %j', (field, id, servicerId) => {
    const file = read(HEAD.replace(':25:DE89370400440532013000', field) + TAIL.replace('125,50', '100,00'));
    expect(file.statements[0]?.header.account).toMatchObject({ id, servicerId });
  });

  it('of several pages stays one statement per page, marked by its balances', () => {
    const first = HEAD + ENTRY + TAIL.replace('62F', '62M');
    const second = `${HEAD.replace('7/1', '7/2').replace('60F', '60M').replace('100,00', '125,50')}${TAIL}`;
    const file = read(`${first}-\n${second}-\n`);
    expect(file.warnings).toEqual([]);
    expect(file.statements.map(({ header }) => header.page?.number)).toEqual(['1', '2']);
    expect(file.statements.map(({ trailer }) => trailer.balances.map(({ isIntermediate }) => isIntermediate))).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it('warns about missing balances and a missing currency, and takes the account’s', () => {
    expect(warningsOf(`${HEAD}${ENTRY}-\n`)).toEqual(['closing_balance_missing']);
    expect(warningsOf(HEAD + ENTRY + HEAD + ENTRY + TAIL)).toEqual(['closing_balance_missing']);
    expect(warningsOf(HEAD.replace(/:60F.*\n/, '') + ENTRY + TAIL)).toEqual(['opening_balance_missing']);
    const file = read(HEAD + ENTRY + TAIL.replace('EUR', ''));
    expect(file.warnings.map(({ code }) => code)).toEqual(['balance_currency_missing']);
    expect(file.statements[0]?.trailer.checks.balancesAddUp).toBe(true);
  });

  it.each([
    [':61:2601060106C25,5', 'record_incomplete'],
    [':61:2613060106C25,50NTRF', 'date_garbled'],
    [':61:2601060106X25,50NTRF', 'indicator_missing'],
    [':62F:C260106EUR12x5,50', 'amount_garbled'],
  ])('is dropped as a whole for %s', (line, code) => {
    const file = read(`${HEAD}${ENTRY}${line}\n${TAIL}-\n${HEAD}${ENTRY}${TAIL}-\n`);
    expect(file.statementErrors).toMatchObject([
      { code, line: 7, byteOffset: (HEAD + ENTRY).length, accountId: 'DE89370400440532013000' },
    ]);
    expect(file.statements).toHaveLength(1);
    expect(file.error).toBeNull();
  });

  it('without an account is refused', () => {
    const file = read(`:20:A\n:28C:1\n:60F:C260105EUR1,\n${ENTRY}${TAIL}`);
    expect(file.statementErrors).toMatchObject([{ code: 'account_id_missing', line: 1 }]);
  });

  it('checks the sums that Dutch banks write', () => {
    expect(read(`${HEAD}${ENTRY}${TAIL}:86:/SUM/0/1/0,00/25,50/\n`).statements[0]?.trailer.checks).toMatchObject({
      recordCountMatches: true,
      summariesMatch: true,
    });
    expect(warningsOf(`${HEAD}${ENTRY}${TAIL}:86:D000001C000001D0,00C25,50\n-XXX\n`)).toEqual([
      'record_count_mismatch',
    ]);
  });

  it.each([
    ['86', ':86:x\n'],
    ['NS', ':NS:01x\n'],
  ])('limits the fields %s of one entry', (tag, field) => {
    expect(read(`${HEAD}${ENTRY}${field.repeat(900)}${TAIL}`).statements).toHaveLength(1);
    expect(read(`${HEAD}${ENTRY}${field.repeat(1001)}${TAIL}`).statementErrors).toMatchObject([
      { code: 'too_many_lines', reason: `the entry has more than 1000 fields ${tag} or 1000000 characters in them` },
    ]);
    const long = `${field.trimEnd()}${'y'.repeat(99_000)}\n`;
    expect(read(`${HEAD}${ENTRY}${long.repeat(11)}${TAIL}`).statementErrors).toMatchObject([
      { code: 'too_many_lines' },
    ]);
  });

  it('limits the lines of a field', () => {
    const file = read(`${HEAD}${ENTRY}${'text\n'.repeat(20)}${TAIL}`, { mt: { maxLinesPerField: 10 } });
    expect(file.statementErrors).toMatchObject([{ code: 'too_many_lines' }]);
  });
});

describe('text of an entry', () => {
  it('may hold dashes, colons, and times that look like tags', () => {
    const text = [':86:first', '-', '- second', ':third', ':20:44 o’clock', ':12:11', ':28:05'];
    const file = read(`${HEAD}:61:2601060106C25,50NTRFX\n${text.join('\n')}\n${TAIL}-\n`);
    expect(file).toMatchObject({ error: null, statementErrors: [], warnings: [] });
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]?.entries[0]?.rawDescription).toEqual([
      'first',
      '-',
      '- second',
      ':third',
      ':20:44 o’clock',
      ':12:11',
      ':28:05',
    ]);
  });

  it('ends at the dash before the next message where no balance closes it', () => {
    const message = ':20:A\n:25:1\n:34F:EUR0,\n:13D:2601061200+0100\n:61:260106C1,NTRFX\n:86:text\n-\nBANKHEADER\n';
    const file = read(message + message);
    expect(file.statements.map(({ entries }) => entries[0]?.rawDescription)).toEqual([['text'], ['text']]);
  });

  it('is taken from the German field for what SWIFT does not define', () => {
    const file = read(`${HEAD}:61:2601060106C25,50S051\n:NS:01Line one\n02Line two\n15Payer\n17Booking\n${TAIL}`);
    expect(file.statements[0]?.entries[0]).toMatchObject({
      description: 'Line one Line two',
      counterparty: { name: 'Payer' },
    });
  });

  it('gives what was instructed and charged in the supplementary details', () => {
    const file = read(`${HEAD}:61:2601060106C25,50NTRFX\n/OCMT/USD30,00//CHGS/EUR0,50/\n${TAIL}`);
    expect(file.statements[0]?.entries[0]).toMatchObject({
      instructed: { amount: '30.00', currency: 'USD' },
      charges: [{ amount: '-0.50', currency: 'EUR' }],
    });
  });
});

describe('an MT942 message', () => {
  const report = ':20:R\n:25:1234\n:28C:1/1\n:34F:EURD5,\n:34F:EURC7,5\n:13D:2601061330+0200\n';
  const entries = ':61:2601060106C25,50NTRFX\n:61:260106ED1,NTRFX\n';

  it('is interim, its entries pending, its limits kept and its totals checked', () => {
    const file = read(`${report}${entries}:90D:1EUR1,\n:90C:1EUR25,5\n`);
    expect(file).toMatchObject({ format: 'mt942', error: null, warnings: [] });
    expect(file.statements[0]).toMatchObject({
      header: {
        timing: 'interim',
        asOfDate: '2026-01-06',
        asOfTime: '13:30',
        floorLimit: { debit: '5.00', credit: '7.50', currency: 'EUR' },
        account: { currency: 'EUR', currencySource: 'account' },
      },
      entries: [{ status: 'pending' }, { status: 'pending', amount: '-1.00' }],
      trailer: {
        summaries: [
          { code: '90D', amount: '1.00', itemCount: 1 },
          { code: '90C', amount: '25.50', itemCount: 1 },
        ],
        checks: { balancesAddUp: null, recordCountMatches: true, summariesMatch: true },
      },
    });
  });

  it.each([
    [':34F:EUR0,', { debit: '0.00', credit: '0.00', currency: 'EUR' }],
    [':34F:0,', { debit: '0.00', credit: '0.00', currency: null }],
    [':34F:D5,', { debit: '5.00', credit: null, currency: null }],
    [':34F:PLN0', { debit: '0.00', credit: '0.00', currency: 'PLN' }],
  ])('reads the limit %s', (field, floorLimit) => {
    const file = read(`:20:R\n:25:1\n${field}\n:13D:2601061330+0200\n${entries}-\n`);
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]?.header).toMatchObject({ floorLimit, account: { currency: floorLimit.currency } });
  });

  it('is told by its envelope alone', () => {
    const text = `{1:F01X}{2:O9421100201124BANKDEFFXXXX00000000002011241100N}{4:\n:20:A\n:25:1\n:28C:1\n:61:201124C1,NTRFX\n-}\n`;
    expect(read(text)).toMatchObject({ format: 'mt942', error: null, statements: [{ header: { timing: 'interim' } }] });
  });
});

describe('an envelope', () => {
  it.each([
    ['on lines of its own', `{1:F01X}\n{2:I940X}\n{4:\n${HEAD}${ENTRY}${TAIL}-}\n`],
    ['with a quote before it', `"${ENVELOPE}${HEAD}${ENTRY}${TAIL}-}{5:{CHK:1}}`],
    ['behind a line of the bank', `BANKDEFF\n940\nBANKDEFF\n${HEAD}${ENTRY}${TAIL}-\n`],
    ['with a control character', `\u0001${ENVELOPE}${HEAD}${ENTRY}${TAIL}-}\u0003`],
    ['of @@ for line ends', `@@${(HEAD + ENTRY + TAIL).replaceAll('\n', '@@')}-@@`],
    ['of CR alone', (HEAD + ENTRY + TAIL).replaceAll('\n', '\r')],
    ['with nothing between messages', HEAD + ENTRY + TAIL],
  ])('%s is taken off', (_, text) => {
    const one = read(text);
    expect(one).toMatchObject({ format: 'mt940', error: null, warnings: [], statementErrors: [] });
    expect(one.statements[0]?.entries).toHaveLength(1);
    const two = read(`${text}${text.replace(/^@@/, '').replace('CUST//BANK', 'CUST//NEXT')}`);
    expect(two.statements.map(({ entries }) => entries.length)).toEqual([1, 1]);
  });

  it('skips messages of other kinds with one warning each', () => {
    const payment = '{1:F01X}{2:I103X}{4:\n:20:PAY\n:32A:260106EUR5,\n-}\n';
    const file = read(`${payment}${ENVELOPE}${HEAD}${ENTRY}${TAIL}-}\n${payment}`);
    expect(file.statements).toHaveLength(1);
    expect(file.warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['message_skipped', 'message type 103'],
      ['message_skipped', 'message type 103'],
    ]);
    expect(read(payment)).toMatchObject({ error: { code: 'no_statement' } });
  });
});

describe('a file that is cut off', () => {
  const whole = ENVELOPE + HEAD + ENTRY + TAIL;

  it('is refused where its envelope is not closed and nothing proves it whole', () => {
    for (const text of [ENVELOPE + HEAD + ENTRY, whole.replace('125,50', '126,50'), whole.slice(0, -5)]) {
      const file = read(text);
      expect(file.statements).toEqual([]);
      expect(file.statementErrors.map(({ code }) => code)).not.toEqual([]);
      expect(file.error).toMatchObject({ code: 'file_truncated' });
    }
  });

  it('is taken, with a warning, where the balances prove every entry', () => {
    expect(read(whole)).toMatchObject({ error: null, warnings: [{ code: 'end_mark_missing' }] });
  });

  it('is told where a message without closing balance stops with the file, wherever that is', () => {
    const whole = HEAD + ENTRY;
    for (let length = whole.length; length >= whole.indexOf(':86:'); length--) {
      expect(warningsOf(whole.slice(0, length)), `cut at ${length}`).toEqual(['statement_end_unproven']);
    }
    const interim = ':20:R\n:25:1\n:34F:EUR1,\n:13D:2601061330+0200\n:61:260106C1,NTRFX\n:86:text';
    expect(warningsOf(interim)).toEqual(['statement_end_unproven']);
    expect(warningsOf(`${interim}\n-\n`)).toEqual([]);
    expect(read(whole, { isStrict: true })).toMatchObject({ statements: [], statementErrors: [{ line: 7 }] });
  });

  it('is refused where earlier messages had a closing balance and the last has none', () => {
    const file = read(HEAD + ENTRY + TAIL + HEAD + ENTRY);
    expect(file.statements).toHaveLength(1);
    expect(file.statementErrors).toMatchObject([{ code: 'message_unfinished', statementIndex: 1 }]);
    expect(file.error).toMatchObject({ code: 'file_truncated' });
  });

  it('is refused in the middle of the digits of its last balance', () => {
    expect(read(HEAD + ENTRY + TAIL.slice(0, -5))).toMatchObject({ error: { code: 'file_truncated' }, statements: [] });
    // Behind the comma nothing is lost that the check of the balances would not show.
    expect(warningsOf(HEAD + ENTRY + TAIL.slice(0, -3))).toEqual(['balances_do_not_add_up']);
  });

  it('in the middle of the file loses the unfinished message only', () => {
    const file = read(`${ENVELOPE}${HEAD}${ENTRY}${whole}-}\n`);
    expect(file.statementErrors).toMatchObject([{ code: 'message_unfinished' }]);
    expect(file.statements).toHaveLength(1);
    expect(file.error).toBeNull();
  });
});
