import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from '../create-bank-file-reader.ts';
import { collectStatements } from '../read-bank-file.ts';
import type { Entry } from '../statement.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
const ACCOUNT = '<Acct><Id><IBAN>DE02 1203 0000 0000 2020 51</IBAN></Id><Ccy>EUR</Ccy></Acct>';

function balance(code: string, amount: string, mark = 'CRDT', more = ''): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry>${more}</Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>`;
}

function ntry(inner: string, mark = 'CRDT', amount = '25.00'): string {
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>${inner}</Ntry>`;
}

function document(statements: string, namespace: string | null = NAMESPACE): string {
  const attribute = namespace === null ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document${attribute}><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-06T01:00:00+02:00</CreDtTm></GrpHdr>${statements}</BkToCstmrStmt></Document>`;
}

function stmt(inner: string): string {
  return `<Stmt><Id>S1</Id>${ACCOUNT}${inner}</Stmt>`;
}

function read(xml: string, options: BankFileOptions = {}) {
  return collectStatements(Buffer.from(xml), options);
}

function entryOf(xml: string): Entry {
  const file = read(xml);
  const entry = file.statements[0]?.entries[0];
  if (entry === undefined) throw new Error(`no entry: ${JSON.stringify([file.error, file.statementErrors])}`);
  return entry;
}

describe('a camt statement', () => {
  it('carries account, period, page, balances and checks', () => {
    const xml = document(
      '<Stmt><Id>S1</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><ElctrncSeqNb>7</ElctrncSeqNb>' +
        '<FrToDt><FrDtTm>2026-01-05T00:00:00+14:00</FrDtTm><ToDtTm>2026-01-05T23:59:59Z</ToDtTm></FrToDt>' +
        '<Acct><Id><IBAN>de02120300000000202051</IBAN></Id><Ccy>EUR</Ccy><Nm>Main</Nm><Ownr><Nm>ACME</Nm></Ownr>' +
        '<Svcr><FinInstnId><BICFI>BYLADEM1001</BICFI><Nm>Bank</Nm></FinInstnId></Svcr></Acct>' +
        balance('OPBD', '100') +
        balance('CLBD', '125.00') +
        '<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>25</Sum></TtlCdtNtries></TxsSummry>' +
        ntry('') +
        '</Stmt>',
    );
    const file = read(xml);
    expect(file).toMatchObject({
      format: 'camt053',
      version: '001.08',
      error: null,
      warnings: [],
      statementErrors: [],
    });
    expect(file.statements[0]).toMatchObject({
      header: {
        account: {
          id: 'DE02120300000000202051',
          scheme: 'iban',
          currency: 'EUR',
          name: 'Main',
          ownerName: 'ACME',
          servicerId: 'BYLADEM1001',
        },
        statementId: 'S1',
        sequenceNumber: '7',
        fileReference: 'M1',
        asOfDate: '2026-01-05',
        periodFrom: '2026-01-05',
        periodTo: '2026-01-05',
        page: { number: '1', isLast: true },
        timing: 'final',
        summaries: [
          { code: 'TtlNtries', amount: null, itemCount: 1 },
          { code: 'TtlCdtNtries', amount: '25.00', itemCount: 1 },
        ],
      },
      trailer: {
        balances: [
          { type: 'opening', code: 'OPBD', amount: '100.00' },
          { type: 'closing', code: 'CLBD', amount: '125.00' },
        ],
        checks: {
          balancesAddUp: true,
          recordCountMatches: true,
          summariesMatch: true,
          controlTotalMatches: null,
          detailsAddUp: null,
        },
      },
    });
  });

  it('says where each entry stands, in bytes of the file', () => {
    const xml = `\n\n  ${document(stmt(`<AddtlStmtInf>Größe €</AddtlStmtInf>\n${ntry('')}\n<Ntry\n>${ntry('').slice(6)}`))}`;
    const bytes = Buffer.from(xml);
    const positions = read(xml).statements[0]?.entries.map((entry) => entry.position) ?? [];
    expect(positions).toHaveLength(2);
    for (const position of positions) {
      expect(bytes.subarray(position.byteOffset, position.byteOffset + 5).toString()).toBe('<Ntry');
      expect(position.record).toBe('Ntry');
    }
    expect(positions.map((position) => position.line)).toEqual([5, 6]);
  });

  it.each([
    ['<Id><Othr><Id>123</Id></Othr></Id>', '123', 'other'],
    ['<Id><Othr><Id>123</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>', '123', 'bban'],
    ['<Id><BBAN>5 6</BBAN></Id>', '5 6', 'bban'],
    ['<Id><PrtryAcct><Id>X-1</Id></PrtryAcct></Id>', 'X-1', 'proprietary'],
  ])('is for the account in %s', (id, rawId, scheme) => {
    const file = read(document(`<Stmt><Id>S</Id><Acct>${id}</Acct></Stmt>`));
    expect(file.statements[0]?.header.account).toMatchObject({ rawId, scheme, currency: null, currencySource: null });
  });

  it('takes an unnamed currency from a booked balance, else from the first entry', () => {
    const account = '<Acct><Id><IBAN>X</IBAN></Id></Acct>';
    const currencyOf = (inner: string) =>
      read(document(`<Stmt><Id>S</Id>${account}${inner}</Stmt>`)).statements[0]?.header.account;
    const dollars = ntry('').replaceAll('EUR', 'USD');
    expect(currencyOf(balance('OPBD', '1') + dollars)).toMatchObject({ currency: 'EUR', currencySource: 'balance' });
    expect(currencyOf(balance('CLAV', '1') + dollars)).toMatchObject({ currency: 'USD', currencySource: 'entry' });
    expect(currencyOf(balance('CLAV', '1'))).toMatchObject({ currency: 'EUR', currencySource: 'balance' });
  });

  it('opens with PRCD where OPBD is missing, and prefers statement to page balances', () => {
    const page = '<SubTp><Cd>INTM</Cd></SubTp>';
    const file = read(
      document(stmt(balance('PRCD', '100') + balance('CLBD', '110', 'CRDT', page) + balance('CLBD', '125') + ntry(''))),
    );
    expect(file.statements[0]?.trailer.checks.balancesAddUp).toBe(true);
  });

  it('leaves pending, informational and foreign entries out of the balance check', () => {
    const file = read(
      document(
        stmt(
          balance('OPBD', '100') +
            balance('CLBD', '75', 'CRDT') +
            ntry('', 'DBIT') +
            ntry('').replace('BOOK', 'PDNG') +
            ntry('').replace('BOOK', 'INFO') +
            ntry('').replace('EUR', 'USD'),
        ),
      ),
    );
    expect(file.statements[0]?.trailer).toMatchObject({
      checks: { balancesAddUp: true },
      totals: { entryCount: 4, postedCount: 2, pendingCount: 1, informationCount: 1 },
    });
  });

  it('warns, and stays, when balances or sums do not add up', () => {
    const summary = '<TxsSummry><TtlDbtNtries><Sum>9</Sum></TtlDbtNtries></TxsSummry>';
    const file = read(document(stmt(balance('OPBD', '100') + balance('CLBD', '100') + summary + ntry(''))));
    expect(file.statements).toHaveLength(1);
    expect(file.warnings.map((warning) => warning.code)).toEqual(['balances_do_not_add_up', 'summary_mismatch']);
  });

  it('a number of entries that disagrees drops it, unless the balances prove the entries or it is a page', () => {
    const summary = '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>';
    expect(read(document(stmt(summary + ntry('')))).statementErrors).toMatchObject([{ code: 'record_count_mismatch' }]);
    const proven = read(document(stmt(balance('OPBD', '0') + balance('CLBD', '25') + summary + ntry(''))));
    expect(proven).toMatchObject({ statements: [{}], warnings: [{ code: 'record_count_mismatch' }] });
    const page = '<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>';
    expect(read(document(stmt(page + summary + ntry(''))))).toMatchObject({
      statements: [{}],
      warnings: [{ code: 'record_count_mismatch' }],
    });
  });

  it('takes a balance without a mark as printed, with a warning', () => {
    const file = read(document(stmt(balance('OPBD', '100').replace('<CdtDbtInd>CRDT</CdtDbtInd>', ''))));
    expect(file).toMatchObject({
      statements: [{ header: { balances: [{ amount: '100.00' }] } }],
      warnings: [{ code: 'balance_side_assumed' }],
    });
    const unreadable = read(document(stmt(balance('OPBD', '100', 'PLUS'))));
    expect(unreadable).toMatchObject({
      statements: [{ header: { balances: [] } }],
      warnings: [{ code: 'balance_unreadable' }],
    });
  });
});

describe('message kinds, versions and envelopes', () => {
  it.each([
    ['BkToCstmrAcctRpt', 'Rpt', 'camt052', 'interim'],
    ['BkToCstmrAcctRptV01', 'Rpt', 'camt052', 'interim'],
    ['BkToCstmrStmt', 'Stmt', 'camt053', 'final'],
    ['BkToCstmrDbtCdtNtfctn', 'Ntfctn', 'camt054', 'final'],
  ])('%s is %s of %s', (message, element, format, timing) => {
    const digit = format.slice(-1);
    const xml = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.05${digit}.001.02"><${message}><${element}><Id>S</Id>${ACCOUNT}${ntry('')}</${element}></${message}></Document>`;
    expect(read(xml)).toMatchObject({
      format,
      version: '001.02',
      warnings: [],
      statements: [{ header: { format, timing }, entries: [{}] }],
    });
  });

  it('finds a prefixed message in an envelope with a business header', () => {
    const inner = document(stmt(ntry(''))).replace(/^.*\n/, '');
    const prefixed = inner.replaceAll(/<(\/?)/g, '<$1c:').replace('xmlns=', 'xmlns:c=');
    const xml = `<Envelope xmlns="urn:x"><h:AppHdr xmlns:h="urn:h"><h:Id>1</h:Id></h:AppHdr>${prefixed}</Envelope>`;
    expect(read(xml)).toMatchObject({
      version: '001.08',
      warnings: [],
      statements: [{ entries: [{ amount: '25.00' }] }],
    });
  });

  it('warns about a missing or a contradicting namespace', () => {
    expect(read(document(stmt(''), null))).toMatchObject({
      format: 'camt053',
      version: null,
      warnings: [{ code: 'namespace_missing' }],
    });
    const other = NAMESPACE.replace('053', '054');
    expect(read(document(stmt(''), other))).toMatchObject({
      format: 'camt053',
      warnings: [{ code: 'namespace_mismatch' }],
    });
  });

  it('reads latin-1 and UTF-16 files', () => {
    const xml = document(stmt(ntry('<AddtlNtryInf>Gebühr</AddtlNtryInf>'))).replace('UTF-8', 'ISO-8859-1');
    const latin = collectStatements(Buffer.from(xml, 'latin1'));
    expect(latin.statements[0]?.entries[0]?.description).toBe('Gebühr');
    expect(latin.fileEnd?.encoding).toBe('windows-1252');
    const wide = collectStatements(Buffer.from(`\ufeff${xml}`, 'utf16le'));
    expect(wide.statements[0]?.entries[0]?.description).toBe('Gebühr');
    expect(wide.statements[0]?.entries[0]?.position.byteOffset).toBe(2 + 2 * xml.indexOf('<Ntry>'));
  });
});

