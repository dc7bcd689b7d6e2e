import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { type BankFileOptions, createBankFileReader } from '../src/create-bank-file-reader.ts';
import type { CsvProfile } from '../src/csv/profile.ts';
import { LineSplitter } from '../src/line-splitter.ts';

/** As evidence is read: a whole line may lie in one piece, and a long one in many. */
const PIECE_BYTES = 65_536;

/** Reading four times as much takes four times as long, and not sixteen times; what lies between is the machine's. */
const MOST_GROWTH = 11;

/** Less than this is mostly noise, and what grows with the square of a file is far beyond it. */
const LEAST_MS = 4;

interface Hostile {
  readonly text: (n: number) => string;
  readonly n: number;
  readonly options?: BankFileOptions;
}

/** Processor time of this thread alone. */
function readCpuMs(work: () => void): number {
  const before = process.threadCpuUsage().user;
  work();
  return (process.threadCpuUsage().user - before) / 1000;
}

function readFile({ text, options }: Hostile, n: number): () => void {
  const bytes = Buffer.from(text(n));
  return () => {
    const reader = createBankFileReader(options);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) reader.write(bytes.subarray(at, at + PIECE_BYTES));
    reader.end();
  };
}

/** How much longer four times as much takes. Of several readings the quickest counts, which other work disturbs least. */
function measureGrowth(n: number, prepare: (n: number) => () => void): number {
  const least = new Map([1, 2, 4].map((factor) => [factor, Number.POSITIVE_INFINITY]));
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8 && (round < 2 || growth > MOST_GROWTH); round++) {
    for (const [factor, ms] of least) least.set(factor, Math.min(ms, readCpuMs(prepare(n * factor))));
    const [one = 0, two = 0, four = 0] = least.values();
    // Twice as much is half of the way: a bound that begins to hold in between would hide a square.
    growth = Math.max(four / Math.max(one, LEAST_MS), (two / Math.max(one, LEAST_MS)) * 2);
  }
  return growth;
}

const ROWS = Array.from({ length: 1500 }, (_, i) => `2026-01-05,row ${i} of a table,-1.00,${2000 - i}.00\n`).join('');
const TABLE = `Date,Text,Amount,Balance\n${ROWS}`;
const BARE: CsvProfile = {
  name: 'bare',
  delimiter: ',',
  headerRow: null,
  decimalMark: '.',
  dateOrder: 'YMD',
  date: 0,
  amount: { kind: 'signed', column: 2 },
  description: [1],
};
const FEW_ROWS = 'Date,Text,Amount,Balance\n2026-01-05,a,-1.00,5.00\n';

/** Numbered, so that no two are the same text. */
const numbered = (n: number, build: (i: number) => string) => Array.from({ length: n }, (_, i) => build(i)).join('');

const MT_FRONT = ':20:R\n:25:NL91ABNA0417164300EUR\n:28C:1/1\n:60F:C260105EUR0,\n:61:260105D1,NMSCNONREF\n';
const BAI2_FRONT = '01,A,B,260106,0600,1,,,2/\n02,B,A,1,260105,2400,USD,2/\n';
const QIF_FRONT = '!Type:Bank\nD1/13/2026\nT-1.00\n';
const OFX_FRONT = 'OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKTRANLIST>';
const CAMT_FRONT =
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct><Ntry>';

