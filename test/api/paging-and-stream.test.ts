import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import {
  advanceDays,
  advanceToQuietHour,
  type DemoConnection,
  defaultEntityOf,
  openDemoConnection,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

type Transaction = Schemas['Transaction'];
type Page = Schemas['TransactionSyncPage'];

let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;
let rows: Transaction[];

beforeAll(async () => {
  system = await startSystem();
  caller = (await system.createOrganization()).test;
  // From here on, two days hold a day of business.
  await advanceToQuietHour(caller);
  connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
  rows = await caller.all<Transaction>('listTransactions');
});
afterAll(() => system?.stop());

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);
const sync = (query: Record<string, string | number>) => caller.get<Page>('syncTransactions', { query });

/** Reads the stream to its end in pages of a size; the changes in their order, and the last cursor. */
async function readOn(cursor: string, limit: number, query: Record<string, string> = {}, reader: Caller = caller) {
  const events: Schemas['TransactionSyncEvent'][] = [];
  for (let hasMore = true, place = cursor; ; ) {
    const page: Page = await reader.get('syncTransactions', { query: { ...query, cursor: place, limit } });
    events.push(...page.events);
    place = page.nextCursor;
    hasMore = page.hasMore;
    if (!hasMore) return { events, cursor: place };
  }
}
const subject = (event: Schemas['TransactionSyncEvent']) =>
  event.type === 'removed' ? event.transactionId : event.transaction.id;