describe('a camt entry', () => {
  it('moves as its mark says; a reversal does not turn it again', () => {
    expect(entryOf(document(stmt(ntry('<RvslInd>true</RvslInd>', 'DBIT'))))).toMatchObject({
      amount: '-25.00',
      entryType: 'debit',
      isReversal: true,
    });
    expect(entryOf(document(stmt(ntry('<RvslInd>false</RvslInd>', 'CRDT'))))).toMatchObject({
      amount: '25.00',
      entryType: 'credit',
      isReversal: false,
    });
  });

  it.each([
    ['<Sts>BOOK</Sts>', 'posted'],
    ['<Sts><Cd>PDNG</Cd></Sts>', 'pending'],
    ['<Sts>INFO</Sts>', 'information'],
    ['<Sts><Cd>FUTR</Cd></Sts>', 'information'],
    ['<Sts><Prtry>ODD</Prtry></Sts>', 'information'],
    ['', 'posted'],
  ])('with %s is %s', (status, expected) => {
    expect(entryOf(document(stmt(ntry('').replace('<Sts><Cd>BOOK</Cd></Sts>', status)))).status).toBe(expected);
  });

  it('takes its day from BookgDt, else ValDt, else the statement, as written', () => {
    const dated = (booking: string, value: string) => {
      const entry = ntry(value).replace('<BookgDt><Dt>2026-01-05</Dt></BookgDt>', booking);
      const { bookingDate, bookingDateSource, valueDate } = entryOf(document(stmt(balance('CLBD', '1') + entry)));
      return [bookingDate, bookingDateSource, valueDate];
    };
    const value = '<ValDt><Dt>2026-01-04</Dt></ValDt>';
    expect(dated('<BookgDt><DtTm>2026-01-03T23:30:00-11:00</DtTm></BookgDt>', value)).toEqual([
      '2026-01-03',
      'bookingDate',
      '2026-01-04',
    ]);
    expect(dated('<BookgDt><Dt>2026-01-03T00:00:00.000</Dt></BookgDt>', '')).toEqual([
      '2026-01-03',
      'bookingDate',
      null,
    ]);
    expect(dated('', value)).toEqual(['2026-01-04', 'valueDate', '2026-01-04']);
    expect(dated('', '')).toEqual(['2026-01-05', 'statementDate', null]);
    expect(dated('', '<ValDt><Dt>2026-02-30</Dt></ValDt>')).toEqual(['2026-02-28', 'valueDate', '2026-02-28']);
  });

  it('is described by its single detail: text, references, counterparty, codes', () => {
    const details =
      '<NtryRef>9</NtryRef><AcctSvcrRef>BR</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>NTRF+166</Cd><Issr>ZKA</Issr></Prtry></BkTxCd>' +
      '<NtryDtls><TxDtls><Refs><EndToEndId>E2E</EndToEndId><MndtId>MD</MndtId><UETR>U</UETR></Refs>' +
      '<AmtDtls><InstdAmt><Amt Ccy="USD">30</Amt><CcyXchg><XchgRate>0.83</XchgRate></CcyXchg></InstdAmt></AmtDtls>' +
      '<Chrgs><Rcrd><Amt Ccy="EUR">1.5</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd><Tp><Cd>COMM</Cd></Tp></Rcrd></Chrgs>' +
      '<RltdPties><Dbtr><Pty><Nm>Payer</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR76</IBAN></Id></DbtrAcct><Cdtr><Nm>Us</Nm></Cdtr></RltdPties>' +
      '<RltdAgts><DbtrAgt><FinInstnId><BIC>PAYERBIC</BIC></FinInstnId></DbtrAgt></RltdAgts>' +
      '<RmtInf><Ustrd>Invoice  1 &amp; 2</Ustrd><Ustrd><![CDATA[<thanks>]]></Ustrd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>SEPA</AddtlNtryInf>';
    expect(entryOf(document(stmt(ntry(details))))).toMatchObject({
      bankReference: 'BR',
      customerReference: 'E2E',
      references: { endToEndId: 'E2E', mandateId: 'MD', uetr: 'U', entryReference: '9' },
      counterparty: { name: 'Payer', account: 'FR76', bankId: 'PAYERBIC' },
      description: 'Invoice 1 & 2 <thanks>',
      rawDescription: ['Invoice  1 & 2', '<thanks>', 'SEPA'],
      rail: 'sepaCredit',
      codes: { isoCode: 'PMNT-RCDT-ESCT', proprietaryCode: 'NTRF+166', proprietaryIssuer: 'ZKA' },
      instructed: { amount: '30.00', currency: 'USD', exchangeRate: '0.83' },
      charges: [{ amount: '-1.50', currency: 'EUR', type: 'COMM', isIncluded: true }],
      details: [{ amount: '25.00', currency: 'EUR' }],
    });
  });

  it('names the other party of the payment that a reversal undoes', () => {
    const parties =
      '<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Us</Nm></Dbtr><Cdtr><Nm>Shop</Nm></Cdtr><UltmtCdtr><Nm>Brand</Nm></UltmtCdtr></RltdPties></TxDtls></NtryDtls>';
    expect(entryOf(document(stmt(ntry(parties, 'DBIT')))).counterparty.name).toBe('Brand');
    expect(entryOf(document(stmt(ntry(`<RvslInd>1</RvslInd>${parties}`, 'CRDT')))).counterparty.name).toBe('Brand');
  });

  it('keeps the payments of a batch below it and checks their sum', () => {
    const batch = (second: string) =>
      `<NtryDtls><Btch><PmtInfId>P1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">10</Amt></TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${second}</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>Batch</AddtlNtryInf>`;
    const file = read(document(stmt(ntry(batch('15'), 'DBIT'))));
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]?.trailer.checks.detailsAddUp).toBe(true);
    expect(file.statements[0]?.entries[0]).toMatchObject({
      amount: '-25.00',
      description: 'Batch',
      customerReference: null,
      references: { paymentInformationId: 'P1', endToEndId: null },
      details: [
        { amount: '-10.00' },
        { amount: '-15.00', description: 'RF18', references: { creditorReference: 'RF18' } },
      ],
    });
    expect(read(document(stmt(ntry(batch('14'), 'DBIT')))).warnings).toMatchObject([{ code: 'details_do_not_add_up' }]);
  });
});

