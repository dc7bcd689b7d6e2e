import { basename } from 'node:path';
import {
  correctFact,
  type Facts,
  HAS_CORPUS,
  listFacts,
  loadExpected,
  readSample,
} from '../../packages/bank-files/src/testing/corpus.ts';
import { readCorpusProfile } from '../../packages/bank-files/src/testing/describe-csv.ts';
import { addDecimals, decimal, formatDecimal, ZERO } from '../../src/domain/values/decimal.ts';

export { HAS_CORPUS };

export const CORPUS_FOLDERS = [
  'bai2',
  'camt052',
  'camt053',
  'camt054',
  'mt940',
  'mt942',
  'ofx1',
  'ofx2',
  'qif',
  'csv',
] as const;
export type CorpusFolder = (typeof CORPUS_FOLDERS)[number];

/** What the corpus says of one statement, or of a whole file of a format that has none. */
export interface ExpectedStatement {
  /** Letters and digits of the account's number; null where the file names none. */
  readonly account: string | null;
  readonly currency: string | null;
  readonly rows: number;
  /** Neither is negative. */
  readonly credits: string;
  readonly debits: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly closing: string | null;
  readonly closingDay: string | null;
  /** Null where nothing speaks against the account's own. */
  readonly closingCurrency: string | null;
  /** Whether this is a page that another one follows: its last balance is none of a day's end. */
  readonly isPage: boolean;
}

/** Sums of the corpus hold what a bank states for information only; that is no money, and no transaction comes of it. */
const INFORMATION: Readonly<Record<string, Partial<ExpectedStatement>>> = {
  // All entries have the status INFO.
  'camt054/Subite-eu-camt-to-coda/2024-03-18.xml': { debits: '194672.25' },
  // One entry of 100.00 has the status INFO.
  'camt054/moov-io-iso20022/FI_camt_054_sample.xml.xml': { credits: '100.00' },
  // The record "Opening Balance" over 0.00 is the opening balance.
  'qif/antoinejaussoin-rust-qif-parser/wikipedia.qif': { rows: 1 },
  'qif/isaacharrisholt-quiffen/test.qif': { rows: 1 },
  'qif/isaacharrisholt-quiffen/test_oth_a.qif': { rows: 1 },
};

/** The form of a file of the corpus, with what the file does not say itself. */
export function formOfSample(folder: CorpusFolder, name: string, facts: Facts): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(hintsOf(folder, facts))) form.set(field, value);
  form.set('file', new Blob([readSample(`${folder}/${name}`)]), basename(name));
  return form;
}

/** The account and currency that stand for those that a file does not name. */
export const UNNAMED = { accountNumber: '4711', currency: 'USD' };

function hintsOf(folder: CorpusFolder, facts: Facts): Readonly<Record<string, string>> {
  if (folder === 'csv') return { ...UNNAMED, csvProfile: JSON.stringify(readCorpusProfile(facts)) };
  if (folder === 'qif') {
    const { dateOrder } = facts;
    return { ...UNNAMED, dateOrder: dateOrder === 'DMY' || dateOrder === 'YMD' ? dateOrder : 'MDY' };
  }
  return folder.startsWith('ofx') ? UNNAMED : {};
}

export function listGoodSamples(folder: CorpusFolder): [string, Facts][] {
  return loadExpected(folder).flatMap(([name, { valid, facts = {} }]): [string, Facts][] =>
    valid ? [[name, facts]] : [],
  );
}

export function listBadSamples(folder: CorpusFolder): string[] {
  return loadExpected(folder).flatMap(([name, { valid }]) => (valid ? [] : [name]));
}

/** The statements of a file as the corpus has them, corrected where the file proves it wrong. */
export function listExpected(folder: CorpusFolder, name: string, facts: Facts): ExpectedStatement[] {
  const path = `${folder}/${name}`;
  const { rows = 0, credits = '0', debits = '0' } = INFORMATION[path] ?? {};
  const found =
    facts.statements === undefined
      ? [readExpected(path, correct(path, facts))]
      : listFacts({ statements: correctFact(`${path} statements`, facts.statements) }, 'statements').map(
          (statement, index) => readExpected(path, correct(`${path} statements ${index}`, statement)),
        );
  const [first, ...others] = found;
  if (first === undefined) return [];
  const money = {
    rows: first.rows - rows,
    credits: sumOf([first.credits, `-${credits}`]),
    debits: sumOf([first.debits, `-${debits}`]),
  };
  return [{ ...first, ...money }, ...others];
}

function correct(path: string, facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([fact, value]) => [fact, correctFact(`${path} ${fact}`, value)]),
  );
}

function readExpected(path: string, facts: Facts): ExpectedStatement {
  const { accountId } = facts;
  return {
    account: typeof accountId === 'string' && accountId !== '' ? plainNumber(accountId) : null,
    currency: textOf(facts.currency),
    rows: Number(facts.transactionCount ?? facts.entryCount) - Number(facts.infoEntries ?? 0),
    credits: textOf(facts.sumCredits) ?? '0',
    debits: textOf(facts.sumDebits) ?? '0',
    first: textOf(facts.firstDate),
    last: textOf(facts.lastDate),
    closing: textOf(facts.closing),
    closingDay: textOf(facts.closingDate) ?? textOf(facts.asOfDate),
    closingCurrency: findClosingCurrency(path),
    isPage: facts.closingTag === '62M',
  };
}

/** Some camt files state their closing balance in another currency than the account's; the corpus does not tell. */
function findClosingCurrency(path: string): string | null {
  if (!path.startsWith('camt053/')) return null;
  const text = readSample(path).toString('utf8');
  const codes = [...text.matchAll(/<Cd>CLBD<\/Cd>[\s\S]*?<Amt\s+Ccy="(\w{3})"/g)].map(([, code]) => code);
  const [only, another] = [...new Set(codes)];
  return only !== undefined && another === undefined ? only : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function plainNumber(number: string): string {
  return number.replace(/[^0-9a-z]/gi, '').toUpperCase();
}

/** The sum of decimals, without trailing zeros. */
export function sumOf(amounts: readonly string[]): string {
  return formatDecimal(amounts.reduce((sum, each) => addDecimals(sum, decimal(each)), ZERO)).replace(
    /\.?0+$/,
    (zeros) => (zeros.startsWith('.') ? '' : zeros),
  );
}
