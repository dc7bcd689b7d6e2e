import { beforeAll, describe, expect, it } from 'vitest';
import { openFileFeed } from '../support/banks/file-feed.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { stageSystem } from '../support/system/system-stage.ts';
import { bai2, camt, mt, ofx } from './statements.ts';

const system = stageSystem();
let caller: Caller;
let entityId: string;

beforeAll(async () => {
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});

const IBAN = 'DE02100100100006820101';
const DAY = '2026-11-20';
const feed = () => openFileFeed(caller, entityId);

describe('a statement and a notification of the same entry', () => {
  const batch = { amount: '80.00', day: DAY, reference: 'ACSR2302010958' };
  const statement = camt('camt053', IBAN, [{ ...batch, text: 'Order' }]);
  const notification = camt('camt054', IBAN, [{ ...batch, text: 'Salaries November', details: ['30.00', '50.00'] }]);

  it.each([
    ['statement first', [statement, notification], 'Order'],
    ['notification first', [notification, statement], 'Order'],
  ])('are one transaction: %s', async (_order, files, text) => {
    const bank = await feed();
    for (const file of files) await bank.take(file);
    expect(await bank.lines()).toEqual([`-80.00 posted ${text}`]);
  });

  it('that lists its payments as entries of their own are one as well', async () => {
    const singles = camt('camt054', IBAN, [
      { ...batch, amount: '30.00', text: 'Salary A' },
      { ...batch, amount: '50.00', text: 'Salary B' },
    ]);
    const first = await feed();
    await first.take(statement);
    expect((await first.take(singles)).counts).toEqual({ added: 0, modified: 0, removed: 0 });
    const second = await feed();
    await second.take(singles);
    expect((await second.take(statement)).counts).toEqual({ added: 1, modified: 0, removed: 2 });
    expect([await first.lines(), await second.lines()]).toEqual([['-80.00 posted Order'], ['-80.00 posted Order']]);
  });

  it.each([
    ['statement first', 0],
    ['notification first', 1],
  ])('without a reference are paired by day and amount: %s', async (_order, first) => {
    const bank = await feed();
    const entries = (words: string) => [
      { amount: '12.50', day: DAY, text: `${words} one` },
      { amount: '12.50', day: DAY, text: `${words} two` },
      { amount: '9.00', day: DAY, text: `${words} three` },
    ];
    const files = [camt('camt053', IBAN, entries('stated')), camt('camt054', IBAN, entries('notified'))];
    await bank.take(files[first] ?? '');
    await bank.take(files[1 - first] ?? '');
    expect(await bank.lines()).toEqual([
      '-12.50 posted stated one',
      '-12.50 posted stated two',
      '-9.00 posted stated three',
    ]);
  });

  it('leaves a second entry of the same day and amount that the next page states', async () => {
    const bank = await feed();
    await bank.take(camt('camt054', IBAN, [{ amount: '3.50', day: DAY, text: 'notified' }]));
    await bank.take(camt('camt053', IBAN, [{ amount: '3.50', day: DAY, text: 'page one' }]));
    await bank.take(camt('camt053', IBAN, [{ amount: '3.50', day: DAY, text: 'page two' }]));
    expect(await bank.lines()).toEqual(['-3.50 posted page one', '-3.50 posted page two']);
  });
});