describe('damage in a camt file', () => {
  it.each([
    ['a garbled amount', ntry('', 'CRDT', '12..34'), 'amount_garbled', 'Ntry/Amt'],
    ['a decimal comma', ntry('', 'CRDT', '12,34'), 'amount_garbled', 'Ntry/Amt'],
    ['a blank amount', ntry('', 'CRDT', ' '), 'amount_missing', 'Ntry/Amt'],
    ['a missing amount', '<Ntry><CdtDbtInd>CRDT</CdtDbtInd></Ntry>', 'amount_missing', 'Ntry'],
    ['a mark that does not exist', ntry('', 'BOTH'), 'indicator_missing', 'Ntry'],
    ['a garbled booking date', ntry('').replace('2026-01-05', '05.01.2026'), 'date_garbled', 'Ntry/BookgDt/Dt'],
    [
      'a garbled detail amount',
      ntry('<NtryDtls><TxDtls><Amt Ccy="EUR">x</Amt></TxDtls></NtryDtls>'),
      'amount_garbled',
      'Ntry/NtryDtls/TxDtls/Amt',
    ],
    ['a garbled balance', balance('OPBD', '1.2.3'), 'amount_garbled', 'Bal/Amt'],
  ])('%s drops the statement and says where', (_, part, code, record) => {
    const whole = `<Stmt><Id>S2</Id>${ACCOUNT}${ntry('')}</Stmt>`;
    const file = read(document(stmt(ntry('') + part + ntry('')) + whole));
    expect(file.statementErrors).toMatchObject([
      { code, record, statementIndex: 0, accountId: 'DE02 1203 0000 0000 2020 51', line: 2 },
    ]);
    expect(file.statements.map((statement) => [statement.header.statementId, statement.entries.length])).toEqual([
      ['S2', 1],
    ]);
    expect(file.error).toBeNull();
  });

  it('a statement without an account is dropped', () => {
    expect(read(document(`<Stmt><Id>S</Id>${ntry('')}</Stmt>`)).statementErrors).toMatchObject([
      { code: 'account_id_missing' },
    ]);
  });

  it.each([
    ['<!DOCTYPE x [<!ENTITY a "b">]>', 'xml_doctype_refused'],
    ['<Document><BkToCstmrStmt><Stmt>&custom;</Stmt></BkToCstmrStmt></Document>', 'xml_malformed'],
    ['<Document><BkToCstmrStmt><Stmt></Id></Stmt></BkToCstmrStmt></Document>', 'xml_malformed'],
    ['<Document><BkToCstmrStmt><GrpHdr></GrpHdr></BkToCstmrStmt></Document>', 'no_statement'],
    ['<Invoice><Id>1</Id></Invoice>', 'unknown_format'],
    ['<Document><BkToCstmrStmt><Stmt>', 'file_truncated'],
    [`<a>`.repeat(70), 'xml_too_deep'],
  ])('%s ends in %s', (xml, code) => {
    const file = read(xml);
    expect(file.error?.code).toBe(code);
    expect(file.statements).toEqual([]);
    expect(file.fileEnd).toBeNull();
  });

  it('a break in the XML drops the statement it is in and keeps those before', () => {
    const file = read(document(`${stmt(ntry(''))}<Stmt><Id>S2</Id>${ACCOUNT}${ntry('')}<Ntry></Stmt>`));
    expect(file.statements.map((statement) => statement.header.statementId)).toEqual(['S1']);
    expect(file.statementErrors).toMatchObject([{ code: 'xml_malformed', statementIndex: 1 }]);
    expect(file.error?.code).toBe('xml_malformed');
  });

  it('a statement is not complete by the end tag of something around it', () => {
    const open = `<Stmt><Id>S1</Id>${ACCOUNT}${ntry('')}`;
    const file = read(document(open));
    expect(file.statements).toEqual([]);
    expect(file.statementErrors).toMatchObject([{ code: 'xml_malformed', statementIndex: 0 }]);
  });

  it('endless texts, comments, parts and batches are refused', () => {
    const camt = { maxTokenLength: 100, maxElementsPerPart: 20, maxDetailsPerEntry: 3 };
    const long = 'x'.repeat(150);
    for (const inner of [`<AddtlStmtInf>${long}</AddtlStmtInf>`, `<!--${long}-->`, `<?pi ${long}?>`, `<${long}/>`]) {
      const file = read(document(stmt(inner)), { camt });
      expect([file.error?.code, file.statements.length]).toEqual(['xml_too_large', 0]);
    }
    const unfinished = read(`${document(stmt('')).slice(0, -60)}<!--${long}`, { camt });
    expect(unfinished.error?.code).toBe('xml_too_large');
    const wide = read(document(stmt(ntry('<X/>'.repeat(30)))), { camt });
    expect(wide.statementErrors).toMatchObject([{ code: 'xml_too_large' }]);
    const batch = (count: number) =>
      read(document(stmt(ntry(`<NtryDtls>${'<TxDtls/>'.repeat(count)}</NtryDtls>`))), { camt });
    expect(batch(3).statements[0]?.entries[0]?.details).toHaveLength(3);
    expect(batch(4).statementErrors).toMatchObject([{ code: 'xml_too_large' }]);
  });

  it('texts that many comments or elements part are refused all the same', () => {
    const camt = { maxTokenLength: 100, maxElementsPerPart: 1000 };
    const texts = (count: number) => `<AddtlNtryInf>${`${'x'.repeat(90)}<!-- -->`.repeat(count)}</AddtlNtryInf>`;
    expect(read(document(stmt(ntry(texts(100)))), { camt }).statements).toHaveLength(1);
    expect(read(document(stmt(ntry(texts(120)))), { camt })).toMatchObject({
      error: { code: 'xml_too_large', reason: 'the texts of one part have more than 10000 characters' },
      statements: [],
      statementErrors: [{ code: 'xml_too_large' }],
    });
  });

  it('a group header without end is refused', () => {
    const wide = document(`<GrpHdr>${'<X/>'.repeat(30)}</GrpHdr>${stmt('')}`);
    expect(read(wide, { camt: { maxElementsPerPart: 40 } }).statements).toHaveLength(1);
    expect(read(wide, { camt: { maxElementsPerPart: 20 } })).toMatchObject({
      error: { code: 'xml_too_large', reason: 'a part of the statement has more than 20 elements' },
      statements: [],
    });
  });

  it('tells a bank habit that touches every entry only so often, and counts it', () => {
    const entry = ntry('').replace('<Sts><Cd>BOOK</Cd></Sts>', '');
    const file = read(document(stmt(entry.repeat(50))));
    expect(file.warnings).toHaveLength(20);
    expect(file.statements[0]?.trailer.warningCount).toBe(50);
  });
});

