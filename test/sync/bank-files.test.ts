import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

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
  options: { date?: string; account?: string; summary?: string; lineEnd?: string; modifier?: string } = {},
): string {
  const { date = '261120', account = '000123454410', summary = ',,,,', lineEnd = '\n', modifier = '2' } = options;
  const records = [`03,${account},USD${summary}/`, ...rows];
  return [
    '01,BANK,CLIENT,261121,0600,1,80,1,2/',
    `02,CLIENT,BANK,1,${date},2359,USD,${modifier}/`,
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

  it('leaves the proof open while only one balance is known, and proves it with the next day', async () => {
    const id = await createConnection();
    const first = await upload(id, bai2([COFFEE], { date: '261119', summary: ',015,79650,,' }));
    expect(first.body.perAccount).toMatchObject([{ balanceProof: 'unproven' }]);
    const next = await upload(id, bai2([RENT], { date: '261120', summary: ',015,-40350,,' }));
    expect(next.body.perAccount).toMatchObject([{ balanceProof: 'proven' }]);
    const [account] = await accountsOf(id);
    expect(account).toMatchObject({ currentBalance: '-403.50' });
    const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: account?.id ?? '' } });
    expect(days).toMatchObject([
      { date: '2026-11-20', ledgerBalance: '-403.50', postedTransactionDelta: '-1200.00' },
      { date: '2026-11-19', ledgerBalance: '796.50', postedTransactionDelta: '-3.50' },
    ]);
  });

  it('with a late row of a proven day mends the proof that its absence had broken', async () => {
    const id = await createConnection();
    const broken = await upload(id, bai2([COFFEE], { summary: ',010,200000,,,015,79650,,' }));
    expect(broken.body.perAccount).toMatchObject([{ balanceProof: 'broken' }]);
    const mended = await upload(id, bai2([COFFEE, RENT], { summary: ',010,200000,,,015,79650,,' }));
    expect(mended.body).toMatchObject({ counts: { added: 1 }, perAccount: [{ balanceProof: 'proven' }] });
  });

  it('of an earlier day adds its rows and does not turn the current balance back', async () => {
    const id = await createConnection();
    await upload(id, bai2([RENT], { date: '261120', summary: ',015,10000,,' }));
    const earlier = await upload(id, bai2([COFFEE], { date: '261119', summary: ',015,130000,,' }));
    expect(earlier.body).toMatchObject({ counts: { added: 1 }, perAccount: [{ balanceProof: 'proven' }] });
    expect(await accountsOf(id)).toMatchObject([{ currentBalance: '100.00' }]);
  });

  it('of the running day gives pending rows, which the final one posts under the same ids', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE, COFFEE, RENT], { modifier: '1' }));
    const before = await transactionsOf(id);
    expect(before.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    const final = await upload(id, bai2([COFFEE, COFFEE, RENT], { summary: ',010,200000,,,015,79300,,' }));
    expect(final.body).toMatchObject({
      counts: { added: 0, modified: 3, removed: 0 },
      perAccount: [{ balanceProof: 'proven' }],
    });
    const after = await transactionsOf(id);
    expect(after.map(({ status }) => status)).toEqual(['posted', 'posted', 'posted']);
    expect(after.map((row) => row.id).sort()).toEqual(before.map((row) => row.id).sort());
  });

  it('keeps several accounts apart, and applies none but the whole ones', async () => {
    const id = await createConnection();
    const file = [
      '01,BANK,CLIENT,261121,0600,1,80,1,2/',
      '02,CLIENT,BANK,1,261120,2359,USD,2/',
      '03,111,USD,015,10000,,/',
      COFFEE,
      '49,10350,3/',
      '03,222,USD,015,20000,,/',
      '16,451,12.x,0,,,DAMAGED/',
      RENT,
      '49,0,4/',
      '03,333,EUR,015,30000,,/',
      RENT,
      '49,150000,3/',
      '98,0,3,12/',
      '99,0,1,14/',
    ].join('\n');
    const run = await upload(id, file);
    expect(run.body).toMatchObject({
      status: 'partial',
      counts: { added: 2 },
      error: { code: 'file_unreadable', message: expect.stringMatching(/^Line 7, 16: .*12\.x/) },
    });
    expect(
      (await accountsOf(id)).map((account) => [account.accountNumber, account.currency, account.currentBalance]).sort(),
    ).toEqual([
      ['111', 'USD', '100.00'],
      ['333', 'EUR', '300.00'],
    ]);
    expect((await transactionsOf(id)).map(({ currency, amount }) => [currency, amount]).sort()).toEqual([
      ['EUR', '-1200.00'],
      ['USD', '-3.50'],
    ]);
  });

  it('that is damaged leaves an account as it was, and says so of it', async () => {
    const id = await createConnection();
    await upload(id, bai2([COFFEE], { summary: ',015,79650,,' }));
    const before = [await accountsOf(id), await transactionsOf(id)];
    const run = await upload(id, bai2([RENT, '16,451,1,2,3,0,,,X/'.replace('1,2,3', '1-2')], { summary: ',015,1,,' }));
    expect(run.body).toMatchObject({
      status: 'failed',
      perAccount: [{ status: 'failed', error: { code: 'file_unreadable' }, counts: { added: 0 } }],
    });
    expect([await accountsOf(id), await transactionsOf(id)]).toEqual(before);
  });

  it('that ends early gives nothing of the statement that was cut, but all of those before', async () => {
    const id = await createConnection();
    const whole = [
      '01,BANK,CLIENT,261121,0600,1,80,1,2/',
      '02,CLIENT,BANK,1,261120,2359,USD,2/',
      '03,111,USD,,,,/',
      COFFEE,
      '49,350,3/',
      '03,222,USD,,,,/',
      RENT,
      '16,451,999,0,,,CUT O',
    ].join('\n');
    const run = await upload(id, whole);
    expect(run.body).toMatchObject({ status: 'partial', error: { code: 'file_unreadable' }, counts: { added: 1 } });
    expect(run.body.error?.message).toMatch(/^Line 8/);
    expect((await accountsOf(id)).map(({ accountNumber }) => accountNumber)).toEqual(['111']);
  });

  it('that is sent several times at once is taken in once', async () => {
    const id = await createConnection();
    const answers = await Promise.all([1, 2, 3, 4].map(() => upload(id, bai2([COFFEE, RENT]))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await transactionsOf(id)).toHaveLength(2);
  });

  it('that comes together with others of the same account is taken in whole, or refused while another is', async () => {
    const id = await createConnection();
    const files = [1, 2, 3, 4, 5].map((number) => bai2([COFFEE, `16,451,${number}00,0,,,ITEM ${number}/`]));
    const answers = await Promise.all(files.map((file) => upload(id, file)));
    for (const { status, body } of answers)
      if (status === 409) expect(body).toMatchObject({ error: { code: 'sync_in_progress' } });
      else expect(body).toMatchObject({ status: 'succeeded' });
    for (const file of files) await upload(id, file);
    const texts = (await transactionsOf(id)).map(({ description }) => description).sort();
    expect(texts).toEqual(['CARD PURCHASE COFFEE', 'ITEM 1', 'ITEM 2', 'ITEM 3', 'ITEM 4', 'ITEM 5']);
  });
});
