import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  negateDecimal,
  parseDecimal,
  ZERO,
} from './decimal.ts';
import { type CollectedFile, type CollectedStatement, collectStatements } from './read-bank-file.ts';
import { type Balance, type Entry, findBalance } from './statement.ts';

/**
 * Real files of many banks, kept outside of the repository, each with the facts that other parsers and their publishers
 * confirm. `CAUSEWAY_CORPUS` names the folder; where it is absent the suite is reported as skipped.
 */
const CORPUS = process.env.CAUSEWAY_CORPUS ?? fileURLToPath(new URL('../../../../shared/samples', import.meta.url));

interface ExpectedStatement {
  readonly [fact: string]: unknown;
}

interface ExpectedFacts {
  readonly [fact: string]: unknown;
  readonly statements: readonly ExpectedStatement[];
}

interface ExpectedFile {
  readonly valid: boolean;
  readonly facts?: ExpectedFacts;
}

/** Facts of the corpus that the content of the files contradicts, with the reason; the right value takes their place. */
const CORRECTED_FACTS: Readonly<Record<string, unknown>> = {
  // The business header's MsgDefIdr names 001.08; the namespace of the message itself is 001.12, and the content is read by that.
  'camt052/ballerina-iso20022-to-swiftmt/CBPR+_c.52.1.a_camt.052toCdtr.xml version': 'camt.052.001.12',
  // The bank states 14 records: one 03, six 16, six 88 and the 49, which is what is there. The corpus counts a text line
  // that was wrapped without a record code as a fifteenth.
  'bai2/moov-io-bai2/sample3.txt statements 7 recordCountMatches': true,
};

function loadExpected(format: string): [string, ExpectedFile][] {
  const path = `${CORPUS}/${format}/expected.json`;
  if (!existsSync(path)) return [];
  // The corpus is a trusted test fixture of this shape.
  const expected = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, ExpectedFile> };
  return Object.entries(expected.files);
}

function correctFact(path: string, expected: unknown): unknown {
  return path in CORRECTED_FACTS ? CORRECTED_FACTS[path] : expected;
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

function isSameMoney(found: string | null, expected: unknown): boolean {
  if (found === null || expected === null) return found === expected;
  return typeof expected === 'string' && compareDecimals(decimal(found), decimal(expected)) === 0;
}

function sumSide(entries: readonly Entry[], side: 'credit' | 'debit'): string {
  const ofSide = entries.filter((entry) => entry.entryType === side).map((entry) => decimal(entry.amount));
  const sum = ofSide.reduce(addDecimals, ZERO);
  const unsigned = side === 'credit' ? sum : negateDecimal(sum);
  return formatDecimal(unsigned, 0);
}

/** Every fact the corpus can state about a statement, as found. Money facts are compared by value, others exactly. */
function describeStatement({ header, entries, trailer }: CollectedStatement): Record<string, unknown> {
  const booked = datesOf(
    entries.map((entry) => (entry.bookingDateSource === 'bookingDate' ? entry.bookingDate : null)),
  );
  const valued = datesOf(entries.map((entry) => entry.valueDate));
  const opening = findBalance(trailer.balances, 'opening');
  const closing = findBalance(trailer.balances, 'closing');
  return {
    accountId: header.account.rawId,
    currency: header.account.currencySource === 'formatDefault' ? null : header.account.currency,
    asOfDate: header.asOfDate,
    opening: amountOf(opening),
    openingDate: opening?.date ?? null,
    openingCode: opening?.code ?? null,
    closing: amountOf(closing),
    closingDate: closing?.date ?? null,
    openingAvailable: amountOf(findBalance(trailer.balances, 'openingAvailable')),
    closingAvailable: amountOf(findBalance(trailer.balances, 'closingAvailable')),
    currentLedger: amountOf(findBalance(trailer.balances, 'currentLedger')),
    currentAvailable: amountOf(findBalance(trailer.balances, 'currentAvailable')),
    balanceCodes: trailer.balances.map((balance) => balance.code),
    summaryCodes: [...header.balances, ...header.summaries].map((summary) => summary.code).sort(),
    totalCreditsCode100: header.summaries.find((summary) => summary.code === '100')?.amount ?? null,
    totalDebitsCode400: header.summaries.find((summary) => summary.code === '400')?.amount ?? null,
    statementId: header.statementId,
    transactionCount: entries.length,
    entryCount: entries.length,
    txDetailsCount: trailer.totals.detailCount,
    pendingEntries: trailer.totals.pendingCount,
    infoEntries: trailer.totals.informationCount,
    reversalEntries: trailer.totals.reversalCount,
    sumCredits: sumSide(entries, 'credit'),
    sumDebits: sumSide(entries, 'debit'),
    firstDate: booked[0] ?? null,
    lastDate: booked.at(-1) ?? null,
    firstValueDate: valued[0] ?? null,
    lastValueDate: valued.at(-1) ?? null,
    entryCurrencies: [...new Set(entries.map((entry) => entry.currency))],
    balanced: trailer.checks.balancesAddUp,
    controlTotalMatches: trailer.checks.controlTotalMatches,
    recordCountMatches: trailer.checks.recordCountMatches,
    isInterim: header.timing === 'interim',
  };
}

function datesOf(dates: readonly (string | null)[]): string[] {
  return dates.filter((date) => date !== null).sort();
}

function amountOf(balance: Balance | null): string | null {
  return balance?.amount ?? null;
}

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
]);

