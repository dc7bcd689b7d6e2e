import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectStatements } from '../read-bank-file.ts';
import type { Entry } from '../statement.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

const HEADER = 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n';
const ACCOUNT = '<BANKACCTFROM><BANKID>021000089<ACCTID>0012 345<ACCTTYPE>SAVINGS</BANKACCTFROM>';
const TRANSACTION =
  '<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105120000.000[-5:EST]<TRNAMT>25.50<FITID>F1<NAME>ACME</STMTTRN>';
const LEDGER = '<LEDGERBAL><BALAMT>-100.5<DTASOF>20260131</LEDGERBAL>';

function statement(list: string, rest = LEDGER, account = ACCOUNT): string {
  return `<STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD${account}<BANKTRANLIST><DTSTART>20260101<DTEND>20260131${list}</BANKTRANLIST>${rest}</STMTRS></STMTTRNRS>`;
}

function ofx(inner: string, signOn = ''): string {
  return `${HEADER}<OFX><SIGNONMSGSRSV1><SONRS>${signOn}</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1>${inner}</BANKMSGSRSV1></OFX>\n`;
}

function read(text: string) {
  return collectStatements(Buffer.from(text));
}

function entryOf(list: string): Entry {
  const file = read(ofx(statement(list)));
  const entry = file.statements[0]?.entries[0];
  if (entry === undefined) throw new Error(`no entry: ${JSON.stringify([file.error, file.statementErrors])}`);
  return entry;
}

function withElement(element: string): string {
  return TRANSACTION.replace('<NAME>', `${element}<NAME>`);
}

describe('an OFX file', () => {
  it('becomes statements', () => {
    const file = read(ofx(statement(TRANSACTION)));
    expect(file).toMatchObject({ format: 'ofx', version: '102', error: null, warnings: [], statementErrors: [] });
    expect(file.fileEnd).toEqual({ encoding: 'ascii', lineEnding: 'LF', statementCount: 1 });
    expect(file.statements[0]).toMatchObject({
      header: {
        format: 'ofx',
        account: {
          rawId: '0012 345',
          id: '0012345',
          kind: 'savings',
          currency: 'USD',
          currencySource: 'account',
          servicerId: '021000089',
        },
        periodFrom: '2026-01-01',
        periodTo: '2026-01-31',
        timing: 'final',
      },
      trailer: {
        asOfDate: '2026-01-31',
        balances: [{ type: 'currentLedger', code: 'LEDGERBAL', amount: '-100.50', date: '2026-01-31' }],
        checks: { balancesAddUp: null },
        totals: { entryCount: 1, sums: [{ currency: 'USD', credits: '25.50', debits: '0.00' }] },
      },
    });
    expect(file.statements[0]?.entries[0]).toMatchObject({
      status: 'posted',
      bookingDate: '2026-01-05',
      bookingDateSource: 'bookingDate',
      amount: '25.50',
      currency: 'USD',
      bankReference: 'F1',
      description: 'ACME',
      counterparty: { name: 'ACME' },
      codes: { ofxType: 'CREDIT' },
      position: { line: 7, record: 'STMTTRN' },
    });
  });

  it('is QFX where Intuit’s elements are, and XML where it says so', () => {
    expect(read(ofx(statement(TRANSACTION), '<INTU.BID>3000'))).toMatchObject({
      format: 'qfx',
      statements: [{ header: { format: 'qfx' } }],
    });
    const xml = ofx(statement(TRANSACTION)).replace(
      HEADER,
      '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211"?>',
    );
    expect(read(xml)).toMatchObject({ format: 'ofx', version: '211', error: null, warnings: [] });
  });

  it('may hold bank accounts, cards and investments together', () => {
    const card = `<CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST>${TRANSACTION}</BANKTRANLIST></CCSTMTRS>`;
    const investment = `<INVSTMTRS><DTASOF>20260131<CURDEF>USD<INVACCTFROM><BROKERID>b.com<ACCTID>X1</INVACCTFROM><INVTRANLIST><BUYSTOCK><INVBUY><INVTRAN><FITID>1</INVTRAN></INVBUY></BUYSTOCK><INVBANKTRAN>${TRANSACTION}<SUBACCTFUND>CASH</INVBANKTRAN></INVTRANLIST><INVBAL><BALLIST><BAL><NAME>Cash<BALTYPE>DOLLAR<VALUE>5<DTASOF>20260131</BAL><BAL><NAME>Share<BALTYPE>PERCENT<VALUE>7</BAL></BALLIST></INVBAL></INVSTMTRS>`;
    const file = read(ofx(statement(TRANSACTION) + card + investment));
    expect(file.statements.map(({ header, entries }) => [header.account.kind, entries.length])).toEqual([
      ['savings', 1],
      ['creditCard', 1],
      ['investment', 1],
    ]);
    expect(file.warnings.map(({ code }) => code)).toEqual(['investments_skipped']);
    expect(file.statements[2]?.trailer).toMatchObject({
      summaries: [{ code: 'INVTRAN', itemCount: 1 }],
      balances: [{ type: 'other', code: 'Cash', amount: '5.00' }],
      asOfDate: '2026-01-31',
    });
  });

  it('without a statement is whole, and says what the bank says', () => {
    const file = read(ofx('<STMTTRNRS><STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>Try later</STATUS></STMTTRNRS>'));
    expect(file).toMatchObject({ format: 'ofx', error: null, statements: [] });
    expect(file.warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['bank_reported_error', 'code "2000" "Try later"'],
      ['no_statement_in_reply', 'no STMTRS, CCSTMTRS or INVSTMTRS'],
    ]);
  });

  it('without an account is read, and says so', () => {
    const file = read(ofx(statement(TRANSACTION, '', '')));
    expect(file.warnings.map(({ code }) => code)).toEqual(['account_id_missing']);
    expect(file.statements[0]?.header.account).toMatchObject({ rawId: null, id: null });
  });

  it('refuses document types', () => {
    expect(read(`<?xml version="1.0"?><!DOCTYPE OFX><OFX>${statement(TRANSACTION)}</OFX>`)).toMatchObject({
      error: { code: 'xml_doctype_refused' },
      statements: [],
    });
  });
});

