import { describe, expect, it } from 'vitest';
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
import type { FactReader } from './testing/describe-file.ts';
import { MT_FACTS } from './testing/describe-mt.ts';
import { OFX_FACTS } from './testing/describe-ofx.ts';

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

function expectFile(path: string, found: CollectedFile, bytes: Uint8Array, facts: Facts, reader: FactReader): void {
  expect(found.error, path).toBeNull();
  expect(found.statementErrors, path).toEqual([]);
  expect(found.fileEnd, path).not.toBeNull();
  expectFacts(path, reader.describeFile(found, bytes), facts, reader);
  const statements = listFacts({ statements: correctFact(`${path} statements`, facts.statements) }, 'statements');
  expect(found.statements.length, path).toBe(statements.length);
  for (const [index, statement] of statements.entries()) {
    const collected = found.statements[index];
    if (collected !== undefined)
      expectFacts(`${path} statements ${index}`, reader.describeStatement(collected), statement, reader);
  }
}

const FOLDERS: readonly [folder: string, formats: readonly string[], reader: FactReader][] = [
  ['bai2', ['bai2'], BAI2_CAMT_FACTS],
  ['camt052', ['camt052'], BAI2_CAMT_FACTS],
  ['camt053', ['camt053'], BAI2_CAMT_FACTS],
  ['camt054', ['camt054'], BAI2_CAMT_FACTS],
  ['mt940', ['mt940'], MT_FACTS],
  ['mt942', ['mt942'], MT_FACTS],
  ['ofx1', ['ofx', 'qfx'], OFX_FACTS],
  ['ofx2', ['ofx', 'qfx'], OFX_FACTS],
];

describe.skipIf(!HAS_CORPUS).each(FOLDERS)('corpus %s', (folder, formats, reader) => {
  const files = loadExpected(folder);

  it('has files', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files.filter(([, file]) => file.valid))('%s: every fact', (name, file) => {
    const bytes = readSample(`${folder}/${name}`);
    const found = collectStatements(bytes);
    expect(formats).toContain(found.format);
    expectFile(`${folder}/${name}`, found, bytes, file.facts ?? {}, reader);
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
