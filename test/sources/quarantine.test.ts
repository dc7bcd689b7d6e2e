import { beforeAll, describe, expect, it } from 'vitest';
import { type FileFeed, openFileFeed } from '../support/banks/file-feed.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { stageSystem } from '../support/system/system-stage.ts';
import { bai2, camt, ofx } from './statements.ts';

type QuarantinedFile = Schemas['QuarantinedFile'];

const system = stageSystem();
let caller: Caller;
let entityId: string;

beforeAll(async () => {
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});

const feed = () => openFileFeed(caller, entityId);
const listOf = ({ connectionId }: FileFeed, status?: string) =>
  caller.all<QuarantinedFile>('listQuarantinedFiles', {
    query: { connectionId, ...(status === undefined ? {} : { status }) },
  });
const at = (id: string) => ({ path: { quarantinedFileId: id } });
const accept = (id: string, body: Schemas['FileKnowledge'] = {}) =>
  caller.get<QuarantinedFile>('acceptQuarantinedFile', { ...at(id), body });

/** The one file that lies in quarantine, with its preview. */
async function only(bank: FileFeed): Promise<QuarantinedFile> {
  const [file, another] = await listOf(bank, 'open');
  if (file === undefined || another !== undefined) throw new Error('there must be one file in quarantine');
  expect(file.preview).toBeNull();
  return caller.get<QuarantinedFile>('getQuarantinedFile', at(file.id));
}

const QIF = '!Type:Bank\nD03/04/2026\nT-58.20\nPBlue Bottle\n^\nD05/04/2026\nT100.00\nPRefund\n^\n';

describe('a list of which no date tells the order of day and month', () => {
  it('waits until a person says it, and shows its rows meanwhile', async () => {
    const bank = await openFileFeed(caller, entityId);
    const list = '!Type:Bank\nD1/2/2026\nT5.00\nPOne\n^\nD2/3/2026\nT-6.00\nPTwo\n^\n';
    const knowledge = { accountNumber: '4712', currency: 'EUR' };
    await caller.get('putFileSettings', { path: { connectionId: bank.connectionId }, body: knowledge });
    const { body: run } = await bank.upload(list);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' } });
    const file = await only(bank);
    expect(file).toMatchObject({
      status: 'open',
      problems: [{ reason: 'layoutUnclear', code: 'date_order_assumed' }],
      preview: { statements: [{ rowCount: 2 }] },
    });
    expect(await accept(file.id, { takesDamaged: true })).toMatchObject({ status: 'open' });
    expect(await bank.lines()).toEqual([]);
    expect(await accept(file.id, { dateOrder: 'DMY' })).toMatchObject({ status: 'accepted', problems: [] });
    const query = { connectionId: bank.connectionId };
    const rows = await caller.all<Schemas['Transaction']>('listTransactions', { query });
    expect(rows.map(({ postedDate }) => postedDate).sort()).toEqual(['2026-02-01', '2026-03-02']);
  });
});