describe('a transaction', () => {
  it.each([
    ['-530,86', '-530.86'],
    ['            -11,76', '-11.76'],
    ['+00000000000115.8331', '115.8331'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['-901.0000', '-901.00'],
  ])('has the amount %j', (text, amount) => {
    expect(entryOf(TRANSACTION.replace('25.50', text)).amount).toBe(amount);
  });

  it('takes one comma before three digits as the rest of the file tells, and never guesses', () => {
    const second = TRANSACTION.replace('25.50', '1,234').replace('F1', 'F2');
    expect(read(ofx(statement(TRANSACTION + second))).statements[0]?.entries[1]?.amount).toBe('1234.00');
    expect(read(ofx(statement(second)))).toMatchObject({
      statements: [],
      statementErrors: [{ code: 'amount_ambiguous' }],
    });
    const european = TRANSACTION.replace('25.50', '25,50');
    const thousand = TRANSACTION.replace('25.50', '1.234').replace('F1', 'F2');
    expect(read(ofx(statement(european + thousand))).statementErrors).toMatchObject([{ code: 'amount_ambiguous' }]);
  });

  it.each([
    ['<TRNAMT>25.50', '', 'amount_missing'],
    ['25.50', '$25.50', 'amount_garbled'],
    ['25.50', '12..34', 'amount_garbled'],
    ['20260105120000.000[-5:EST]', '201120000000', 'date_garbled'],
    ['<DTPOSTED>20260105120000.000[-5:EST]', '', 'date_missing'],
  ])('damages its statement with %j as %j', (from, to, code) => {
    const file = read(ofx(statement(TRANSACTION + TRANSACTION.replace(from, to)) + statement(TRANSACTION)));
    expect(file.statementErrors).toMatchObject([{ code, statementIndex: 0, accountId: '0012 345' }]);
    expect(file.statements).toHaveLength(1);
    expect(file.error).toBeNull();
  });

  it('keeps the day as written, clamps 30 February, and falls back to other dates', () => {
    expect(entryOf(TRANSACTION.replace('20260105120000.000[-5:EST]', '20091224000000[-5:EST]')).bookingDate).toBe(
      '2009-12-24',
    );
    expect(entryOf(TRANSACTION.replace('20260105120000.000[-5:EST]', '20260230')).bookingDate).toBe('2026-02-28');
    const undated = TRANSACTION.replace('<DTPOSTED>20260105120000.000[-5:EST]', '');
    expect(entryOf(undated.replace('<FITID>', '<DTUSER>20260103<FITID>'))).toMatchObject({
      bookingDate: '2026-01-03',
      bookingDateSource: 'transactionDate',
    });
    expect(entryOf(undated.replace('<FITID>', '<DTAVAIL>20260107<FITID>'))).toMatchObject({
      bookingDate: '2026-01-07',
      bookingDateSource: 'valueDate',
      valueDate: '2026-01-07',
    });
  });

  it('in a pending list is pending, without an id', () => {
    const pending =
      '<BANKTRANLISTP><DTASOF>20260131<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260130<TRNAMT>-9.99<NAME>SHOP</STMTTRNP></BANKTRANLISTP>';
    const file = read(ofx(statement(TRANSACTION, pending + LEDGER)));
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]?.entries).toMatchObject([
      { status: 'posted' },
      {
        status: 'pending',
        bookingDate: '2026-01-30',
        bookingDateSource: 'transactionDate',
        bankReference: null,
        amount: '-9.99',
      },
    ]);
  });

  it('reads payee, references, currency and the other account', () => {
    expect(entryOf(withElement('<CHECKNUM>0001001<REFNUM>R1'))).toMatchObject({
      customerReference: '0001001',
      references: { checkNumber: '0001001' },
    });
    expect(entryOf(withElement('<CHECKNUM>0<REFNUM>R1'))).toMatchObject({ customerReference: 'R1' });
    expect(entryOf(TRANSACTION.replace('<NAME>ACME', '<PAYEE><NAME>Bob & Co<CITY>X</PAYEE><MEMO>Rent'))).toMatchObject({
      counterparty: { name: 'Bob & Co' },
      description: 'Bob & Co Rent',
    });
    expect(entryOf(TRANSACTION.replace('<NAME>ACME', '<PAYEE><NAME>Bob<MEMO>Rent'))).toMatchObject({
      description: 'Bob Rent',
    });
    expect(entryOf(withElement('<CURRENCY><CURRATE>1.1<CURSYM>CAD</CURRENCY>')).currency).toBe('CAD');
    expect(entryOf(withElement('<ORIGCURRENCY><CURRATE>1.1<CURSYM>CAD</ORIGCURRENCY>')).currency).toBe('USD');
    expect(entryOf(withElement('<BANKACCTTO><BANKID>9<ACCTID>77<ACCTTYPE>CHECKING</BANKACCTTO>')).counterparty).toEqual(
      {
        name: 'ACME',
        account: '77',
        bankId: '9',
      },
    );
    expect(entryOf(withElement('<MEMO>ACME SUPPLIES LTD')).description).toBe('ACME SUPPLIES LTD');
  });

  it.each([
    ['CHECK', 'check'],
    ['POS', 'card'],
    ['ATM', 'cash'],
    ['XFER', 'book'],
    ['DIRECTDEP', 'ach'],
    ['SRVCHG', 'fee'],
    ['INT', 'interest'],
    ['OUT', null],
  ])('of type %s has the rail %s, whatever its sign', (type, rail) => {
    expect(entryOf(TRANSACTION.replace('CREDIT', type))).toMatchObject({
      rail,
      entryType: 'credit',
      codes: { ofxType: type },
    });
  });

  it('that corrects another one says so and changes nothing', () => {
    const file = read(ofx(statement(withElement('<CORRECTFITID>F0<CORRECTACTION>DELETE'))));
    expect(file.warnings.map(({ code }) => code)).toEqual(['correction_not_applied']);
    expect(file.statements[0]?.entries[0]).toMatchObject({
      status: 'information',
      isReversal: true,
      references: { correctedReference: 'F0' },
    });
  });

  it('without an id, or with that of another one, is kept with a warning', () => {
    const file = read(ofx(statement(TRANSACTION + TRANSACTION + TRANSACTION.replace('<FITID>F1', '<FITID>'))));
    expect(file.statements[0]?.entries).toHaveLength(3);
    expect(file.warnings.map(({ code }) => code)).toEqual(['entry_id_repeated', 'entry_id_missing']);
  });

  it('whose end tag is missing ends where the next one begins', () => {
    const file = read(
      ofx(statement(TRANSACTION.replace('</STMTTRN>', '') + TRANSACTION.replace('F1', 'F2').replace('</STMTTRN>', ''))),
    );
    expect(file.statements[0]?.entries.map(({ bankReference }) => bankReference)).toEqual(['F1', 'F2']);
    expect(file.warnings.map(({ code }) => code)).toEqual(['end_tag_missing', 'end_tag_missing']);
  });
});

