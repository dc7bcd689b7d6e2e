import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from './create-bank-file-reader.ts';
import { type CollectedFile, collectStatements } from './read-bank-file.ts';
import {
  correctFact,
  type Facts,
  HAS_CORPUS,
  isSameMoney,
  listFacts,
  loadExpected,
  readSample,
} from './testing/corpus.ts';
import { BAI2_CAMT_FACTS } from './testing/describe-bai2-camt.ts';
import { CSV_FACTS, describeCsvMoney, readCorpusProfile } from './testing/describe-csv.ts';
import type { FactReader } from './testing/describe-file.ts';
import { MT_FACTS } from './testing/describe-mt.ts';
import { OFX_FACTS } from './testing/describe-ofx.ts';
import { QIF_FACTS } from './testing/describe-qif.ts';

const MONEY_FACTS = new Set([
  'opening',
  'closing',
  'openingAvailable',
  'closingAvailable',
  'currentLedger',
  'currentAvailable',
  'totalCreditsCode100',
  'totalDebitsCode400',
  'sumCredits',
  'sumDebits',
  'ledgerBalance',
  'availableBalance',
]);

/** The expected value in the form in which the facts are found. */
function readExpected(fact: string, value: unknown): unknown {
  // The corpus keeps blanks around an id, which mean nothing.
  if (fact === 'statementId' && typeof value === 'string') return value.trim();
  if (fact === 'summaryCodes' && Array.isArray(value)) return [...value].sort();
  if (fact === 'asOfModifier') return value === '1' || value === '3' ? 'interim' : 'final';
  if (fact === 'variant') return 'NAI';
  if (fact === 'sections' && typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).filter(([name]) => /^!Type:(?:Bank|Cash|CCard|Oth|Invst)/.test(name)),
    );
  }
  // An empty element says as much as none.
  if ((fact === 'accountType' || fact === 'currency') && value === '') return null;
  if (fact === 'lineEnds' && typeof value === 'string' && value.includes('+')) return 'mixed';
  return value;
}

function expectFacts(path: string, found: Facts, expected: Facts, reader: FactReader): void {
  for (const [fact, value] of Object.entries(expected)) {
    if (reader.implied.has(fact) || fact === 'statements') continue;
    expect(found, `${path}: no such fact ${fact}`).toHaveProperty(fact);
    const wanted = readExpected(fact, correctFact(`${path} ${fact}`, value));
    if (MONEY_FACTS.has(fact)) {
      expect(isSameMoney(found[fact], wanted), `${path} ${fact}: ${found[fact]}, expected ${wanted}`).toBe(true);
    } else {
      expect(found[fact], `${path} ${fact}`).toEqual(wanted);
    }
  }
}

function expectFile(
  path: string,
  found: CollectedFile,
  { bytes, facts }: { readonly bytes: Uint8Array; readonly facts: Facts },
  reader: FactReader,
): void {
  expect(found.error, path).toBeNull();
  expect(found.statementErrors, path).toEqual([]);
  expect(found.fileEnd, path).not.toBeNull();
  expectFacts(path, reader.describeFile(found, bytes, facts), facts, reader);
  if (facts.statements === undefined) return;
  const statements = listFacts({ statements: correctFact(`${path} statements`, facts.statements) }, 'statements');
  expect(found.statements.length, path).toBe(statements.length);
  for (const [index, statement] of statements.entries()) {
    const collected = found.statements[index];
    if (collected !== undefined)
      expectFacts(`${path} statements ${index}`, reader.describeStatement(collected), statement, reader);
  }
}

const FOLDERS: readonly [folder: string, formats: readonly string[], reader: FactReader][] = [
  ['csv', ['csv'], CSV_FACTS],
  ['qif', ['qif'], QIF_FACTS],
  ['bai2', ['bai2'], BAI2_CAMT_FACTS],
  ['camt052', ['camt052'], BAI2_CAMT_FACTS],
  ['camt053', ['camt053'], BAI2_CAMT_FACTS],
  ['camt054', ['camt054'], BAI2_CAMT_FACTS],
  ['mt940', ['mt940'], MT_FACTS],
  ['mt942', ['mt942'], MT_FACTS],
  ['ofx1', ['ofx', 'qfx'], OFX_FACTS],
  ['ofx2', ['ofx', 'qfx'], OFX_FACTS],
];

function optionsOf(folder: string, facts: Facts): BankFileOptions {
  return folder === 'csv' ? { csv: { profile: readCorpusProfile(facts) } } : {};
}

describe.skipIf(!HAS_CORPUS).each(FOLDERS)('corpus %s', (folder, formats, reader) => {
  const files = loadExpected(folder);

  it('has files', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files.filter(([, file]) => file.valid))('%s: every fact', (name, file) => {
    const bytes = readSample(`${folder}/${name}`);
    const found = collectStatements(bytes, optionsOf(folder, file.facts ?? {}));
    expect(formats).toContain(found.format);
    expectFile(`${folder}/${name}`, found, { bytes, facts: file.facts ?? {} }, reader);
  });

  const bad = files.filter(([, file]) => !file.valid);
  it.runIf(bad.length > 0).each(bad)('%s: never imported in silence', (name) => {
    const found = collectStatements(readSample(`${folder}/${name}`));
    const problems = [...found.statementErrors, ...found.warnings, ...(found.error === null ? [] : [found.error])];
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.reason).not.toBe('');
      expect(problem.line).toBeGreaterThan(0);
    }
  });
});

describe.skipIf(!HAS_CORPUS)('a CSV profile found by the content', () => {
  const good = loadExpected('csv').filter(([, file]) => file.valid);

  it.each(good)('%s: reads the same money as the declared one', (name, { facts = {} }) => {
    const bytes = readSample(`csv/${name}`);
    const found = collectStatements(bytes, { csv: { minCertainty: 0.1 } });
    expect(found.statementErrors).toEqual([]);
    const declared = collectStatements(bytes, { csv: { profile: readCorpusProfile(facts) } });
    expect(describeCsvMoney(found)).toEqual(describeCsvMoney(declared));
  });

  it('is sure enough for most files', () => {
    const refused = good.filter(([name]) => collectStatements(readSample(`csv/${name}`)).error !== null);
    // In the one only the bank's country tells whether 10/02 is in October or in February; the other has two columns of amounts without
    // titles, and edited balances that prove neither.
    expect(refused.map(([name]) => name)).toEqual([
      'bank2ynab-bank2ynab/20180226_12345678.csv',
      'cantino-reckon/danish_kroner_nordea_example.csv',
    ]);
  });
});

/** What two files about the same movements have in common, whatever their format. */
function listMoney(path: string): string[] {
  return collectStatements(readSample(path)).statements.flatMap(({ header, entries }) =>
    entries.map(({ valueDate, bookingDate, amount, entryType }) =>
      [header.account.id, header.account.currency, valueDate ?? bookingDate, amount, entryType].join(' '),
    ),
  );
}

describe.skipIf(!HAS_CORPUS)('twins in the corpus', () => {
  it.each([
    ['qif/jemmyw-Qif/3_records_ddmmyyyy.qif', 'qif/jemmyw-Qif/3_records_mmddyyyy.qif'],
    [
      'mt942/ballerina-swiftmt-to-iso20022/mt942_A_B.fin',
      'camt052/ballerina-iso20022-to-swiftmt/CBPR+_c.52.1.a_camt.052toCdtr.xml',
    ],
  ])('%s says the same as %s', (one, other) => {
    expect(listMoney(one)).not.toEqual([]);
    expect(listMoney(one)).toEqual(listMoney(other));
  });
});
