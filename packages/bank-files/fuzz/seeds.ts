import { Buffer } from 'node:buffer';
import type { BankFileOptions } from '../src/create-bank-file-reader.ts';

/** What one format is fuzzed with: small files that use as much of it as they can, and its words. */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  readonly dictionary: readonly string[];
  readonly options: BankFileOptions;
}

const BAI2 = `01,021000089,ACME,260106,0600,77,80,1,2/
02,ACME,021000089,1,260105,2400,USD,2/
03,0012345,,010,10000,,,015,12475,,/
88,040,9000,,,100,2500,1,V,260105,/
16,142,2500,Z,BR1,CR1,PAYROLL, MARCH/APRIL/
88,MÜLLER & SÖHNE
16,475,25,S,25,0,0,,4711,CHECK/ 49,33975,6/
03,0099,JPY,010,500,,/
16,495,700,D,1,1,700,W1,,WIRE/
49,1200,3/
98,35175,2,10/
99,35175,1,12/
`;

const CAMT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>
<Stmt><Id>A</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>
<Ntry><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Amt Ccy="EUR">1</Amt><RmtInf><Ustrd>Größe &lt;5</Ustrd></RmtInf></TxDtls><TxDtls><Amt Ccy="EUR">1.5</Amt></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">3</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts></Ntry></Stmt></BkToCstmrStmt></Document>
`;

const MT940 = `{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:
:20:STARTUMS
:25:20041133/1234567
:28C:00007/001
:60F:C260105EUR1000,00
:61:2601060106CR25,50N166NONREF//B1
/OCMT/USD30,//CHGS/EUR0,5/
:86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+Größe ?
22M?32MÜLLER & SÖHNE?60-
:61:260106RC0,5NMSCNONREF
:86:/EREF/X//CNTP/NL91ABNA0417164300/BIC/NAME///REMI/USTD//y/
:NS:01text
:62F:C260106EUR1025,
:64:C260106EUR1025,
:86:/SUM/1/1/0,5/25,5/
-}{5:{CHK:1}}
`;

const MT942 = `:20:R
:25:NL91ABNA0417164300EUR
:28C:1/1
:34F:EURD5,
:13D:2601061330+0200
:61:2601070106D7,NDDTNONREF
:86:EREF+A SVWZ+unpaid
-
:90D:1EUR7,
:90C:0EUR0,
-
`;

const OFX = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
CHARSET:1252

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><INTU.BID>3000</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>22<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105[-5:EST]<TRNAMT>-1.234,56<FITID>F1<NAME>Müller & Söhne &lt;A&gt; 5 < 6<MEMO>x</STMTTRN>
<STMTTRN><TRNTYPE>DEP<DTPOSTED>20260106<TRNAMT>7<FITID>F2<PAYEE><NAME><![CDATA[A & B]]></NAME></PAYEE><CURRENCY><CURRATE>1<CURSYM>CAD</CURRENCY></STMTTRN>
</BANKTRANLIST><BANKTRANLISTP><STMTTRNP><DTTRAN>20260107<TRNAMT>1<NAME>p</STMTTRNP></BANKTRANLISTP>
<LEDGERBAL><BALAMT>5,5<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`;

const QIF = `!Account
NGiro
TBank
^
!Type:Bank
D1/2/2026
T100
POpening Balance
L[Giro]
^
D1/2/2026
T-1,234.56
PMüller & Söhne
SFood
Ehalf
$-1,234.56
^
D2/ 3'26
U5
N12
^
!Type:Invst
D1/1/26
^
!Type:Cash
D1/13/2026
T7.00
^
`;

const CSV = `Kontoauszug;;;;
IBAN:;NL91 ABNA 0417 1643 00;;;

Datum;Text;Betrag;Währung;Saldo
02.01.2026;Größe "A";-1.234,56;EUR;765,44
;continued;;;
05.01.2026;"Müller; Söhne
2. Zeile";+5,00;EUR;770,44
13.01.2026;x;0,01;EUR;770,45
Summe;;-1.229,55;;
`;

function target(name: string, text: string, dictionary: readonly string[], options: BankFileOptions = {}): FuzzTarget {
  const crlf = text.replaceAll('\n', '\r\n');
  return { name, seeds: [Buffer.from(text), Buffer.from(crlf), Buffer.from(text, 'latin1')], dictionary, options };
}

const XML_WORDS = [
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x?>',
  '<!DOCTYPE a>',
  '&amp;',
  '&#x41;',
  '&x;',
  '<a>',
];

/** One target per format; QFX is read as OFX is. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  target('bai2', BAI2, [
    '01,',
    '02,',
    '03,',
    '16,',
    '49,',
    '88,',
    '98,',
    '99,',
    '/',
    '/ 16,',
    ',S,',
    ',V,',
    ',D,99,',
    ',Z,',
  ]),
  target('camt', CAMT, [
    ...XML_WORDS,
    '<Ntry>',
    '</Ntry>',
    '<TxDtls>',
    '</Stmt>',
    '<Stmt>',
    '<Amt Ccy="EUR">',
    '</Amt>',
  ]),
  target('mt940', MT940, [
    '\n:20:',
    '\n:25:',
    '\n:60F:',
    '\n:61:',
    '\n:62F:',
    '\n:86:',
    '\n:64:',
    '\n-',
    '-}',
    '{1:',
    '{4:',
    '?20',
    '@@',
    '//',
    '+',
  ]),
  target('mt942', MT942, [
    '\n:20:',
    '\n:25:',
    '\n:34F:',
    '\n:13D:',
    '\n:61:',
    '\n:86:',
    '\n:90D:',
    '\n:90C:',
    '\n-',
    '-}',
    '{2:O942',
    '{4:',
  ]),
  target('ofx', OFX, [
    ...XML_WORDS,
    '<OFX>',
    '</OFX>',
    '<STMTTRN>',
    '</STMTTRN>',
    '<STMTRS>',
    '</STMTRS>',
    '<TRNAMT>',
    '<FITID>',
  ]),
  target('qif', QIF, [
    '\n^\n',
    '\n!Type:Bank\n',
    '\n!Account\n',
    '!Option:AutoSwitch',
    '\nD',
    '\nT',
    '\nS',
    '\n$',
    '\nL[x]',
    '!',
    '^',
  ]),
  target('csv', CSV, [';', ',', '\t', '"', '""', '\n', ';;', '="', '(', ')', '€', 'CR', 'DR', '1.000,00'], {
    csv: { minCertainty: 0.2 },
  }),
];
