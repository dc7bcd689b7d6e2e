import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller, Schemas } from '../support/caller.ts';
import { defaultEntityOf } from '../support/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/running-system.ts';

const CORPUS = process.env.CAUSEWAY_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'samples');
const FORMATS = ['bai2', 'camt053'] as const;

let system: RunningSystem;
let caller: Caller;
let entityId: string;
let banks = 0;

beforeAll(async () => {
  system = await startSystem();
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});
afterAll(() => system?.stop());

/** A connection to a bank that nobody knows, which only files can feed. */
async function createConnection(): Promise<string> {
  banks += 1;
  const body = { entityId, portalUrl: `https://bank-${banks}.example/login` };
  return (await caller.get<Schemas['SetupConnection']>('createConnection', { body })).id;
}

function upload(
  connectionId: string,
  file: string | Uint8Array<ArrayBuffer>,
  fields: Readonly<Record<string, string>> = {},
  name = 'statement.txt',
): Promise<Answer<Schemas['SyncRun']>> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([file]), name);
  return caller.call('uploadConnectionFile', { path: { connectionId }, form });
}

const transactionsOf = (connectionId: string) =>
  caller.all<Schemas['Transaction']>('listTransactions', { query: { connectionId } });
const accountsOf = (connectionId: string) =>
  caller.all<Schemas['Account']>('listAccounts', { query: { connectionId } });

/** A statement of one day; trailers count records, control totals are left at zero where they do not matter. */
function bai2(
  rows: readonly string[],
  options: { date?: string; account?: string; summary?: string; lineEnd?: string } = {},
): string {
  const { date = '261120', account = '000123454410', summary = ',,,,', lineEnd = '\n' } = options;
  const records = [`03,${account},USD${summary}/`, ...rows];
  return [
    '01,BANK,CLIENT,261121,0600,1,80,1,2/',
    `02,CLIENT,BANK,1,${date},2359,USD,2/`,
    ...records,
    `49,0,${records.length + 1}/`,
    `98,0,1,${records.length + 3}/`,
    `99,0,1,${records.length + 5}/`,
    '',
  ].join(lineEnd);
}

const COFFEE = '16,451,350,0,,,CARD PURCHASE COFFEE/';
const RENT = '16,451,120000,0,REF7,,RENT NOVEMBER/';