describe('lists', () => {
  it.each(['-postedDate', 'postedDate', '-updatedAt', 'updatedAt'])(
    'page through all transactions by %s, whatever the page size',
    async (sort) => {
      const whole = await caller.all<Transaction>('listTransactions', { query: { sort } });
      expect(new Set(idsOf(whole))).toEqual(new Set(idsOf(rows)));
      for (const limit of [7, 100])
        expect(idsOf(await caller.all<Transaction>('listTransactions', { query: { sort }, limit }))).toEqual(
          idsOf(whole),
        );
      const key = (row: Transaction) =>
        (sort.endsWith('postedDate') ? (row.postedDate ?? '9999') : row.updatedAt) + row.id;
      const sorted = [...whole].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(idsOf(whole)).toEqual(idsOf(sort.startsWith('-') ? sorted.reverse() : sorted));
    },
  );

  it('filter, each by its own meaning', async () => {
    const [some] = rows.filter(({ postedDate, status }) => postedDate !== null && status === 'posted');
    const day = some?.postedDate ?? '';
    const nextDay = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const filters: readonly [Record<string, string>, (row: Transaction) => boolean][] = [
      [{ status: 'pending' }, ({ status }) => status === 'pending'],
      [{ status: 'reversed' }, () => false],
      [{ rail: 'card' }, ({ rail }) => rail === 'card'],
      [{ accountId: some?.accountId ?? '' }, ({ accountId }) => accountId === some?.accountId],
      [{ accountId: 'nonsense' }, () => false],
      [{ connectionId: connection.id }, () => true],
      [{ entityId: await defaultEntityOf(caller) }, () => true],
      [{ postedDateGte: day, postedDateLt: nextDay }, ({ postedDate }) => postedDate === day],
      [{ postedDateLt: day }, ({ postedDate }) => postedDate !== null && postedDate < day],
      [{ amountGte: '0.01' }, ({ amount }) => Number(amount) > 0],
      [{ amountGte: some?.amount ?? '', amountLte: some?.amount ?? '' }, ({ amount }) => amount === some?.amount],
      [
        { query: (some?.description ?? '').slice(2, 12).toUpperCase() },
        ({ description }) => description.toLowerCase().includes((some?.description ?? '').slice(2, 12).toLowerCase()),
      ],
    ];
    for (const [query, fits] of filters) {
      const found = await caller.all<Transaction>('listTransactions', { query, limit: 50 });
      expect(new Set(idsOf(found)), JSON.stringify(query)).toEqual(new Set(idsOf(rows.filter(fits))));
    }
  });

  it('hand out cursors that fit their own filters, sort and operation only', async () => {
    const page = await caller.get<Schemas['TransactionList']>('listTransactions', {
      query: { limit: 2, rail: 'card' },
    });
    const cursor = page.pagination.nextCursor ?? '';
    const next = await caller.get<Schemas['TransactionList']>('listTransactions', {
      query: { limit: 5, rail: 'card', cursor, fields: 'amount' },
    });
    expect(next.data).toHaveLength(5);
    for (const query of [{ cursor }, { cursor, rail: 'ach' }, { cursor, rail: 'card', sort: 'postedDate' }])
      expect(await caller.refusal('listTransactions', { query })).toMatchObject({ code: 'invalid_cursor' });
    expect(await caller.refusal('listAccounts', { query: { cursor } })).toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('the stream', () => {
  it('begins at the head without a cursor, and at the beginning when asked', async () => {
    const head = await sync({});
    expect(head).toMatchObject({ events: [], hasMore: false });
    expect((await readOn(head.nextCursor, 10)).events).toEqual([]);
    const first = await sync({ from: 'beginning', limit: 500 });
    const rest = first.hasMore ? (await readOn(first.nextCursor, 500)).events : [];
    const all = [...first.events, ...rest];
    expect(all.map(({ type }) => type)).toEqual(all.map(() => 'added'));
    expect(all.map(subject).sort()).toEqual(idsOf(rows).sort());
  });

  it('gives the same changes whatever the page size, each transaction once', async () => {
    const start = (await sync({ from: 'beginning', limit: 1 })).nextCursor;
    const whole = await readOn(start, 500);
    for (const limit of [3, 77]) expect((await readOn(start, limit)).events).toEqual(whole.events);
    expect(new Set(whole.events.map(subject)).size).toBe(whole.events.length);
  });

  it('tells added from modified by where the catch-up began, over all of its pages', async () => {
    const before = await sync({});
    await advanceDays(caller, 2, connection.id);
    const page = await sync({ cursor: before.nextCursor, limit: 1 });
    expect(page.hasMore).toBe(true);
    // More changes come in while the client is paging: rows that it cannot know stay `added`.
    await advanceDays(caller, 4, connection.id);
    const { events } = await readOn(page.nextCursor, 1);
    const known = new Set(idsOf(rows));
    for (const event of [...page.events, ...events])
      if (event.type !== 'removed')
        expect(event.type, subject(event)).toBe(known.has(subject(event)) ? 'modified' : 'added');
    expect(events.some(({ type }) => type === 'modified')).toBe(true);
  });

  it('is a part of the whole, in the same order, when it is filtered', async () => {
    const start = await sync({ from: 'beginning', limit: 1 });
    const whole = [...start.events, ...(await readOn(start.nextCursor, 500)).events];
    for (const { id } of await caller.all<Schemas['Account']>('listAccounts')) {
      const first = await sync({ from: 'beginning', limit: 1, accountId: id });
      const part = [...first.events, ...(await readOn(first.nextCursor, 50, { accountId: id })).events];
      const accountOf = (event: Schemas['TransactionSyncEvent']) =>
        event.type === 'removed' ? event.accountId : event.transaction.accountId;
      expect(part).toEqual(whole.filter((event) => accountOf(event) === id));
    }
  });

  it('thins transactions out by fields without changing which events come', async () => {
    const start = (await sync({ from: 'beginning', limit: 1 })).nextCursor;
    const whole = await sync({ cursor: start, limit: 20 });
    const sparse = await sync({ cursor: start, limit: 20, fields: 'amount' });
    expect(sparse.events.map(subject)).toEqual(whole.events.map(subject));
    for (const event of sparse.events)
      if (event.type !== 'removed')
        expect(Object.keys(event.transaction).sort()).toEqual(['accountId', 'amount', 'connectionId', 'id']);
  });

  it('removes every transaction of an entity that is deleted, and no other', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'leaving' } });
    const made = await caller.get<Schemas['SetupConnection']>('createConnection', {
      body: { entityId: entity.entityId, portalUrl: 'https://leaving.example' },
    });
    await caller.get('uploadConnectionFile', { path: { connectionId: made.id }, form: fileForm(smallBai2File(5)) });
    const leaving = idsOf(await caller.all<Transaction>('listTransactions', { query: { connectionId: made.id } }));
    expect(leaving).toHaveLength(5);
    const filtered = (await caller.get<Page>('syncTransactions', { query: { connectionId: made.id } })).nextCursor;
    const before = await sync({});
    await caller.call('deleteEntity', { path: { entityId: entity.entityId } });
    const { events } = await readOn(before.nextCursor, 2);
    expect(events.map(subject).sort()).toEqual([...leaving].sort());
    expect(events.map((event) => event.type === 'removed' && event.reason)).toEqual(leaving.map(() => 'entityDeleted'));
    // Nobody can ask for the connection any more, but its stream ends properly.
    expect((await readOn(filtered, 100, { connectionId: made.id })).events.map(subject).sort()).toEqual(
      [...leaving].sort(),
    );
    for (const id of leaving)
      expect(await caller.refusal('getTransaction', { path: { transactionId: id } })).toMatchObject({
        code: 'not_found',
      });
  });
});