describe('a file that does not say enough', () => {
  it('waits with its reason and a preview, and is taken in with the account, the currency and the order of dates', async () => {
    const bank = await feed();
    const { body: run } = await bank.upload(QIF);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' } });
    const file = await only(bank);
    expect(file).toMatchObject({
      status: 'open',
      origin: 'upload',
      syncRunId: run.id,
      file: { name: 'statement', format: 'qif', sha256: run.file?.sha256 },
      problems: [{ reason: 'accountMissing', message: expect.stringContaining('accountNumber') }],
      preview: { format: 'qif', isPartial: false, statements: [{ rowCount: 2, credits: '100', debits: '58.2' }] },
      decidedAt: null,
    });
    expect(file.preview?.statements[0]?.rows[0]).toMatchObject({ amount: '-58.20', description: 'Blue Bottle' });
    const partly = await accept(file.id, { accountNumber: 'FR7630006000011234567890189' });
    expect(partly).toMatchObject({ id: file.id, status: 'open', problems: [{ reason: 'currencyMissing' }] });
    expect(await bank.accounts()).toEqual([]);
    const whole = await accept(file.id, { currency: 'EUR', dateOrder: 'DMY' });
    const keyId = caller.key.split('_')[2];
    expect(whole).toMatchObject({ status: 'accepted', problems: [], decidedByKeyId: keyId });
    expect(whole.knowledge).toMatchObject({ accountNumber: 'FR7630006000011234567890189', currency: 'EUR' });
    expect((await bank.transactions()).map(({ postedDate, currency }) => [postedDate, currency])).toEqual([
      ['2026-04-05', 'EUR'],
      ['2026-04-03', 'EUR'],
    ]);
    // Known once, the same bytes are the run that took them in, and accepting again changes nothing.
    expect((await bank.upload(QIF)).status).toBe(200);
    expect(await accept(file.id)).toEqual(whole);
  });

  it('is taken in at once where the connection knows what files do not say', async () => {
    const bank = await feed();
    await bank.take(ofx('77801', 'USD', [['A1B2C3', '20260401', '-1.00', 'ONE']]));
    const [account] = await bank.accounts();
    const body = { accountId: account?.id ?? '', dateOrder: 'MDY' as const };
    const path = { connectionId: bank.connectionId };
    const settings = await caller.get<Schemas['FileKnowledge']>('putFileSettings', { path, body });
    expect(settings).toMatchObject({ ...body, currency: null, csvProfile: null });
    expect(await caller.get('getFileSettings', { path })).toEqual(settings);
    await bank.take(QIF);
    expect((await bank.transactions()).map(({ postedDate }) => postedDate)).toEqual([
      '2026-05-04',
      '2026-04-01',
      '2026-03-04',
    ]);
  });

  it('of a table is read by the profile that a person gives', async () => {
    const bank = await feed();
    const table = 'a;b;c\n01.02.26;x;1,5\n02.02.26;y;2,5\n';
    await bank.upload(table);
    const { id, problems } = await only(bank);
    expect(problems[0]?.reason).toMatch(/layoutUnclear|unknownFormat/);
    const csvProfile = {
      name: 'three columns',
      delimiter: ';',
      headerRow: 0,
      decimalMark: ',',
      dateOrder: 'DMY',
      date: 'a',
      description: ['b'],
      amount: { kind: 'signed', column: 'c', isOutflowPositive: true },
    };
    const bad = await caller.refusal('acceptQuarantinedFile', { ...at(id), body: { csvProfile: { name: 'x' } } });
    expect(bad).toMatchObject({
      code: 'validation_error',
      details: [{ field: 'csvProfile', message: 'needs delimiter' }],
    });
    expect(await accept(id, { csvProfile, accountNumber: '4711', currency: 'EUR' })).toMatchObject({
      status: 'accepted',
    });
    expect(await bank.lines()).toEqual(['-1.50 posted x', '-2.50 posted y']);
  });

  it('of a table of very many columns waits with the bound, and is read by a profile as well', async () => {
    const bank = await feed();
    const table = ['x', 'y'].map((text) => `2026-02-01,${text},-1.50${',1.00'.repeat(2000)}\n`).join('');
    await bank.upload(table);
    const { id, problems } = await only(bank);
    expect(problems).toMatchObject([
      {
        reason: 'layoutUnclear',
        code: 'csv_too_many_columns',
        message: expect.stringContaining('a layout is found among 200 columns at most'),
      },
    ]);
    const csvProfile = {
      name: 'wide',
      delimiter: ',',
      headerRow: null,
      decimalMark: '.',
      dateOrder: 'YMD',
      date: 0,
      description: [1],
      amount: { kind: 'signed', column: 2 },
    };
    expect(await accept(id, { csvProfile, accountNumber: '4712', currency: 'EUR' })).toMatchObject({
      status: 'accepted',
    });
    expect(await bank.lines()).toEqual(['-1.50 posted x', '-1.50 posted y']);
  });

  it('is taken in at once with what is said beside it, which outranks what the connection knows', async () => {
    const bank = await feed();
    const path = { connectionId: bank.connectionId };
    await bank.take(QIF, { accountNumber: '4711', currency: 'EUR', dateOrder: 'DMY' });
    const [account] = await bank.accounts();
    expect(account).toMatchObject({ accountNumber: '4711', currency: 'EUR' });
    await caller.get('putFileSettings', { path, body: { accountId: account?.id ?? null, dateOrder: 'DMY' } });
    const csvProfile = {
      name: 'three columns',
      delimiter: ';',
      headerRow: 0,
      decimalMark: ',',
      dateOrder: 'MDY',
      date: 'a',
      description: ['b'],
      amount: { kind: 'signed', column: 'c' },
    };
    const said = { csvProfile: JSON.stringify(csvProfile), accountNumber: '4712', currency: 'CHF' };
    const run = await bank.take('a;b;c\n01.02.26;x;1,5\n', said);
    expect(run.counts.added).toBe(1);
    const [newest] = await bank.transactions();
    expect(newest).toMatchObject({ postedDate: '2026-04-05', currency: 'EUR' });
    const other = (await bank.transactions()).find(({ currency }) => currency === 'CHF');
    expect(other).toMatchObject({ amount: '1.50', postedDate: '2026-01-02' });
    expect((await bank.accounts()).map(({ accountNumber }) => accountNumber).sort()).toEqual(['4711', '4712']);
    expect(await listOf(bank)).toEqual([]);
  });
});

