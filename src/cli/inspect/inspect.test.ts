import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type OutgoingEntry, type OutgoingStatement, type WritableFormat, writeBankFile } from '@causeway/bank-files';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CORPUS,
  correctFact,
  type ExpectedFile,
  type Facts,
  HAS_CORPUS,
  isSameMoney,
  listFacts,
  loadExpected,
} from '../../../packages/bank-files/src/testing/corpus.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command. Without a terminal, and without any setting. */
function inspect(args: readonly string[], onChild?: (child: ReturnType<typeof spawn>) => void): Promise<Outcome> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'inspect', ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  onChild?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly reason: string;
}

interface ShownTransaction {
  readonly status: string;
  readonly postedDate: string | null;
  readonly postedDateSource: string | null;
  readonly valueDate: string | null;
  readonly amount: string;
  readonly entryType: string;
  readonly isReversal: boolean;
  readonly bankReference: string | null;
  readonly details: readonly unknown[];
}

interface ShownStatement {
  readonly accountId: string | null;
  readonly currency: string | null;
  readonly openingBalance: string | null;
  readonly closingBalance: string | null;
  readonly balancesAddUp: boolean | null;
  readonly transactions: readonly ShownTransaction[];
  readonly openingDate: string | null;
  readonly closingDate: string | null;
  readonly account: { readonly currencySource: string | null; readonly servicerId: string | null };
  readonly statementId: string | null;
  readonly fileReference: string | null;
  readonly asOfDate: string | null;
  readonly balances: readonly { readonly type: string; readonly amount: string; readonly date: string | null }[];
  readonly checks: { readonly controlTotalMatches: boolean | null; readonly recordCountMatches: boolean | null };
}

/** What tests look at of a line; all of it is in the schema. */
interface ShownFile {
  readonly file: string;
  readonly format: string | null;
  readonly version: string | null;
  readonly statements: readonly ShownStatement[];
  readonly warnings: readonly Problem[];
  readonly error: (Problem & { readonly damagedStatements: readonly Problem[] }) | null;
}

let folder: string;
let validate: (line: unknown) => string | null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-inspect-test-'));
  const schema = JSON.parse(await readFile(join(ROOT, 'docs/inspect.schema.json'), 'utf8'));
  const check = new Ajv2020({ allowUnionTypes: true }).compile(schema);
  validate = (line) => (check(line) ? null : JSON.stringify(check.errors));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function readLines({ stdout }: Outcome): Promise<ShownFile[]> {
  return stdout
    .trimEnd()
    .split('\n')
    .map((text) => {
      const line: unknown = JSON.parse(text);
      expect(validate(line), text.slice(0, 200)).toBeNull();
      // The schema, which has just been held to, says that it has these keys.
      return line as ShownFile;
    });
}

async function readOne(outcome: Outcome): Promise<ShownFile> {
  const [line, ...rest] = await readLines(outcome);
  if (line === undefined || rest.length > 0) throw new Error('one line was expected');
  return line;
}

const ENTRY: OutgoingEntry = {
  bookingDate: '2026-01-31',
  amount: '12.50',
  bankReference: 'B1',
  description: 'Invoice 7',
};

function statement(changes: Partial<OutgoingStatement> = {}): OutgoingStatement {
  return {
    account: { id: 'DE89370400440532013000', currency: 'EUR' },
    statementId: 'S1',
    asOfDate: '2026-01-31',
    balances: [
      { type: 'opening', amount: '100.00', date: '2026-01-31' },
      { type: 'closing', amount: '112.50', date: '2026-01-31' },
    ],
    entries: [ENTRY],
    ...changes,
  };
}

async function writeFixture(name: string, format: WritableFormat, one = statement()): Promise<string> {
  const path = join(folder, name);
  const file = { fileId: 'F1', senderId: '1', receiverId: '2', createdAt: '2026-01-31T12:00:00Z' };
  await pipeline(writeBankFile(format, [one], { file, onLoss: () => {} }), createWriteStream(path));
  return path;
}

