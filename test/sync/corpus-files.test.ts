import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDecimals, decimal, formatDecimal, negateDecimal, ZERO } from '../../src/domain/decimal.ts';
import { canonicalAmount } from '../../src/domain/money.ts';
import type { Caller, Schemas } from '../support/caller.ts';
import { defaultEntityOf } from '../support/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/running-system.ts';

const CORPUS = process.env.CAUSEWAY_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'samples');
const FORMATS = ['bai2', 'camt053'] as const;
type Format = (typeof FORMATS)[number];

/** Currency of accounts whose file names none: BAI2 has a default. */
const DEFAULT_CURRENCY = 'USD';

interface StatementFacts {
  readonly accountId: string;
  readonly currency: string | null;
  readonly transactionCount?: number;
  readonly entryCount?: number;
  readonly infoEntries?: number;
  readonly sumCredits: string;
  readonly sumDebits: string;
  readonly closing: string | null;
  readonly closingDate?: string | null;
  readonly asOfDate?: string | null;
}
interface CorpusFile {
  readonly valid: boolean;
  readonly facts?: { readonly statements: readonly StatementFacts[] };
}

let system: RunningSystem;
let caller: Caller;
let entityId: string;
let banks = 0;

beforeAll(async () => {
  if (!existsSync(CORPUS)) return;
  system = await startSystem();
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});
afterAll(() => system?.stop());

function listFiles(format: Format): [string, CorpusFile][] {
  if (!existsSync(CORPUS)) return [];
  const text = readFileSync(join(CORPUS, format, 'expected.json'), 'utf8');
  return Object.entries((JSON.parse(text) as { files: Record<string, CorpusFile> }).files); // The corpus' own form.
}

/** Uploads a file of the corpus to a connection of its own and reads everything that came of it. */
async function takeIn(format: Format, name: string) {
  banks += 1;
  const body = { entityId, portalUrl: `https://bank-${banks}.example` };
  const { id } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
  const send = () => {
    const form = new FormData();
    form.set('file', new Blob([readFileSync(join(CORPUS, format, name))]), basename(name));
    return caller.call<Schemas['SyncRun']>('uploadConnectionFile', { path: { connectionId: id }, form });
  };
  const { body: run } = await send();
  const query = { connectionId: id };
  return {
    run,
    sendAgain: send,
    accounts: await caller.all<Schemas['Account']>('listAccounts', { query }),
    rows: await caller.all<Schemas['Transaction']>('listTransactions', { query }),
  };
}

const idOf = ({ accountId, currency }: StatementFacts) =>
  `${accountId.replaceAll(' ', '')} ${currency ?? DEFAULT_CURRENCY}`;
const dayOf = ({ closingDate, asOfDate }: StatementFacts) => closingDate ?? asOfDate ?? '';
const countOf = (facts: readonly StatementFacts[]) =>
  facts.reduce((sum, each) => sum + (each.transactionCount ?? (each.entryCount ?? 0) - (each.infoEntries ?? 0)), 0);
const sumOf = (amounts: readonly string[], currency: string) =>
  canonicalAmount(formatDecimal(amounts.reduce((sum, each) => addDecimals(sum, decimal(each)), ZERO)), currency);

/** Closing balances that the file states in another currency than the account's: they are none of the account. */
function statesForeignClosing(format: Format, name: string, currency: string): boolean {
  if (format !== 'camt053') return false;
  const text = readFileSync(join(CORPUS, format, name), 'utf8');
  const closing = [...text.matchAll(/<Cd>CLBD<\/Cd>[\s\S]*?<Amt\s+Ccy="(\w{3})"/g)].map(([, code]) => code);
  return closing.length > 0 && closing.every((code) => code !== currency);
}