describe('a damaged file', () => {
  const damaged = bai2({
    '66001': ['16,451,350,0,,,COFFEE/', '16,451,3x0,0,,,GARBLED/'],
    '66002': ['16,142,900,0,,,RENT/'],
  });

  it('waits with line and record; its other accounts are taken in, and a person may take what stands in front of the damage', async () => {
    const bank = await feed();
    expect((await bank.upload(damaged)).body.status).toBe('partial');
    expect(await bank.lines()).toEqual(['9.00 posted RENT']);
    const file = await only(bank);
    expect(file.problems).toMatchObject([
      { reason: 'damaged', code: 'amount_garbled', line: 5, record: '16', accountNumber: '****6001' },
    ]);
    expect(file.preview?.statements).toMatchObject([{ accountNumber: '****6001', rowCount: 1 }, { rowCount: 1 }]);
    expect(await accept(file.id)).toMatchObject({ status: 'open' });
    expect(await accept(file.id, { takesDamaged: true })).toMatchObject({ status: 'accepted', problems: [] });
    expect(await bank.lines()).toEqual(['-3.50 posted COFFEE', '9.00 posted RENT']);
  });

  it('is let go by a good copy of itself only when that is the same content', async () => {
    const bank = await feed();
    await bank.upload('this is no bank file');
    const { id } = await only(bank);
    await bank.take(bai2({ '66003': ['16,451,350,0,,,COFFEE/'] }));
    expect((await listOf(bank)).map(({ status }) => status)).toEqual(['open']);
    await bank.upload('this is no bank file');
    expect((await only(bank)).id).toBe(id);
  });

  it('is refused in strict mode for totals that do not add up, and accepted without', async () => {
    const bank = await feed();
    const path = { connectionId: bank.connectionId };
    await caller.get('putFileSettings', { path, body: { isStrict: true } });
    const wrong = bai2({ '66004': ['16,451,350,0,,,COFFEE/'] }).replace('49,0,', '49,7,');
    expect((await bank.upload(wrong)).body.status).toBe('failed');
    const { id, problems } = await only(bank);
    expect(problems.map(({ reason, record }) => `${reason} ${record}`)).toEqual(['totalsWrong 98', 'totalsWrong 49']);
    expect(await accept(id, { isStrict: false })).toMatchObject({ status: 'accepted' });
    expect(await bank.lines()).toEqual(['-3.50 posted COFFEE']);
  });
});

describe('a file in the wrong place', () => {
  it('of another entity is taken when a person says that both hold the account', async () => {
    const iban = 'DE91100000000123456789';
    const file = camt('camt053', iban, [{ amount: '1.00', day: '2026-11-20', text: 'SHARED' }]);
    await (await feed()).take(file);
    const { entityId: other } = await caller.get<Schemas['Entity']>('createEntity', {
      body: { externalEntityId: 'joint' },
    });
    const bank = await openFileFeed(caller, other);
    await bank.upload(file);
    const { id, problems } = await only(bank);
    expect(problems).toMatchObject([{ reason: 'foreignEntity', accountNumber: '****6789' }]);
    expect(await accept(id, { takesForeign: true })).toMatchObject({ status: 'accepted' });
    expect(await bank.lines()).toEqual(['-1.00 posted SHARED']);
  });

  it('without a currency waits where its number exists in several', async () => {
    const bank = await feed();
    for (const currency of ['USD', 'EUR'])
      await bank.take(ofx('88001', currency, [['A1B2C3', '20260401', '-1.00', currency]]));
    await bank.upload(ofx('88001', null, [['A1B2C9', '20260402', '-2.00', 'WHICH']]));
    const { id, problems } = await only(bank);
    expect(problems).toMatchObject([
      { reason: 'accountAmbiguous', message: expect.stringMatching(/EUR.*USD|USD.*EUR/) },
    ]);
    const accounts = await bank.accounts();
    const accountId = accounts.find(({ currency }) => currency === 'EUR')?.id ?? '';
    expect(await accept(id, { accountId })).toMatchObject({ status: 'accepted' });
    expect((await bank.transactions()).find(({ description }) => description === 'WHICH')).toMatchObject({
      accountId,
      currency: 'EUR',
    });
  });

  it('with its signs turned round waits, and nothing of it is stored', async () => {
    const bank = await feed();
    const turned = camt(
      'camt053',
      'DE75512108001245126199',
      [{ amount: '5.00', side: 'CRDT', day: '2026-11-20', text: 'CARD' }],
      {
        opening: '100.00',
        closing: '95.00',
        day: '2026-11-20',
      },
    );
    await bank.upload(turned);
    expect((await only(bank)).problems).toMatchObject([{ reason: 'signsInverted' }]);
    expect(await bank.lines()).toEqual([]);
  });
});

describe('discarding', () => {
  it('closes a file for good, says who did it, and stores nothing', async () => {
    const bank = await feed();
    await bank.upload(QIF);
    const { id } = await only(bank);
    const discarded = await caller.get<QuarantinedFile>('discardQuarantinedFile', at(id));
    expect(discarded).toMatchObject({ status: 'discarded', decidedByKeyId: caller.key.split('_')[2], preview: null });
    expect(await caller.get('discardQuarantinedFile', at(id))).toEqual(discarded);
    expect(await caller.refusal('acceptQuarantinedFile', { ...at(id), body: {} })).toMatchObject({ code: 'conflict' });
    expect(await listOf(bank, 'open')).toEqual([]);
    expect(await bank.transactions()).toEqual([]);
  });
});
