import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from '../create-bank-file-reader.ts';
import { type CollectedStatement, collectStatements } from '../read-bank-file.ts';
import type { Balance, Entry } from '../statement.ts';
import { type Facts, HAS_CORPUS, loadExpected, readSample } from '../testing/corpus.ts';
import { readCorpusProfile } from '../testing/describe-csv.ts';
import { writeWhole } from '../testing/write-file.ts';
import { WRITTEN_CSV_PROFILE } from './csv.ts';
import { findOutgoingBalance, type OutgoingBalance, type OutgoingStatement } from './outgoing.ts';
import { splitByDay } from './split-by-day.ts';
import { toOutgoingStatement } from './to-outgoing.ts';
import { BankFileWriteError, type WritableFormat } from './write-scope.ts';

function readOptions(folder: string, facts: Facts): BankFileOptions {
  // QIF and many tables name neither account nor currency; then the caller does.
  if (folder === 'csv') return { csv: { profile: readCorpusProfile(facts), accountId: '4711', currency: 'EUR' } };
  return folder === 'qif' ? { qif: { accountId: '4711', currency: 'EUR' } } : {};
}

function listStatements(folder: string, name: string, facts: Facts): CollectedStatement[] {
  return [...collectStatements(readSample(`${folder}/${name}`), readOptions(folder, facts)).statements];
}

interface Outcome {
  written: number;
  /** Fields for which statements were refused, and how many. */
  readonly refused: Record<string, number>;
}

/** Statement by statement, so that one that cannot be written hides no other. */
async function roundTrip(
  statement: OutgoingStatement,
  entries: readonly Entry[],
  format: WritableFormat,
): Promise<void> {
  const lost = new Set<string>();
  const one = { ...statement, entries, statementId: 'S1', sequenceNumber: null };
  const bytes = await writeWhole(format, format === 'bai2' ? splitByDay(one) : [one], {
    onLoss: ({ field }) => lost.add(field),
  });
  const found = collectStatements(bytes, format === 'csv' ? { csv: { profile: WRITTEN_CSV_PROFILE } } : {});
  expect([found.error, found.statementErrors]).toEqual([null, []]);
  const read = found.statements.flatMap((part) => part.entries.map((entry) => moneyOf(entry, lost)));
  expect(read).toEqual(entries.map((entry) => moneyOf(entry, lost)));
  expect(describeBalances(found.statements, format)).toEqual(listBalances(statement.balances, format));
}

/** What must be the same after writing and reading; a reference that was reported as lost is not compared. */
function moneyOf(
  { bookingDate, amount, currency, entryType, status, bankReference }: Entry,
  lost: ReadonlySet<string>,
) {
  const reference = lost.has('bankReference') ? null : bankReference;
  return { bookingDate, amount, currency, entryType, status, reference };
}

/** Opening and closing, as far as the format has them. */
function listBalances(balances: readonly OutgoingBalance[], format: WritableFormat): (string | null)[] {
  const find = (type: OutgoingBalance['type']) => findOutgoingBalance(balances, type)?.amount ?? null;
  if (format === 'csv') return [];
  return format === 'ofx' ? [find('closing') ?? find('currentLedger')] : [find('opening'), find('closing')];
}

function describeBalances(statements: readonly CollectedStatement[], format: WritableFormat): (string | null)[] {
  const first = statements[0]?.trailer.balances ?? [];
  const last = statements.at(-1)?.trailer.balances ?? [];
  const find = (balances: readonly Balance[], type: Balance['type']) =>
    balances.find((balance) => balance.type === type)?.amount ?? null;
  if (format === 'csv') return [];
  return format === 'ofx' ? [find(last, 'currentLedger')] : [find(first, 'opening'), find(last, 'closing')];
}

async function roundTripFolder(folder: string, format: WritableFormat): Promise<Outcome> {
  const outcome: Outcome = { written: 0, refused: {} };
  for (const [name, file] of loadExpected(folder)) {
    for (const statement of file.valid ? listStatements(folder, name, file.facts ?? {}) : []) {
      const refusal = await tryRoundTrip(statement, format);
      if (refusal === null) outcome.written += 1;
      else outcome.refused[refusal] = (outcome.refused[refusal] ?? 0) + 1;
    }
  }
  return outcome;
}

/** Null when the statement came back as it was, else the field that was refused. */
async function tryRoundTrip(statement: CollectedStatement, format: WritableFormat): Promise<string | null> {
  const outgoing = toOutgoingStatement(statement);
  if (outgoing === null) return 'account or currency not named';
  const hasUnbooked = format === 'camt053' || format === 'csv';
  const entries = statement.entries.filter(({ status }) => hasUnbooked || status === 'posted');
  try {
    await roundTrip(outgoing, entries, format);
    return null;
  } catch (error) {
    if (!(error instanceof BankFileWriteError)) throw error;
    return error.field;
  }
}

describe.skipIf(!HAS_CORPUS)('real statements written back', () => {
  it.each<[string, WritableFormat, Outcome]>([
    ['bai2', 'bai2', { written: 29, refused: {} }],
    // Reports without balances, and numbers of accounts that are masked so that they are no IBAN.
    ['camt052', 'camt053', { written: 6, refused: { balances: 7 } }],
    ['camt053', 'camt053', { written: 30, refused: { balances: 1, 'account.id': 2 } }],
    ['mt940', 'mt940', { written: 160, refused: { 'balances.closing': 2 } }],
    [
      'ofx1',
      'ofx',
      { written: 17, refused: { 'account or currency not named': 1, 'balances.closing': 8, bankReference: 1 } },
    ],
    ['ofx2', 'ofx', { written: 8, refused: { 'balances.closing': 4 } }],
    ['csv', 'csv', { written: 39, refused: {} }],
  ])('%s in its own format %s', async (folder, format, expected) => {
    expect(await roundTripFolder(folder, format)).toEqual(expected);
  });

  it.each([
    ['bai2', 29],
    ['camt052', 13],
    ['camt053', 33],
    ['camt054', 16],
    ['mt940', 162],
    ['mt942', 7],
    ['ofx1', 26],
    ['ofx2', 12],
    ['qif', 24],
  ])('%s as tables', async (folder, written) => {
    expect((await roundTripFolder(folder, 'csv')).written).toBe(written);
  });
});