describe('an uploaded file', () => {
  it('comes out of the API', async () => {
    const id = await createConnection();
    const run = await upload(id, bai2([COFFEE, RENT], { summary: ',010,200000,,,015,79650,,' }), {}, '2026-11-20.bai');
    expect(run.status).toBe(201);
    expect(run.headers.location).toBe(`/v1/connections/${id}/syncRuns/${run.body.id}`);
    expect(run.body).toMatchObject({
      trigger: 'upload',
      status: 'succeeded',
      outcome: 'changed',
      counts: { added: 2, modified: 0, removed: 0 },
      windowStart: '2026-11-20',
      file: { name: '2026-11-20.bai', format: 'bai2' },
    });
    expect(await transactionsOf(id)).toMatchObject([
      { status: 'posted', postedDate: '2026-11-20', currency: 'USD', entryType: 'debit' },
      { status: 'posted', postedDate: '2026-11-20', currency: 'USD', entryType: 'debit' },
    ]);
    expect(await accountsOf(id)).toMatchObject([
      { accountNumber: '000123454410', currentBalance: '796.50', maskedNumber: '****4410' },
    ]);
    expect(run.body.perAccount).toMatchObject([{ balanceProof: 'proven', complete: true, error: null }]);
  });

  it('changes neither kind nor status of its connection', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE]));
    expect(await caller.get('getConnection', { path: { connectionId: id } })).toMatchObject({
      kind: 'setup',
      status: 'draft',
    });
  });

  it('is taken in once: the same bytes give the earlier run', async () => {
    const id = await createConnection();
    const first = await upload(id, bai2([COFFEE]));
    const second = await upload(id, bai2([COFFEE]), {}, 'another-name.txt');
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it('adds nothing when the same statement comes as other bytes', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE, COFFEE, RENT]));
    const again = await upload(id, bai2([RENT, COFFEE, COFFEE], { lineEnd: '\r\n' }));
    expect(again.body).toMatchObject({
      status: 'succeeded',
      outcome: 'unchanged',
      counts: { added: 0, modified: 0, removed: 0 },
    });
    expect(await transactionsOf(id)).toHaveLength(3);
  });

  it('adds only what is new when it overlaps an earlier one, and removes nothing that it lacks', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE, RENT]));
    const wider = await upload(id, bai2([COFFEE, COFFEE]));
    expect(wider.body.counts).toEqual({ added: 1, modified: 0, removed: 0 });
    expect((await transactionsOf(id)).map(({ amount }) => amount).sort()).toEqual(['-1200.00', '-3.50', '-3.50']);
  });

  it('that cannot be read gives a failed run that says where and why, and leaves nothing', async () => {
    const id = await createConnection();
    const run = await upload(id, bai2(['16,451,3x0,0,,,COFFEE/']));
    expect(run.status).toBe(201);
    expect(run.body).toMatchObject({
      status: 'failed',
      outcome: null,
      error: { code: 'file_unreadable', actionRequiredBy: 'integrator' },
    });
    expect(run.body.error?.message).toMatch(/^Line 4, 16: .*amount.*3x0/i);
    expect(await transactionsOf(id)).toEqual([]);
    expect(await accountsOf(id)).toEqual([]);
  });

  it('that failed may be sent again', async () => {
    const id = await createConnection();
    const first = await upload(id, 'this is no bank file');
    const second = await upload(id, 'this is no bank file');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('is refused when it was announced as another format', async () => {
    const id = await createConnection();
    const run = await upload(id, bai2([COFFEE]), { format: 'camt053' });
    expect(run.body).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' } });
    expect(run.body.error?.message).toContain('camt053');
    expect(await transactionsOf(id)).toEqual([]);
  });

  it('is refused when it speaks of another account than the one it was sent for', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE]));
    const [account] = await accountsOf(id);
    const run = await upload(id, bai2([RENT], { account: '999' }), { accountId: account?.id ?? '' });
    expect(run.body).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' } });
    expect(await transactionsOf(id)).toHaveLength(1);
  });

  it('is refused for an account of another connection, and nothing is kept', async () => {
    const [id, other] = [await createConnection(), await createConnection()];
    await upload(other, bai2([COFFEE]));
    const [account] = await accountsOf(other);
    const answer = await upload(id, bai2([RENT]), { accountId: account?.id ?? '' });
    expect(answer.status).toBe(422);
    expect(await caller.all('listSyncRuns', { path: { connectionId: id } })).toEqual([]);
  });

  it('is refused once the connection is revoked', async () => {
    const id = await createConnection();
    await caller.get('revokeConnection', { path: { connectionId: id } });
    const answer = await upload(id, bai2([COFFEE]));
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });

  it('breaks the balance proof of its account when rows and balances do not add up, and is applied', async () => {
    const id = await createConnection();
    const run = await upload(id, bai2([COFFEE], { summary: ',010,10000,,,015,10000,,' }));
    expect(run.body).toMatchObject({ status: 'succeeded', perAccount: [{ balanceProof: 'broken' }] });
    const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', { path: { connectionId: id } });
    expect(health.accounts).toMatchObject([{ balanceProof: 'broken', brokenFrom: '2026-11-20', difference: '3.50' }]);
  });
});