/** Facts that say the same as another one, or speak of what a whole statement cannot have. */
const IMPLIED_FACTS = new Set(['note', 'element', 'badEntries', 'unclassifiedTypeCodes', 'asOfModifier']);

function expectStatement(path: string, found: CollectedStatement, expected: ExpectedStatement): void {
  const facts = describeStatement(found);
  for (const [fact, value] of Object.entries(expected)) {
    const wanted = correctFact(`${path} ${fact}`, value);
    if (IMPLIED_FACTS.has(fact)) continue;
    expect(facts, `${path}: no such fact ${fact}`).toHaveProperty(fact);
    if (MONEY_FACTS.has(fact)) {
      expect(
        isSameMoney(facts[fact] as string | null, wanted),
        `${path} ${fact}: ${facts[fact]}, expected ${wanted}`,
      ).toBe(true);
    } else if (fact === 'summaryCodes') {
      expect(facts[fact], `${path} ${fact}`).toEqual([...(wanted as string[])].sort());
    } else if (fact === 'statementId') {
      // The corpus keeps blanks around an id, which mean nothing.
      expect(facts[fact], `${path} ${fact}`).toBe((wanted as string).trim());
    } else {
      expect(facts[fact], `${path} ${fact}`).toEqual(wanted);
    }
  }
  if ('unclassifiedTypeCodes' in expected) expect(expected.unclassifiedTypeCodes, path).toBe(0);
  if ('badEntries' in expected) expect(expected.badEntries, path).toBe(0);
  if (expected.asOfModifier !== undefined) {
    expect(facts.isInterim, path).toBe(expected.asOfModifier === '1' || expected.asOfModifier === '3');
  }
}

/** Facts about the whole file; `groups` has no counterpart in the model and shows in the statements. */
function expectFile(path: string, found: CollectedFile, expected: ExpectedFacts): void {
  expect(found.error, path).toBeNull();
  expect(found.statementErrors, path).toEqual([]);
  expect(found.fileEnd, path).not.toBeNull();
  const bareLines = found.warnings.filter((warning) => warning.code === 'line_without_record_code').length;
  const facts: Record<string, unknown> = {
    encoding: found.fileEnd?.encoding,
    bytesAreUtf8: found.fileEnd?.encoding === 'utf-8' || found.fileEnd?.encoding === 'ascii',
    lineEnds: found.fileEnd?.lineEnding,
    version: `${found.format?.replace('camt0', 'camt.0')}.${found.version}`,
    accounts: found.statements.length,
    hasFileTrailer: found.fileEnd !== null,
    unknownRecords: bareLines,
    entryCount: found.statements.reduce((count, statement) => count + statement.entries.length, 0),
    txDetailsCount: found.statements.reduce((count, statement) => count + statement.trailer.totals.detailCount, 0),
  };
  for (const [fact, value] of Object.entries(expected)) {
    if (fact === 'statements' || fact === 'groups') continue;
    if (fact === 'variant') expect(found.dialect, path).toBe('nai');
    else expect(facts[fact], `${path} ${fact}`).toEqual(correctFact(`${path} ${fact}`, value));
  }
  expect(found.statements.length, path).toBe(expected.statements.length);
  for (const [index, statement] of expected.statements.entries()) {
    const collected = found.statements[index];
    if (collected !== undefined) expectStatement(`${path} statements ${index}`, collected, statement);
  }
}

describe.skipIf(!existsSync(CORPUS))('corpus', () => {
  for (const format of ['bai2', 'camt052', 'camt053', 'camt054']) {
    describe(format, () => {
      const files = loadExpected(format);

      it('has files', () => {
        expect(files.length).toBeGreaterThan(0);
      });

      it.each(files.filter(([, file]) => file.valid))('%s: every fact', (name, file) => {
        const found = collectStatements(readFileSync(`${CORPUS}/${format}/${name}`));
        expect(found.format).toBe(format);
        expectFile(`${format}/${name}`, found, file.facts ?? { statements: [] });
      });

      const bad = files.filter(([, file]) => !file.valid);
      it.runIf(bad.length > 0).each(bad)('%s: never imported in silence', (name) => {
        const found = collectStatements(readFileSync(`${CORPUS}/${format}/${name}`));
        const problems = [...found.statementErrors, ...found.warnings, ...(found.error === null ? [] : [found.error])];
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) {
          expect(problem.reason).not.toBe('');
          expect(problem.line).toBeGreaterThan(0);
        }
      });
    });
  }
});
