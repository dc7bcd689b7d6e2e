import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankFileEvent } from './bank-file-event.ts';
import { createBankFileReader } from './create-bank-file-reader.ts';
import { type CollectedStatement, collectEvents, collectStatements } from './read-bank-file.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

const BAI2 = [
  '01,021000089,ACME,260106,0600,77,80,1,2/',
  '02,ACME,021000089,1,260105,2400,USD,2/',
  '03,0012345,,010,10000,,,015,12475,,/',
  '88,040,9000,,,100,2500,1,V,260105,/',
  '16,142,2500,Z,BR1,CR1,PAYROLL, MARCH/APRIL/',
  '88,MÜLLER & SÖHNE',
  '16,475,25,S,25,0,0,,4711,CHECK/ 49,33975,6/',
  '03,0099,JPY,010,500,,/',
  '16,495,700,D,1,1,700,W1,,WIRE/',
  '49,1200,3/',
  '98,35175,2,10/',
  '99,35175,1,12/',
];

const CAMT = `<?xml version="1.0" encoding="UTF-8"?>
<!-- exported --><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>
<Stmt><Id>A</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
<Ntry
><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>Größe 😀 &lt;5</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">3</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts></Ntry></Stmt>
<Stmt><Id>B</Id><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct></Stmt></BkToCstmrStmt></Document>
`;

/** Two messages in SWIFT envelopes, so that every cut is one that the file itself gives away. */
const MT = [
  '{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:',
  ':20:STARTUMS',
  ':25:20041133/1234567',
  ':28C:00007/001',
  ':60F:C260105EUR1000,00',
  ':61:2601060106CR25,50N166NONREF//B1',
  '/OCMT/USD30,//CHGS/EUR0,5/',
  ':86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+Größe ?',
  '22M?32MÜLLER & SÖHNE?60-',
  '-',
  ':61:260106RC0,5NMSCNONREF',
  ':86:/EREF/X//NAME/É/REMI/USTD//y/',
  ':62M:C260106EUR1025,',
  '-}{5:{CHK:1}}',
  '{1:F01BANKDEFFAXXX0000000000}{2:I942BANKDEFFXXXXN}{4:',
  ':20:R',
  ':25:NL91ABNA0417164300EUR',
  ':34F:EURD5,',
  ':13D:2601061330+0200',
  ':61:2601070106D7,NDDTNONREF',
  ':86:Ünpaid',
  '-}',
];