describe.skipIf(!existsSync(CORPUS)).each(FORMATS)('the %s files of the corpus', (format) => {
  const good = listFiles(format).filter(([, { valid }]) => valid);

  it.each(good)('%s: accounts, counts, sums and balances', async (name, { facts }) => {
    const { run, accounts, rows, sendAgain } = await takeIn(format, name);
    expect(run).toMatchObject({ status: 'succeeded', error: null, file: { format } });
    const statements = facts?.statements ?? [];
    expect(
      accounts.map(({ accountNumber, currency }) => `${accountNumber?.replaceAll(' ', '')} ${currency}`).sort(),
    ).toEqual([...new Set(statements.map(idOf))].sort());
    expect(rows).toHaveLength(countOf(statements));
    expect(run.counts).toEqual({ added: rows.length, modified: 0, removed: 0 });
    for (const account of accounts) {
      const { currency } = account;
      const own = statements.filter(
        (each) => idOf(each) === `${account.accountNumber?.replaceAll(' ', '')} ${currency}`,
      );
      const amounts = rows.filter(({ accountId }) => accountId === account.id).map(({ amount }) => amount);
      expect(amounts).toHaveLength(countOf(own));
      const debits = amounts.filter((amount) => amount.startsWith('-'));
      const credits = amounts.filter((amount) => !amount.startsWith('-'));
      expect(sumOf(credits, currency)).toBe(
        sumOf(
          own.map(({ sumCredits }) => sumCredits),
          currency,
        ),
      );
      expect(
        sumOf(
          debits.map((amount) => formatDecimal(negateDecimal(decimal(amount)))),
          currency,
        ),
      ).toBe(
        sumOf(
          own.map(({ sumDebits }) => sumDebits),
          currency,
        ),
      );
      await expectBalances(account, own, statesForeignClosing(format, name, currency));
    }
    expect(await sendAgain()).toMatchObject({ status: 200, body: { id: run.id } });
  });
});

/** The latest closing balance is the account's; of several for one day the one that the file gives last. */
async function expectBalances(
  account: Schemas['Account'],
  statements: readonly StatementFacts[],
  foreign: boolean,
): Promise<void> {
  const closings = new Map<string, string>();
  for (const each of statements)
    if (each.closing !== null && dayOf(each) !== '') closings.set(dayOf(each), each.closing);
  const latest = foreign ? undefined : closings.get([...closings.keys()].sort().at(-1) ?? '');
  expect(account.currentBalance).toBe(latest === undefined ? null : canonicalAmount(latest, account.currency));
  if (foreign) return;
  const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: account.id } });
  const stated = new Map(days.map(({ date, ledgerBalance, source }) => [date, `${ledgerBalance} ${source}`]));
  for (const [day, closing] of closings)
    expect(stated.get(day)).toBe(`${canonicalAmount(closing, account.currency)} bankProvided`);
}

/** What comes of each damaged file: why it is refused, or how it is taken although its totals do not add up. */
const DAMAGED: Readonly<Record<Format, Readonly<Record<string, RegExp | { rows: number; proof: string }>>>> = {
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
};

describe.skipIf(!existsSync(CORPUS)).each(FORMATS)('the damaged %s files of the corpus', (format) => {
  const bad = listFiles(format).filter(([, { valid }]) => !valid);

  it('are all known here', () => {
    expect(bad.map(([name]) => name).sort()).toEqual(Object.keys(DAMAGED[format]).sort());
  });

  it.each(Object.entries(DAMAGED[format]))('%s: nothing of it is imported in silence', async (name, expected) => {
    const { run, accounts, rows, sendAgain } = await takeIn(format, name);
    if (!(expected instanceof RegExp)) {
      expect(run).toMatchObject({ status: 'succeeded', perAccount: [{ balanceProof: expected.proof }] });
      expect(rows).toHaveLength(expected.rows);
      return;
    }
    expect(run).toMatchObject({
      status: 'failed',
      outcome: null,
      counts: { added: 0, modified: 0, removed: 0 },
      error: { code: 'file_unreadable', message: expect.stringMatching(expected), actionRequiredBy: 'integrator' },
    });
    expect({ accounts, rows }).toEqual({ accounts: [], rows: [] });
    expect((await sendAgain()).status).toBe(201);
  });
});
