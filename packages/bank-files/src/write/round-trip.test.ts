import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankFileOptions } from '../create-bank-file-reader.ts';
import { normaliseText } from '../normalise-text.ts';
import { type CollectedFile, type CollectedStatement, collectStatements } from '../read-bank-file.ts';
import type { Entry } from '../statement.ts';
import { ANY_TEXT, type OutgoingShape, outgoingStatement, PLAIN_TEXT } from '../testing/outgoing.ts';
import { writeWhole } from '../testing/write-file.ts';
import { WRITTEN_CSV_PROFILE } from './csv.ts';
import type { OutgoingEntry, OutgoingStatement } from './outgoing.ts';
import { cleanText, listParts } from './outgoing-text.ts';
import type { BankFileWriteOptions } from './write-bank-file.ts';
import type { WritableFormat, WriteLoss } from './write-scope.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

interface FormatCase {
  readonly format: WritableFormat;
  readonly shape: OutgoingShape;
  readonly options?: Partial<BankFileWriteOptions>;
  readonly readOptions?: BankFileOptions;
}

const POSTED = ['posted'] as const;
const ALL = ['posted', 'posted', 'pending', 'information'] as const;

const CASES: readonly (readonly [string, FormatCase])[] = [
  ['camt.053', { format: 'camt053', shape: { maxDigits: 17, isDaily: false, statuses: ALL, text: ANY_TEXT } }],
  ['MT940', { format: 'mt940', shape: { maxDigits: 13, isDaily: false, statuses: POSTED, text: ANY_TEXT } }],
  [
    'MT940 in Unicode with LF',
    {
      format: 'mt940',
      shape: { maxDigits: 13, isDaily: false, statuses: POSTED, text: ANY_TEXT },
      options: { mt940: { characterSet: 'unicode', lineEnd: '\n' } },
    },
  ],
  [
    'BAI2',
    {
      format: 'bai2',
      shape: { maxDigits: 18, isDaily: true, statuses: POSTED, text: ANY_TEXT },
      readOptions: { bai2: { typeCodes: { '931': 'credit' } } },
    },
  ],
  [
    'BAI2 in Unicode with CRLF',
    {
      format: 'bai2',
      shape: { maxDigits: 18, isDaily: true, statuses: POSTED, text: ANY_TEXT },
      options: { bai2: { characterSet: 'unicode', lineEnd: '\r\n' } },
      readOptions: { bai2: { typeCodes: { '931': 'credit' } } },
    },
  ],
  ['OFX 2', { format: 'ofx', shape: { maxDigits: 18, isDaily: false, statuses: POSTED, text: ANY_TEXT } }],
  [
    'CSV',
    {
      format: 'csv',
      shape: { maxDigits: 18, isDaily: false, statuses: ALL, text: ANY_TEXT },
      readOptions: { csv: { profile: WRITTEN_CSV_PROFILE } },
    },
  ],
];

function write(
  statements: readonly OutgoingStatement[],
  { format, options }: FormatCase,
  onLoss?: (loss: WriteLoss) => void,
): Promise<Buffer> {
  return writeWhole(format, statements, { ...options, ...(onLoss === undefined ? {} : { onLoss }) });
}

function readStrictly(bytes: Uint8Array, { readOptions }: FormatCase): CollectedFile {
  return collectStatements(bytes, { ...readOptions, isStrict: true });
}

/** The entries of a statement, put together where a format cuts statements into rows of one account. */
function listEntries(statement: OutgoingStatement): OutgoingEntry[] {
  // Generated statements have arrays.
  return [...(statement.entries as Iterable<OutgoingEntry>)];
}

/** CSV has rows and no statements: those without rows are not there, and rows of one account that stand together are one. */
function expectedStatements(statements: readonly OutgoingStatement[], format: WritableFormat) {
  const indexed = statements.map((statement, index) => ({
    accountId: statement.account.id,
    statement,
    entries: listEntries(statement).map((entry, entryIndex) => ({
      entry: { ...entry, currency: statement.account.currency },
      entryIndex,
      statementIndex: index,
    })),
  }));
  if (format !== 'csv') return indexed;
  const tables: (typeof indexed)[number][] = [];
  for (const table of indexed.filter(({ entries }) => entries.length > 0)) {
    const last = tables.at(-1);
    if (last?.accountId !== table.accountId) tables.push(table);
    else tables[tables.length - 1] = { ...last, entries: [...last.entries, ...table.entries] };
  }
  return tables;
}

function moneyOf(entry: OutgoingEntry | Entry) {
  return {
    bookingDate: entry.bookingDate,
    amount: entry.amount,
    currency: entry.currency,
    status: entry.status ?? 'posted',
  };
}