describe('what two entries leave when they run into each other', () => {
  it.each([
    ['a second amount', '<Amt Ccy="EUR">7.00</Amt>', 'field_repeated', 'the entry has 2 Amt'],
    ['an amount of another namespace', '<x:Amt xmlns:x="urn:x" Ccy="EUR">7</x:Amt>', 'field_repeated', '2 Amt'],
    ['a second side', '<CdtDbtInd>DBIT</CdtDbtInd>', 'field_repeated', 'the entry has 2 CdtDbtInd'],
  ])('%s damages the statement', (_, element, code, reason) => {
    const file = read(document(stmt(ntry(element))));
    expect(file).toMatchObject({
      statements: [],
      statementErrors: [{ code, record: 'Ntry', accountId: expect.any(String) }],
    });
    expect(file.statementErrors[0]?.reason).toContain(reason);
  });

  it('takes no part of an amount that has elements in it', () => {
    const file = read(document(stmt(ntry('', 'CRDT', '5<b>1</b>.00'))));
    expect(file).toMatchObject({ statements: [], statementErrors: [{ code: 'amount_garbled' }] });
  });
});

describe('codes in small letters', () => {
  it('are those of the standard', () => {
    const xml = document(
      stmt(balance('OPBD', '1') + ntry(''))
        .replaceAll('EUR', 'eur')
        .replace('BOOK', 'book'),
    );
    const file = read(xml);
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]?.header).toMatchObject({ account: { currency: 'EUR' }, balances: [{ currency: 'EUR' }] });
    expect(file.statements[0]?.entries).toMatchObject([{ status: 'posted', currency: 'EUR' }]);
  });
});
