import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal, formatDecimal } from '../../src/domain/values/decimal.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import {
  CORPUS_FOLDERS,
  type CorpusFolder,
  type ExpectedStatement,
  formOfSample,
  HAS_CORPUS,
  listBadSamples,
  listExpected,
  listGoodSamples,
  plainNumber,
  sumOf,
  UNNAMED,
} from './corpus-file.ts';

let system: RunningSystem;
let caller: Caller;
let entityId: string;
let banks = 0;

beforeAll(async () => {
  if (!HAS_CORPUS) return;
  system = await startSystem();
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});
afterAll(() => system?.stop());

/** Uploads a file to a connection of its own and reads everything that came of it. */
async function takeIn(form: () => FormData, settings: Schemas['FileKnowledge'] | null = null) {
  banks += 1;
  const body = { entityId, portalUrl: `https://bank-${banks}.example` };
  const { id } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
  const path = { connectionId: id };
  if (settings !== null) await caller.get('putFileSettings', { path, body: settings });
  const send = () => caller.call<Schemas['SyncRun']>('uploadConnectionFile', { path, form: form() });
  const { body: run } = await send();
  const query = { connectionId: id };
  return {
    run,
    sendAgain: send,
    accounts: await caller.all<Schemas['Account']>('listAccounts', { query }),
    rows: await caller.all<Schemas['Transaction']>('listTransactions', { query }),
    quarantined: await caller.all<Schemas['QuarantinedFile']>('listQuarantinedFiles', { query }),
  };
}

const rowsOf = (statements: readonly ExpectedStatement[]) => statements.reduce((sum, { rows }) => sum + rows, 0);
const isDebit = ({ amount }: Schemas['Transaction']) => amount.startsWith('-');

function expectMoney(rows: readonly Schemas['Transaction'][], statements: readonly ExpectedStatement[]): void {
  expect(rows).toHaveLength(rowsOf(statements));
  const credits = rows.filter((row) => !isDebit(row)).map(({ amount }) => amount);
  const debits = rows.filter(isDebit).map(({ amount }) => amount.slice(1));
  expect(sumOf(credits)).toBe(sumOf(statements.map((each) => each.credits)));
  expect(sumOf(debits)).toBe(sumOf(statements.map((each) => each.debits)));
}

/** Whether a statement is of this account; one that names no currency is of the one account with its number. */
const isOf = (account: Schemas['Account']) => (statement: ExpectedStatement) =>
  (statement.account ?? UNNAMED.accountNumber) === plainNumber(account.accountNumber ?? '') &&
  (statement.currency ?? account.currency) === account.currency;

/** Good files of which a person has to say that nothing is missing, with the reader's doubt. */
const DOUBTFUL: ReadonlyMap<string, string> = new Map([
  // It stops in the text of its only entry: no closing balance, no end mark, no line end.
  ['railslove-cmxl/mt940-with-colon-after-line-break.txt', 'statement_end_unproven'],
  // One of its rows has a date and a status, and no amount.
  ['BananaAccounting-Switzerland/csv_swisscard_example_format2_it_20240916.csv', 'row_without_amount'],
]);

describe.skipIf(!HAS_CORPUS).each(CORPUS_FOLDERS)('the %s files of the corpus', (folder) => {
  const good = listGoodSamples(folder);
  const doubtful = good.filter(([name]) => DOUBTFUL.has(name));

  it.runIf(doubtful.length > 0).each(doubtful)('%s: waits for a person', async (name, facts) => {
    const { run, quarantined } = await takeIn(() => formOfSample(folder, name, facts));
    expect(run.error).toMatchObject({ code: 'file_unreadable' });
    expect(quarantined).toMatchObject([{ status: 'open', problems: [{ code: DOUBTFUL.get(name) }] }]);
  });

  it.each(good)('%s: accounts, counts, sums, days and balances', async (name, facts) => {
    const statements = listExpected(folder, name, facts);
    const { run, accounts, rows, quarantined, sendAgain } = await takeIn(
      () => formOfSample(folder, name, facts),
      DOUBTFUL.has(name) ? { takesDamaged: true } : null,
    );
    expect(run).toMatchObject({ status: 'succeeded', error: null });
    expect(run.file?.format).toMatch(folder.startsWith('ofx') ? /^(ofx|qfx)$/ : folder);
    expect(run.counts).toEqual({ added: rowsOf(statements), modified: 0, removed: 0 });
    expect(quarantined).toEqual([]);
    expectMoney(rows, statements);
    expectDays(folder, rows, statements);
    // Tables and Quicken's lists have facts of the whole file only.
    if (facts.statements !== undefined) {
      expect(statements.filter((each) => !accounts.some((account) => isOf(account)(each)))).toEqual([]);
      for (const account of accounts) {
        const own = statements.filter(isOf(account));
        const mine = rows.filter(({ accountId }) => accountId === account.id);
        expect(own).not.toEqual([]);
        expectMoney(mine, own);
        await expectBalances(account, own);
      }
    }
    // One of a format is enough to know that the same bytes are not read again.
    if (name === good[0]?.[0]) expect(await sendAgain()).toMatchObject({ status: 200, body: { id: run.id } });
  });
});