describe('reports of the running day and the final statement', () => {
  it('are one mirror, also where the final one uses other words', async () => {
    const bank = await feed();
    await bank.take(bai2({ '77001': ['16,451,350,0,,,PENDING COFFEE/', '16,451,900,0,,,LUNCH/'] }, { modifier: '1' }));
    const before = await bank.transactions();
    const final = bai2({ '77001': ['16,451,350,0,,,CARD PURCHASE 4711 BLUE CAFE/', '16,451,900,0,,,LUNCH/'] });
    expect((await bank.take(final)).counts).toEqual({ added: 0, modified: 2, removed: 0 });
    expect(await bank.lines()).toEqual(['-3.50 posted CARD PURCHASE 4711 BLUE CAFE', '-9.00 posted LUNCH']);
    expect((await bank.transactions()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  });

  it('may come late: what is booked stays booked', async () => {
    const bank = await feed();
    await bank.take(bai2({ '77001': ['16,451,350,0,,,CARD PURCHASE/', '16,451,900,0,,,LUNCH/'] }));
    const late = bai2({ '77001': ['16,451,900,0,,,LUNCH/', '16,451,350,0,,,PENDING COFFEE/'] }, { modifier: '1' });
    expect((await bank.take(late)).counts).toEqual({ added: 0, modified: 0, removed: 0 });
    expect(await bank.lines()).toEqual(['-3.50 posted CARD PURCHASE', '-9.00 posted LUNCH']);
  });

  it('of MT942 and MT940 are one mirror', async () => {
    const bank = await feed();
    const row = (text: string) => [':61:2611201120D12,50NTRFNONREF//778812', `:86:${text}`];
    await bank.take(mt(IBAN, row('SHOP BERLIN'), true));
    expect(await bank.lines()).toEqual(['-12.50 pending SHOP BERLIN']);
    expect((await bank.take(mt(IBAN, row('SHOP BERLIN')))).perAccount).toMatchObject([{ balanceProof: 'proven' }]);
    expect(await bank.lines()).toEqual(['-12.50 posted SHOP BERLIN']);
  });

  it('of camt.052 and camt.053 are one mirror, and informative entries are none', async () => {
    const bank = await feed();
    await bank.take(
      camt('camt052', IBAN, [
        { amount: '5.00', day: DAY, text: 'CARD 1', reference: 'REF-1001' },
        { amount: '99.00', day: DAY, text: 'FORECAST', status: 'INFO' },
      ]),
    );
    await bank.take(
      camt('camt053', IBAN, [{ amount: '5.00', day: DAY, text: 'BLUE CAFE BERLIN', reference: 'REF-1001' }]),
    );
    expect(await bank.lines()).toEqual(['-5.00 posted BLUE CAFE BERLIN']);
  });
});

describe('a file with several accounts', () => {
  it('feeds all of them and discovers those that are new', async () => {
    const bank = await feed();
    await bank.take(bai2({ '77001': ['16,451,350,0,,,COFFEE/'] }));
    await bank.take(bai2({ '77001': ['16,451,400,0,,,TEA/'], '77002': ['16,142,500,0,,,RENT/'] }));
    expect((await bank.accounts()).map(({ accountNumber }) => accountNumber).sort()).toEqual(['77001', '77002']);
    expect(await bank.lines()).toEqual(['-3.50 posted COFFEE', '-4.00 posted TEA', '5.00 posted RENT']);
  });
});

describe('an account of another entity', () => {
  const createEntity = async (externalEntityId: string) =>
    (await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId } })).entityId;

  it('makes the whole file refused, with the reason, and nothing is stored', async () => {
    const iban = 'DE75512108001245126199';
    const owner = await openFileFeed(caller, await createEntity('owner'));
    await owner.take(camt('camt053', iban, [{ amount: '1.00', day: DAY, text: 'OWN' }]));
    const other = await openFileFeed(caller, await createEntity('other'));
    const { body: run } = await other.upload(camt('camt053', iban, [{ amount: '2.00', day: DAY, text: 'STRAY' }]));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'file_unreadable' }, counts: { added: 0 } });
    expect(run.error?.message).toMatch(
      /^Account \*{4}6199 \(EUR\) belongs to entity owner, on connection .*takesForeign/,
    );
    expect(await other.accounts()).toEqual([]);
  });

  it('is none where only the number is equal: another bank counts its accounts anew', async () => {
    const owner = await openFileFeed(caller, await createEntity('one'), 'https://one.example/');
    await owner.take(bai2({ '10001': ['16,451,350,0,,,COFFEE/'] }));
    const other = await openFileFeed(caller, await createEntity('two'), 'https://two.example/');
    await other.take(bai2({ '10001': ['16,451,350,0,,,COFFEE/'] }));
    const same = await openFileFeed(caller, await createEntity('three'), 'https://one.example/');
    expect((await same.upload(bai2({ '10001': ['16,451,350,0,,,COFFEE/'] }))).body.status).toBe('failed');
  });

  it('is told neither to another organization nor to the other environment', async () => {
    const iban = 'DE68210501700012345678';
    const file = camt('camt053', iban, [{ amount: '1.00', day: DAY, text: 'OWN' }]);
    await (await openFileFeed(caller, await createEntity('here'))).take(file);
    const elsewhere = await system.createOrganization();
    for (const stranger of [elsewhere.live, elsewhere.test])
      await (await openFileFeed(stranger, await defaultEntityOf(stranger))).take(file);
  });
});

describe('OFX', () => {
  it('knows an entry by its FITID although the bank words it anew, and the account by its type', async () => {
    const bank = await feed();
    await bank.take(ofx('55501', 'USD', [['F20261120A', '20261120', '-4.20', 'POS AUTH']]));
    const again = await bank.take(
      ofx('55501', 'USD', [
        ['F20261120A', '20261120', '-4.20', 'BLUE BOTTLE'],
        ['F20261120B', '20261120', '-4.20', 'POS AUTH TWO'],
      ]),
    );
    expect(again.counts).toMatchObject({ added: 1, removed: 0 });
    expect(await bank.accounts()).toMatchObject([{ type: 'savings', currency: 'USD', accountNumber: '55501' }]);
  });

  it('without a currency takes that of the one account of its number', async () => {
    const bank = await feed();
    await bank.take(ofx('55502', 'CAD', [['A1B2C3', '20261120', '-1.00', 'ONE']]));
    await bank.take(ofx('55502', null, [['A1B2C4', '20261121', '-2.00', 'TWO']]));
    expect((await bank.transactions()).map(({ currency }) => currency)).toEqual(['CAD', 'CAD']);
  });
});