/** Every text and reference of an entry, and what became of it. */
function listTexts(entry: OutgoingEntry | Entry): Map<string, string | null> {
  const texts = new Map<string, string | null>();
  for (const [name, value] of listParts(entry)) texts.set(name, cleanText(value));
  texts.set('description', cleanText(entry.description));
  texts.set('valueDate', entry.valueDate ?? null);
  texts.set('entryType', entry.entryType ?? null);
  return texts;
}

/** What stands in for something that was not given, or in front of it, is written down in the package's guide. */
function isDocumented(
  field: string,
  { meant, found }: { readonly meant: string | null; readonly found: string | null },
  entry: OutgoingEntry,
  format: WritableFormat,
): boolean {
  const name = normaliseText(entry.counterparty?.name ?? '') ?? '';
  if (meant === null) return true;
  if (format === 'ofx' && field === 'description' && name !== '') return found?.endsWith(meant) === true;
  // A code of another format is kept as the bank's own.
  return format === 'camt053' && field.startsWith('codes.') && field !== 'codes.isoCode';
}

function expectSame(
  found: CollectedStatement,
  expected: ReturnType<typeof expectedStatements>[number],
  losses: readonly WriteLoss[],
  format: WritableFormat,
) {
  expect(found.header.account.id).toBe(expected.accountId);
  expect(found.entries.length).toBe(expected.entries.length);
  for (const [index, { entry, entryIndex, statementIndex }] of expected.entries.entries()) {
    const read = found.entries[index];
    if (read === undefined) throw new Error('an entry is missing');
    expect(moneyOf(read)).toEqual(moneyOf(entry));
    const texts = listTexts(read);
    for (const [field, meant] of listTexts(entry)) {
      const isLost = losses.some(
        (loss) => loss.field === field && loss.entryIndex === entryIndex && loss.statementIndex === statementIndex,
      );
      const value = texts.get(field) ?? null;
      if (value === meant || isLost || isDocumented(field, { meant, found: value }, entry, format)) continue;
      expect.fail(`${field} was ${JSON.stringify(meant)}, reads ${JSON.stringify(value)}, and no loss is reported`);
    }
  }
}

/** Opening and closing as far as the format has them. */
function expectBalances(
  { trailer }: CollectedStatement,
  { balances }: OutgoingStatement,
  format: WritableFormat,
): void {
  const find = (type: string) => trailer.balances.find((balance) => balance.type === type)?.amount ?? null;
  const [opening, closing] = balances;
  if (format === 'csv') return;
  if (format === 'ofx') expect(find('currentLedger')).toBe(closing?.amount);
  else expect([find('opening'), find('closing')]).toEqual([opening?.amount, closing?.amount]);
}

describe.each(CASES)('%s', (_, one) => {
  it('reads back in strict mode as it was written, or says what was lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(outgoingStatement(one.shape), { minLength: 1, maxLength: 4 }), async (statements) => {
        const losses: WriteLoss[] = [];
        fc.pre(one.format !== 'csv' || statements.some((statement) => listEntries(statement).length > 0));
        // Balances of tables run on from row to row, so a table of several statements has none.
        const written =
          one.format === 'csv' ? statements.map((statement) => ({ ...statement, balances: [] })) : statements;
        const found = readStrictly(await write(written, one, (loss) => losses.push(loss)), one);
        expect([found.error, found.statementErrors, found.warnings]).toEqual([null, [], []]);
        const expected = expectedStatements(written, one.format);
        expect(found.statements.length).toBe(expected.length);
        for (const [index, statement] of found.statements.entries()) {
          const table = expected[index];
          if (table === undefined) throw new Error('a statement is missing');
          expectSame(statement, table, losses, one.format);
          expectBalances(statement, table.statement, one.format);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('loses nothing that every format can say', async () => {
    const shape = { ...one.shape, statuses: POSTED, text: PLAIN_TEXT };
    await fc.assert(
      fc.asyncProperty(outgoingStatement(shape, true), async (statement) => {
        const entries = listEntries(statement);
        const unique = entries.map((entry, index) => ({ ...entry, bankReference: `${entry.bankReference}${index}` }));
        const hasRows = one.format !== 'csv' || unique.length > 0;
        if (!hasRows) return;
        const found = readStrictly(await write([{ ...statement, entries: unique }], one), one);
        expect([found.error, found.statementErrors, found.warnings]).toEqual([null, [], []]);
        const read = found.statements[0]?.entries.map((entry) => [
          entry.bookingDate,
          entry.amount,
          entry.entryType,
          entry.description,
          entry.bankReference,
          entry.customerReference,
        ]);
        expect(read).toEqual(
          unique.map((entry) => [
            entry.bookingDate,
            entry.amount,
            entry.entryType,
            cleanText(entry.description),
            entry.bankReference,
            entry.customerReference ?? null,
          ]),
        );
        const add = found.statements[0]?.trailer.checks.balancesAddUp;
        expect(add).toBe(one.format === 'ofx' ? null : one.format === 'csv' && unique.length < 2 ? null : true);
      }),
      { numRuns: 200 },
    );
  });
});