/** First and last day of all; the corpus has value days of MT files, which a transaction does not show. */
function expectDays(
  folder: CorpusFolder,
  rows: readonly Schemas['Transaction'][],
  statements: readonly ExpectedStatement[],
): void {
  if (folder.startsWith('mt')) return;
  const expected = statements
    .flatMap(({ first, last }) => [first, last])
    .filter((day) => day !== null)
    .sort();
  // What is not booked yet need not have a day.
  const days = rows
    .map(({ postedDate }) => postedDate)
    .filter((day) => day !== null)
    .sort();
  if (expected.length === 0) return;
  expect([days[0], days.at(-1)]).toEqual([expected[0], expected.at(-1)]);
}

/** The latest closing balance is the account's; of several for one day the one that the file gives last. */
async function expectBalances(account: Schemas['Account'], statements: readonly ExpectedStatement[]): Promise<void> {
  const closings = statements.flatMap(({ closing, closingDay, closingCurrency, isPage }) =>
    closing !== null && closingDay !== null && (closingCurrency ?? account.currency) === account.currency
      ? [{ day: closingDay, closing: sumOf([closing]), isPage }]
      : [],
  );
  const latest = new Map(closings.map(({ day, closing }) => [day, closing]));
  const last = latest.get([...latest.keys()].sort().at(-1) ?? '');
  if (last !== undefined) expect(plainAmount(account.currentBalance)).toBe(last);
  const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: account.id } });
  const stated = new Map(days.map((each) => [each.date, `${plainAmount(each.ledgerBalance)} ${each.source}`]));
  const ends = new Map(closings.filter(({ isPage }) => !isPage).map(({ day, closing }) => [day, closing]));
  for (const [day, closing] of ends) expect(stated.get(day)).toBe(`${closing} bankProvided`);
}

function plainAmount(amount: string | null | undefined): string | null {
  return amount == null ? null : sumOf([formatDecimal(decimal(amount))]);
}

/** What comes of each damaged file: why it is refused, or how it is taken although something in it is wrong. */
const DAMAGED: Readonly<
  Partial<Record<CorpusFolder, Readonly<Record<string, RegExp | { readonly rows: number; readonly proof: string }>>>>