interface StatementFacts {
  readonly accountId: string;
  readonly currency: string;
  readonly transactionCount?: number;
  readonly entryCount?: number;
  readonly infoEntries?: number;
  readonly unclassifiedTypeCodes?: number;
  readonly sumCredits: string;
  readonly sumDebits: string;
  readonly closing: string | null;
  readonly closingDate?: string;
  readonly asOfDate?: string;
}
interface CorpusFile {
  readonly valid: boolean;
  readonly facts?: { readonly statements: readonly StatementFacts[] };
}

/** Cents of decimal text; the corpus keeps to five decimals. */
const units = (text: string) => BigInt(Math.round(Number(text) * 100_000));

describe.skipIf(!existsSync(CORPUS)).each(FORMATS)('the %s files of the corpus', (format) => {
  const files: [string, CorpusFile][] = existsSync(CORPUS)
    ? Object.entries(
        (
          JSON.parse(readFileSync(join(CORPUS, format, 'expected.json'), 'utf8')) as {
            files: Record<string, CorpusFile>;
          }
        ).files,
      ) // The corpus' own form.
    : [];
  const good = files.filter(([, { valid }]) => valid);
  const bad = files.filter(([, { valid }]) => !valid);

  it.each(good)('%s: counts, sums and balances', async (name, { facts }) => {
    const id = await createConnection();
    const run = await upload(id, readFileSync(join(CORPUS, format, name)), {}, basename(name));
    expect(run.body).toMatchObject({ status: 'succeeded', file: { format } });
    const statements = facts?.statements ?? [];
    const accounts = await accountsOf(id);
    const rows = await transactionsOf(id);
    const count = (of: readonly StatementFacts[]) =>
      of.reduce((sum, each) => sum + (each.transactionCount ?? (each.entryCount ?? 0) - (each.infoEntries ?? 0)), 0);
    const sum = (of: readonly string[]) => of.reduce((total, amount) => total + units(amount), 0n);
    expect(rows).toHaveLength(count(statements));
    for (const account of accounts) {
      const own = statements.filter(
        ({ accountId, currency }) =>
          accountId.replaceAll(' ', '') === account.accountNumber?.replaceAll(' ', '') && currency === account.currency,
      );
      const ours = rows.filter(({ accountId }) => accountId === account.id).map(({ amount }) => amount);
      expect(ours, account.accountNumber ?? '').toHaveLength(count(own));
      expect(sum(ours.filter((amount) => !amount.startsWith('-')))).toBe(sum(own.map(({ sumCredits }) => sumCredits)));
      expect(sum(ours.filter((amount) => amount.startsWith('-')))).toBe(-sum(own.map(({ sumDebits }) => sumDebits)));
      // The latest closing balance is the account's; of several on one day the one that the file gives last.
      const closings = own.filter(({ closing }) => closing !== null);
      const latest = closings.reduce<StatementFacts | null>(
        (best, each) =>
          (each.closingDate ?? each.asOfDate ?? '') >= (best?.closingDate ?? best?.asOfDate ?? '') ? each : best,
        null,
      );
      if (latest?.closing != null) expect(units(account.currentBalance ?? 'NaN')).toBe(units(latest.closing));
    }
    const again = await upload(id, readFileSync(join(CORPUS, format, name)));
    expect(again).toMatchObject({ status: 200, body: { id: run.body.id } });
  });

  it.each(bad)('%s: no silent partial import', async (name) => {
    const id = await createConnection();
    const run = await upload(id, readFileSync(join(CORPUS, format, name)), {}, basename(name));
    expect(['succeeded', 'partial', 'failed']).toContain(run.body.status);
    if (run.body.status === 'succeeded') {
      // Readable after all; what does not add up in it shows in the proof or leaves nothing proven.
      expect(run.body.perAccount.map(({ balanceProof }) => balanceProof)).not.toContain('proven');
      return;
    }
    expect(run.body.error).toMatchObject({ code: 'file_unreadable', message: expect.stringMatching(/Line \d+/) });
    if (run.body.status === 'failed') expect(await transactionsOf(id)).toEqual([]);
  });
});