describe('a balance', () => {
  it.each(['<BALAMT>', '<BALAMT>x'])('that cannot be read (%s) is left out with a warning', (amount) => {
    const file = read(ofx(statement(TRANSACTION, LEDGER.replace('<BALAMT>-100.5', amount))));
    expect(file.warnings.map(({ code }) => code)).toEqual(['balance_unreadable']);
    expect(file.statements[0]?.trailer.balances).toEqual([]);
  });

  it('has no date where the bank writes zeros', () => {
    const file = read(ofx(statement(TRANSACTION, LEDGER.replace('20260131', '00000000'))));
    expect(file.warnings.map(({ code }) => code)).toEqual(['balance_date_garbled']);
    expect(file.statements[0]?.trailer).toMatchObject({ asOfDate: '2026-01-31', balances: [{ date: null }] });
  });
});

describe('a file that is cut off', () => {
  it('keeps the statements that had ended', () => {
    const text = ofx(statement(TRANSACTION) + statement(TRANSACTION));
    const second = text.indexOf('</STMTRS>', text.indexOf('</STMTRS>') + 1);
    const file = read(text.slice(0, second));
    expect(file.statements).toHaveLength(1);
    expect(file.statementErrors).toMatchObject([{ code: 'file_truncated', statementIndex: 1 }]);
    expect(file.error).toMatchObject({ code: 'file_truncated', format: 'ofx' });
  });
});