const OFX = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><INTU.BID>3000</SONRS></SIGNONMSGSRSV1>
<!-- two --><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>22<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105[-5:EST]<TRNAMT>-1.234,56<FITID>F1<NAME>Müller & Söhne &lt;A&gt; 5 < 6<MEMO>x</STMTTRN>
<STMTTRN><TRNTYPE>DEP<DTPOSTED>20260106<TRNAMT>7<FITID>F2<NAME><![CDATA[A & B]]></NAME></STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>5,5<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>
<CREDITCARDMSGSRSV1><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4</CCACCTFROM></CCSTMTRS></CREDITCARDMSGSRSV1></OFX>
`;

const FILES: readonly [string, Buffer][] = [
  ['BAI2 with LF', Buffer.from(`${BAI2.join('\n')}\n`)],
  ['BAI2 with CRLF', Buffer.from(`${BAI2.join('\r\n')}\r\n`)],
  ['BAI2 in windows-1252', Buffer.from(BAI2.join('\r'), 'latin1')],
  ['MT with LF', Buffer.from(`${MT.join('\n')}\n`)],
  ['MT with CRLF', Buffer.from(`${MT.join('\r\n')}\r\n`)],
  ['MT in windows-1252', Buffer.from(MT.join('\r'), 'latin1')],
  ['MT with @@', Buffer.from(MT.join('@@'))],
  ['OFX', Buffer.from(OFX)],
  ['OFX with CRLF', Buffer.from(OFX.replaceAll('\n', '\r\n'))],
  ['OFX in windows-1252', Buffer.from(OFX, 'latin1')],
  ['OFX on one line', Buffer.from(OFX.replaceAll('\n', ' '))],
  ['camt', Buffer.from(CAMT)],
  ['camt with CRLF', Buffer.from(CAMT.replaceAll('\n', '\r\n'))],
  ['camt in UTF-16', Buffer.from(`\ufeff${CAMT}`, 'utf16le')],
];

function readChunks(bytes: Buffer, cuts: readonly number[]): BankFileEvent[] {
  const reader = createBankFileReader();
  const events: BankFileEvent[] = [];
  let start = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    // A buffer that is overwritten at once shows whether the reader keeps hold of the caller's memory.
    const chunk = Buffer.from(bytes.subarray(start, cut));
    events.push(...reader.write(chunk));
    chunk.fill(0x5a);
    start = cut;
  }
  return [...events, ...reader.end()];
}

/** Blanks, up to just before what the format is told from, so that the rest is really read chunk by chunk. */
function padded(bytes: Buffer): Buffer {
  if (bytes[0] !== 0xff) return Buffer.concat([Buffer.from('\n'.repeat(4090)), bytes]);
  return Buffer.concat([bytes.subarray(0, 2), Buffer.from('\n'.repeat(2040), 'utf16le'), bytes.subarray(2)]);
}

describe.each(FILES)('%s', (_, file) => {
  it('is a good file', () => {
    const { error, statementErrors, statements } = collectStatements(file);
    expect([error, statementErrors, statements.length]).toEqual([null, [], 2]);
  });

  it('gives the same events in any chunking', () => {
    const bytes = padded(file);
    const whole = readChunks(bytes, []);
    const cuts = fc.array(fc.integer({ min: bytes.length - file.length, max: bytes.length }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, (at) => {
        expect(readChunks(bytes, at)).toEqual(whole);
      }),
    );
    expect(readChunks(bytes, Array.from(bytes.keys()))).toEqual(whole);
  });

  it('cut at any byte never yields a statement that is not whole', () => {
    const whole = collectStatements(file);
    for (let length = 0; length < file.length; length++) {
      const cut = collectStatements(file.subarray(0, length));
      const statements = whole.statements.slice(0, cut.statements.length);
      expect(cut.statements.map(withoutWarnings), `cut at ${length}`).toEqual(statements.map(withoutWarnings));
      // Only what says nothing may be missing where no error is reported: blanks, or the end mark of the last record.
      // MT messages stand side by side in a file that has no end of its own.
      if (cut.error === null && whole.format !== 'mt940') expect(cut.statements.length, `cut at ${length}`).toBe(2);
    }
  });

  it('never throws and never stays without a verdict, whatever bytes change', () => {
    const change = fc.record({ at: fc.nat(file.length - 1), byte: fc.nat(255), remove: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = Buffer.from(file);
        for (const { at, byte, remove } of changes) {
          bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at + remove)]);
        }
        const events = readChunks(bytes, [Math.floor(bytes.length / 2)]);
        const last = events.at(-1)?.type;
        expect(['fileEnd', 'error']).toContain(last);
        expect(events.filter(({ type }) => type === 'fileEnd' || type === 'error')).toHaveLength(1);
        const verdicts = events.flatMap((event) => verdictOf(event));
        expect(new Set(verdicts).size).toBe(verdicts.length);
        const { statements, statementErrors } = collectEvents(events);
        expect(statements.length + statementErrors.length).toBe(verdicts.length);
      }),
    );
  });
});

/** A statement that is proved whole by its balances is taken without its end mark, with a warning. */
function withoutWarnings({ trailer, ...rest }: CollectedStatement) {
  return { ...rest, trailer: { ...trailer, warningCount: 0 } };
}

function verdictOf(event: BankFileEvent): (number | null)[] {
  if (event.type === 'statementEnd') return [event.statementEnd.statementIndex];
  return event.type === 'statementError' ? [event.error.statementIndex] : [];
}

describe('any bytes', () => {
  it('never make the reader throw', () => {
    const starts = fc.constantFrom(
      '01,',
      '<Document>',
      '<',
      '',
      '\ufeff01,A/\n02,',
      ':20:A\n:25:B\n',
      '{1:F01X}{4:\n:20:A',
    );
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start), rest]);
        expect(() => collectStatements(bytes)).not.toThrow();
      }),
    );
  });
});