describe('one file', () => {
  it('is shown in full', async () => {
    const path = await writeFixture('one.sta', 'mt940');
    const { code, stdout, stderr } = await inspect([path]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${path}  MT940

Statement 1: DE89370400440532013000, EUR, 2026-01-31
  opening balance  100.00  2026-01-31
  1 credit          12.50
  0 debits           0.00
  closing balance  112.50  2026-01-31
  ✓ The balances add up.

  POSTED      VALUE       AMOUNT       DESCRIPTION
  2026-01-31  2026-01-31   12.50 EUR  Invoice 7

✓ ${path}: MT940, 1 statement, 1 transaction
`);
  });

  it('shows the payments of a batch below their entry', async () => {
    const path = join(folder, 'batch.xml');
    const payment = (amount: string, name: string) =>
      `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties></TxDtls>`;
    await writeFile(
      path,
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>A</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">9</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt><NtryDtls>${payment('4', 'Ann')}${payment('5', 'Bob')}</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`,
    );
    const { stdout } = await inspect([path]);
    expect(stdout).toContain(`
  2026-01-05  –             9.00 EUR
                            4.00 EUR  └ Ann
                            5.00 EUR  └ Bob
`);
  });

  it('as JSON is one object of the documented shape', async () => {
    const path = await writeFixture('one.xml', 'camt053');
    const outcome = await inspect(['--json', path]);
    const line = await readOne(outcome);
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    expect(Object.keys(line)).toEqual(['file', 'format', 'version', 'statements', 'warnings', 'error']);
    expect(Object.keys(line.statements[0] ?? {}).slice(0, 6)).toEqual([
      'accountId',
      'currency',
      'openingBalance',
      'closingBalance',
      'balancesAddUp',
      'transactions',
    ]);
    expect(line).toMatchObject({
      file: path,
      format: 'camt053',
      version: '001.08',
      statements: [
        {
          accountId: 'DE89370400440532013000',
          currency: 'EUR',
          openingBalance: '100.00',
          closingBalance: '112.50',
          balancesAddUp: true,
          transactions: [
            { status: 'posted', postedDate: '2026-01-31', amount: '12.50', currency: 'EUR', description: 'Invoice 7' },
          ],
        },
      ],
      warnings: [],
      error: null,
    });
  });

  it('says that balances do not add up, with exit code 0, and with --strict that the file cannot be used', async () => {
    const path = await writeFixture('off.sta', 'mt940', statement({ entries: [] }));
    const tolerant = await inspect(['--json', path]);
    const line = await readOne(tolerant);
    expect([tolerant.code, line.statements[0]?.balancesAddUp, line.error]).toEqual([0, false, null]);
    expect(line.warnings.map(({ code }) => code)).toEqual(['balances_do_not_add_up']);
    const strict = await inspect(['--json', '--strict', path]);
    const refused = await readOne(strict);
    expect([strict.code, refused.statements, refused.error?.code]).toEqual([1, [], 'balances_do_not_add_up']);
    expect(refused.error?.damagedStatements).toHaveLength(1);
  });

  it.each([
    ['that is not there', 'nowhere.sta', 'There is no such file; check the path.', 'ENOENT'],
    ['that is a folder', 'folder', 'This is a folder; name the files in it.', 'EISDIR'],
  ])('%s is named with the remedy', async (_, name, message, reason) => {
    await mkdir(join(folder, 'folder'), { recursive: true });
    const path = join(folder, name);
    const outcome = await inspect([path]);
    expect([outcome.code, outcome.stderr]).toEqual([1, '']);
    expect(outcome.stdout).toBe(`✗ ${path}: not readable\n  ${message}\n    ${reason}\n`);
    const line = await readOne(await inspect(['--json', path]));
    expect(line).toMatchObject({ format: null, statements: [], error: { code: 'file_unavailable', reason } });
  });

  it('lets no text of a bank steer the terminal', async () => {
    const path = join(folder, 'steer.csv');
    await writeFile(
      path,
      'Date;Amount;Text\n2026-01-05;1,50;\x1b[2Jhello\n2026-01-06;2,50;there\n2026-01-07;-2,50;x\n',
    );
    const { stdout } = await inspect([path]);
    expect(stdout).toContain('[2Jhello');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('many files', () => {
  it('are a table with the reasons below it, and one unreadable file makes the exit code 1', async () => {
    const good = await writeFixture('good.ofx', 'ofx');
    const bad = join(folder, 'bad.txt');
    await writeFile(bad, 'Dear customer');
    const { code, stdout, stderr } = await inspect([good, bad]);
    expect([code, stderr]).toEqual([1, '']);
    expect(
      stdout.replaceAll(folder, '/tmp').replaceAll(/ {2,}/g, '  '),
    ).toBe(`  FILE  FORMAT  STATEMENTS  TRANSACTIONS  WARNINGS  BALANCES
✓  /tmp/good.ofx  OFX 220  1  1  0  not stated
✗  /tmp/bad.txt  –  0  0  0  –

✗ /tmp/bad.txt
  The content is none of the formats that are read; check that the right file was chosen.
  begins with "Dear customer", expected BAI2, camt XML, MT940, MT942, OFX, QIF or CSV

2 files: 1 readable, 1 not
`);
  });

  it('are lines of JSON in the order of the arguments', async () => {
    const paths = [await writeFixture('a.sta', 'mt940'), join(folder, 'none'), await writeFixture('b.bai', 'bai2')];
    const outcome = await inspect(['--json', ...paths]);
    const lines = await readLines(outcome);
    expect(outcome.code).toBe(1);
    expect(lines.map(({ file, format }) => [file, format])).toEqual([
      [paths[0], 'mt940'],
      [paths[1], null],
      [paths[2], 'bai2'],
    ]);
  });
});

describe('a large file', () => {
  it('whose output nobody reads to its end is not read to its end either', async () => {
    function* entries(): Generator<OutgoingEntry> {
      for (let i = 0; i < 60_000; i++) yield { ...ENTRY, bankReference: `B${i}` };
    }
    const path = await writeFixture('large.sta', 'mt940', statement({ entries: entries() }));
    const outcome = await inspect(['--json', path, path, path, path, path, path], (child) => {
      child.stdout?.once('data', () => child.stdout?.destroy());
    });
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
  });
});

/** The facts of the corpus that a line of JSON shows, statement by statement. */
function describeStatement(found: ShownStatement, folderName: string): Facts {
  const isMt = folderName.startsWith('mt');
  const { account, transactions } = found;
  const ofSource = (one: ShownTransaction) => (isMt || one.postedDateSource === 'bookingDate' ? one.postedDate : null);
  const booked = transactions.map(isMt ? (one: ShownTransaction) => one.valueDate : ofSource);
  const valued = transactions.map((one: ShownTransaction) => one.valueDate);
  const balance = (type: string) => found.balances.findLast((one) => one.type === type) ?? null;
  // The corpus takes only what the statement itself states.
  const source = account.currencySource;
  const isImplied = source === 'formatDefault' || (source === 'entry' && folderName.startsWith('ofx'));
  return {
    accountId: found.accountId,
    currency: isImplied ? null : found.currency,
    opening: found.openingBalance,
    closing: found.closingBalance,
    openingDate: found.openingDate,
    closingDate: found.closingDate,
    balanced: found.balancesAddUp,
    asOfDate: found.asOfDate,
    transactionCount: transactions.length,
    entryCount: transactions.length,
    txDetailsCount: sum(transactions.map((one: ShownTransaction) => one.details.length)),
    pendingEntries: countOf(transactions, (one) => one.status === 'pending'),
    infoEntries: countOf(transactions, (one) => one.status === 'information'),
    reversalEntries: countOf(transactions, (one) => one.isReversal),
    reversals: countOf(transactions, (one) => one.isReversal),
    missingIds: countOf(transactions, (one) => one.bankReference === null),
    ...describeMoney(transactions),
    firstDate: first(booked),
    lastDate: last(booked),
    firstValueDate: first(valued),
    lastValueDate: last(valued),
    statementId: found.statementId,
    statementNumber: found.statementId,
    reference: found.fileReference,
    ledgerBalance: balance('currentLedger')?.amount ?? null,
    ledgerDate: balance('currentLedger')?.date ?? null,
    availableBalance: balance('currentAvailable')?.amount ?? null,
    openingAvailable: balance('openingAvailable')?.amount ?? null,
    closingAvailable: balance('closingAvailable')?.amount ?? null,
    bankId: account.servicerId,
    controlTotalMatches: found.checks.controlTotalMatches,
    recordCountMatches: found.checks.recordCountMatches,
  };
}

function describeMoney(transactions: readonly ShownTransaction[]): Facts {
  return { sumCredits: sumSide(transactions, 'credit'), sumDebits: sumSide(transactions, 'debit') };
}

function sumSide(transactions: readonly ShownTransaction[], side: string): string {
  let units = 0n;
  for (const { amount, entryType } of transactions) {
    const [whole = '', fraction = ''] = String(amount).replace('-', '').split('.');
    const value = BigInt(whole + fraction.padEnd(8, '0'));
    const isNegative = String(amount).startsWith('-');
    if (entryType === side) units += (side === 'debit') === isNegative ? value : -value;
  }
  const digits = String(units < 0n ? -units : units).padStart(9, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const countOf = (list: readonly ShownTransaction[], test: (one: ShownTransaction) => boolean) =>
  list.filter(test).length;
const sorted = (dates: readonly (string | null)[]) => dates.filter((date) => date !== null).sort();
const first = (dates: readonly (string | null)[]) => sorted(dates)[0] ?? null;
const last = (dates: readonly (string | null)[]) => sorted(dates).at(-1) ?? null;

function describeFile(line: ShownFile): Facts {
  const transactions = line.statements.flatMap((one) => one.transactions);
  const booked = transactions.map((one: ShownTransaction) => one.postedDate);
  const isCamt = String(line.format).startsWith('camt');
  return {
    version: isCamt ? `${String(line.format).replace('camt0', 'camt.0')}.${line.version}` : line.version,
    transactionCount: transactions.length,
    entryCount: transactions.length,
    txDetailsCount: sum(transactions.map((one: ShownTransaction) => one.details.length)),
    splits: sum(transactions.map((one: ShownTransaction) => one.details.length)),
    pendingCount: countOf(transactions, (one) => one.status === 'pending'),
    messages: line.statements.length,
    accounts: line.statements.length,
    ...describeMoney(transactions),
    firstDate: first(booked),
    lastDate: last(booked),
  };
}

const MONEY =
  /^(?:opening|closing|openingAvailable|closingAvailable|sumCredits|sumDebits|ledgerBalance|availableBalance)$/;

/** How many of the expected facts the output shows; each of those has to be right. */
function compare(path: string, shown: Facts, expected: Facts): number {
  let count = 0;
  for (const [fact, value] of Object.entries(expected)) {
    if (!(fact in shown)) continue;
    count += 1;
    const corrected = correctFact(`${path} ${fact}`, value);
    const wanted = typeof corrected === 'string' && fact === 'statementId' ? corrected.trim() : corrected;
    const isEmpty = wanted === '' && shown[fact] === null;
    const isSame = MONEY.test(fact) ? isSameMoney(shown[fact], wanted) : shown[fact] === wanted;
    expect(isSame || isEmpty, `${path} ${fact}: ${shown[fact]}, expected ${wanted}`).toBe(true);
  }
  return count;
}

function statementAt({ file, statements }: ShownFile, index: number): ShownStatement {
  const statement = statements[index];
  if (statement === undefined) throw new Error(`${file} has no statement ${index}`);
  return statement;
}

const FOLDERS = ['bai2', 'camt052', 'camt053', 'camt054', 'mt940', 'mt942', 'ofx1', 'ofx2', 'qif', 'csv'];

function listFiles(isValid: boolean): [string, ExpectedFile][] {
  return FOLDERS.flatMap((name) =>
    loadExpected(name)
      .filter(([, file]) => file.valid === isValid)
      .map(([file, expected]): [string, ExpectedFile] => [`${name}/${file}`, expected]),
  );
}

describe.skipIf(!HAS_CORPUS)('the corpus', () => {
  const good = listFiles(true);
  const bad = listFiles(false);

  it('is read from one call, every good file with every expected value that is shown', async () => {
    const outcome = await inspect(['--json', ...good.map(([path]) => join(CORPUS, path))]);
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    const lines = await readLines(outcome);
    expect(lines.length).toBe(good.length);
    let shown = 0;
    for (const [index, [path, { facts = {} }]] of good.entries()) {
      const line = lines[index];
      if (line === undefined) throw new Error(`no line for ${path}`);
      expect([line.file, line.error]).toEqual([join(CORPUS, path), null]);
      shown += compare(path, describeFile(line), facts);
      const statements = listFacts({ statements: correctFact(`${path} statements`, facts.statements) }, 'statements');
      if (facts.statements !== undefined) expect(line.statements.length, path).toBe(statements.length);
      for (const [at, expected] of statements.entries()) {
        shown += compare(`${path} statements ${at}`, describeStatement(statementAt(line, at), path), expected);
      }
    }
    expect(shown).toBeGreaterThan(4000);
  });

  it('is shown to people from one call too, without a fault of our own', async () => {
    const all = [...good, ...bad].map(([path]) => join(CORPUS, path));
    expect(all.length).toBe(254);
    const { code, stdout, stderr } = await inspect(all);
    expect([code, stderr]).toEqual([1, '']);
    for (const path of all) expect(stdout).toContain(path);
    expect(stdout).toMatch(/^254 files: \d+ readable, \d+ not$/m);
    expect(stdout).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });

  it.each(bad.map(([path]) => path))('bad file %s: an exit code of 1, or warnings', async (path) => {
    const { code, stdout, stderr } = await inspect(['--json', join(CORPUS, path)]);
    const line = await readOne({ code, stdout, stderr });
    expect(stderr).toBe('');
    expect(code).toBe(line.error === null ? 0 : 1);
    if (line.error === null) expect(line.warnings.length).toBeGreaterThan(0);
    else expect(line.error.message).not.toBe('');
  });
});