> = {
  bai2: {
    'bad/dnsbty-bai2/test3.bai': /^Line 3.* no record 99/,
    'bad/hengpor-bai2-to-csv/sample.bai': /^Line 3, 03: .*group status "21"/,
    'bad/moov-io-bai2/sample-parseError.txt': /^Line \d+: The content is none of the formats/,
    'bad/stechstudio-bai2/FileRecordTest-compact.bai2': /^Line 3, 03: .*as-of date "212209"/,
    'bad/stechstudio-bai2/FileRecordTest-every-record-continued.bai2': /^Line 5, 03: .*as-of date "212209"/,
    'bad/stechstudio-bai2/FileRecordTest-line-too-long.bai2': /^Line 3, 03: .*as-of date "212209"/,
    'bad/venturehacks-bai2/invalid_checksum_eod.bai2': { rows: 1, proof: 'unproven' },
  },
  camt053: {
    'bad/genkgo-camt/camt053.v2.wrong.xml': /^Line \d+, Document: .*no statement/,
    'bad/newinnovations-camt053/error-camt053.xml': { rows: 2, proof: 'broken' },
    'bad/sebastienrousseau-bankstatementparser/camt053_garbled_amount.xml': /^Line 17, Ntry\/Amt: .*"12\.\.34"/,
  },
  mt940: {
    'bad/IsraelIyonsi-Mt940.NET/balance-mismatch.sta': { rows: 1, proof: 'broken' },
    // It has no entries, so that there is nothing but the balances to disagree.
    'bad/IsraelIyonsi-Mt940.NET/currency-flip.sta': { rows: 0, proof: 'unproven' },
    'bad/railslove-cmxl/mt940-headers.txt': /^Line 8, :61: .*value date "362268"/,
    // The month's last day takes the place of a value date that does not exist.
    'bad/wolph-mt940/february_30.sta': { rows: 1, proof: 'proven' },
    'bad/wolph-mt940/invalid_statement.sta': /^Line 1: The content is none of the formats/,
    'bad/zilverline-mt940/knab_invalid.txt': /^Line 9: .*neither closing balance nor end mark/,
  },
  ofx1: {
    // Only the header is wrong, and it is a hint.
    'bad/aasmith-ofx-parser/malformed_header.ofx.sgml': { rows: 8, proof: 'unproven' },
    'bad/annacruz-ofx/invalid_version.ofx': { rows: 36, proof: 'unproven' },
    'bad/jseutter-ofxparse/date_missing.ofx': /^Line 33, STMTTRN: An entry has no date/,
    'bad/jseutter-ofxparse/decimal_error.ofx': /^Line 34, STMTTRN\/TRNAMT: .*"\$120"/,
    'bad/jseutter-ofxparse/empty_balance.ofx': { rows: 1, proof: 'unproven' },
  },
  qif: {
    'bad/isaacharrisholt-quiffen/empty.qif': /^Line 1: The file is empty/,
    'bad/jemmyw-Qif/3_records_invalid_header.qif': /^Line 15, D: .*date "29\/12\/10"/,
  },
  csv: {
    'bad/LaunchPlatform-beanhub-extract/other.csv': /^Line 4: The content is none of the formats/,
    'bad/sebastienrousseau-bankstatementparser/csv_garbled_amount.csv': /^Line 4: The layout of the table is not clear/,
  },
};

/** A damaged file has no facts that could be said of it; a table comes without a profile. */
function formOfBad(folder: CorpusFolder, name: string): FormData {
  const form = formOfSample(folder, name, { profile: { header: 0, date: 0, fmt: '%Y', desc: 1, dec: '.' } });
  form.delete('csvProfile');
  return form;
}

describe.skipIf(!HAS_CORPUS).each(CORPUS_FOLDERS)('the damaged %s files of the corpus', (folder) => {
  const expected = DAMAGED[folder] ?? {};

  it('are all known here', () => {
    expect(listBadSamples(folder).sort()).toEqual(Object.keys(expected).sort());
  });

  const files = Object.entries(expected);
  it.runIf(files.length > 0).each(files)('%s: nothing of it is imported in silence', async (name, outcome) => {
    const { run, accounts, rows, quarantined, sendAgain } = await takeIn(() => formOfBad(folder, name));
    if (!(outcome instanceof RegExp)) {
      expect(run).toMatchObject({ status: 'succeeded', perAccount: [{ balanceProof: outcome.proof }] });
      expect(rows).toHaveLength(outcome.rows);
      return;
    }
    expect(run).toMatchObject({
      status: 'failed',
      outcome: null,
      counts: { added: 0, modified: 0, removed: 0 },
      error: { code: 'file_unreadable', message: expect.stringMatching(outcome), actionRequiredBy: 'integrator' },
    });
    expect({ accounts, rows }).toEqual({ accounts: [], rows: [] });
    expect(quarantined).toMatchObject([{ status: 'open', syncRunId: run.id, problems: expect.any(Array) }]);
    expect(run.error?.message).toContain(quarantined[0]?.problems[0]?.message);
    expect((await sendAgain()).status).toBe(201);
  });

  it.runIf(files.length > 0).each(files)(
    '%s: where a connection is strict, it lies in quarantine and nothing of it is applied',
    async (name) => {
      const taken = await takeIn(() => formOfBad(folder, name), { isStrict: true });
      expect(taken.run).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' }, counts: { added: 0 } });
      expect([taken.accounts, taken.rows]).toEqual([[], []]);
      const [file, another] = taken.quarantined;
      expect([file?.status, another]).toEqual(['open', undefined]);
      const reasons = new Set(file?.problems.map(({ reason }) => reason));
      expect(['damaged', 'totalsWrong', 'unknownFormat', 'layoutUnclear']).toEqual(
        expect.arrayContaining([...reasons]),
      );
      expect(reasons.size).toBeGreaterThan(0);
    },
  );
});