const HOSTILE: Readonly<Record<string, Hostile>> = {
  'CSV, a table of very many columns of numbers': {
    n: 100,
    text: (n) => `Date,Text,Amount,Balance\n${`2026-01-05,a,-1.00,${'1.00,'.repeat(n)}\n`.repeat(20)}`,
  },
  'CSV, as many columns of nothing but zeros as are looked at': {
    n: 40,
    text: (n) => `2026-01-05,a${',0'.repeat(190)}\n`.repeat(n),
  },
  'CSV, columns that nearly fill each other': {
    n: 20,
    text: (n) => numbered(n * 2, (row) => `2026-01-05,a${(row % 2 === 0 ? ',,1.00' : ',1.00,').repeat(90)}\n`),
  },
  'CSV, rows of very many cells behind the sample': {
    n: 20_000,
    text: (n) => `${TABLE}${`2026-01-05,a,-1.00${',x'.repeat(n)}\n`.repeat(4)}`,
  },
  'CSV, titles that may mean anything': {
    n: 45,
    text: (n) =>
      `Date,${'transatransatransatransatransatransatransatransatransatransatransatransatran,'.repeat(n)}\n${`2026-01-05${',1.00'.repeat(n)}\n`.repeat(3)}`,
  },
  'CSV, a quoted cell of long lines': {
    n: 1000,
    text: (n) => `${TABLE}2026-01-05,"${`${'""'.repeat(n / 2)}\n`.repeat(190)}",-1.00,5.00\n`,
  },
  'CSV, a quoted cell of short lines in the sample': {
    n: 1000,
    text: (n) => `${FEW_ROWS}2026-01-05,"${'""""\n'.repeat(n)}",-1.00,4.00\n`,
  },
  'CSV, a text that goes on below a row of very many cells': {
    n: 1500,
    options: { csv: { profile: BARE } },
    text: (n) => `2026-01-05,a,-1.00${',y'.repeat(20 * n)}\n${numbered(n, (i) => `,text ${i},\n`)}`,
  },
  'CSV, line ends of one kind and a single one of another': {
    n: 40_000,
    text: (n) => `${FEW_ROWS}${'\n'.repeat(n)}\r`,
  },
  'MT940, line ends of one kind': { n: 40_000, text: (n) => `${MT_FRONT}:86:x${'\r'.repeat(n)}` },
  'MT940, words, keywords and sub-fields without end': {
    n: 10_000,
    text: (n) =>
      `${MT_FRONT}:86:/EREF/${'/REMI/EREF+?20SVWZ+'.repeat(n / 20)}\n${`:86:${'?20EREF+x'.repeat(n / 20)}\n`.repeat(20)}`,
  },
  'MT940, texts without end behind one entry': {
    n: 20_000,
    text: (n) => `${MT_FRONT}${':86:/EREF/x\n:NS:01y\n'.repeat(n)}`,
  },
  'BAI2, a record of very many fields on one line': {
    n: 5000,
    text: (n) => `${BAI2_FRONT}03,1,USD${',010,1,,'.repeat(n)}`,
  },
  'BAI2, end marks within a line': {
    n: 10_000,
    text: (n) => `${BAI2_FRONT}03,1,USD,/\n16,475,1,,,,${'/ 16,47/'.repeat(n)}\n`,
  },
  'BAI2, continuations without end': {
    n: 20_000,
    text: (n) => `${BAI2_FRONT}03,1,USD,/\n16,475,1,,,,x\n${'88,y\n'.repeat(n)}`,
  },
  'QIF, brackets without end in a category': {
    n: 4000,
    text: (n) => `${QIF_FRONT}L[${']/'.repeat(n)}\u2028x\n^\n`,
  },
  'QIF, splits and dates that tell nothing': {
    n: 5000,
    text: (n) => `${QIF_FRONT}${'Sx\nEy\n$1\n'.repeat(n / 5)}^\n${'D1/2/2026\nT1\n^\n'.repeat(n)}`,
  },
  'OFX, tags that are none and ampersands': { n: 40_000, text: (n) => `${OFX_FRONT}<STMTTRN><MEMO>${'<&'.repeat(n)}` },
  'OFX, comments and sections that do not end': {
    n: 60_000,
    text: (n) => `${OFX_FRONT}<MEMO>${'<!-- <![CDATA['.repeat(n / 14)}`,
  },
  'OFX, transactions without end tags': {
    n: 2000,
    text: (n) => OFX_FRONT + numbered(n, (i) => `<STMTTRN><DTPOSTED>20260105<TRNAMT>1.00<FITID>F${i}`),
  },
  'camt, attributes without end': { n: 5000, text: (n) => `${CAMT_FRONT}<Amt ${numbered(n, (i) => `a${i}="&lt;" `)}>` },
  'camt, elements without end in one entry': {
    n: 5000,
    text: (n) => `${CAMT_FRONT}${'<NtryDtls><Btch/></NtryDtls>'.repeat(n)}</Ntry>`,
  },
  'camt, texts, comments and entities without end': {
    n: 5000,
    text: (n) => `${CAMT_FRONT}<AddtlNtryInf>${'a&amp;<!-- b --><![CDATA[c]]>'.repeat(n)}`,
  },
};

describe('reading takes time in proportion to the file, also of one that was made to take more', () => {
  it.each(Object.entries(HOSTILE))('%s', (_, file) => {
    expect(measureGrowth(file.n, (n) => readFile(file, n))).toBeLessThan(MOST_GROWTH);
  });

  it.each([
    ['LF before a CR', '\n', '\r'],
    ['CR before an LF', '\r', '\n'],
  ])('line ends in a text of any length: %s', (_, many, last) => {
    const growth = measureGrowth(100_000, (n) => {
      const text = `${many.repeat(n)}x${last}`;
      return () => new LineSplitter(0, 1000).write({ text, width: 1 });
    });
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});