describe('SGML and XML twins', () => {
  it('give equal transactions, whatever tags are closed and however they are laid out', () => {
    const texts = fc.stringMatching(/^[A-Za-z0-9 .,'#-]{1,20}$/).filter((text) => text.trim() !== '');
    const rows = fc.array(
      fc.tuple(
        fc.integer({ min: -99999, max: 99999 }),
        texts,
        texts,
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(rows, fc.constantFrom('', '\n', '\r\n  '), (transactions, gap) => {
        const render = (closes: (flags: readonly boolean[], index: number) => boolean) =>
          ofx(
            statement(
              transactions
                .map(([cents, name, memo, flags], i) => {
                  const elements = [
                    ['TRNTYPE', 'OTHER'],
                    ['DTPOSTED', '20260105'],
                    ['TRNAMT', `${cents / 100}`],
                    ['FITID', `F${i}`],
                    ['NAME', name],
                    ['MEMO', memo],
                  ].map(([tag, value], index) => `<${tag}>${value}${closes(flags, index) ? `</${tag}>` : ''}${gap}`);
                  return `<STMTTRN>${gap}${elements.join('')}</STMTTRN>${gap}`;
                })
                .join(''),
            ),
          );
        const withoutPlaces = (text: string) =>
          read(text).statements[0]?.entries.map(({ position: _, ...entry }) => entry);
        const xml = withoutPlaces(render(() => true));
        expect(xml).toHaveLength(transactions.length);
        expect(withoutPlaces(render(() => false))).toEqual(xml);
        expect(withoutPlaces(render((flags, index) => flags[index] ?? false))).toEqual(xml);
      }),
      { numRuns: 40 },
    );
  });
});

describe('money that is not certain', () => {
  it('damages the statement where a point may set thousands apart', () => {
    const file = read(ofx(statement(TRANSACTION.replace('25.50', '1.234'))));
    expect(file).toMatchObject({
      statements: [],
      statementErrors: [{ code: 'amount_ambiguous', reason: 'amount "1.234"', record: 'STMTTRN/TRNAMT' }],
    });
    expect(entryOf(TRANSACTION + TRANSACTION.replace('25.50', '1.234')).amount).toBe('25.50');
  });

  it('reads three decimals in a currency that has them', () => {
    const file = read(ofx(statement(TRANSACTION.replace('25.50', '1.234')).replace('USD', 'KWD')));
    expect(file.statements[0]?.entries).toMatchObject([{ amount: '1.234', currency: 'KWD' }]);
  });

  it('damages the statement where a transaction has two amounts', () => {
    const file = read(ofx(statement(TRANSACTION.replace('<FITID>', '<TRNAMT>7.00<FITID>'))));
    expect(file).toMatchObject({ statements: [], statementErrors: [{ code: 'field_repeated' }] });
  });

  it('takes a currency in small letters for the one that it is', () => {
    const file = read(ofx(statement(TRANSACTION).replace('USD', 'jpy')));
    expect(file.statements[0]?.header.account.currency).toBe('JPY');
  });
});
