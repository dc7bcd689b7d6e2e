import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { addDays } from '../../src/domain/values/calendar-date.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { replaceDailyBalances } from '../../src/store/accounts/balances.ts';
import { insertConnectionTransition } from '../../src/store/connections/connection-transitions.ts';
import { finishSyncRun } from '../../src/store/connections/sync-runs.ts';
import { type AccountKey, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import { november } from '../support/banks/rows.ts';
import type { Caller, CallInput, Schemas } from '../support/calls/caller.ts';
import { servedOperations } from '../support/calls/every-operation.ts';
import { createAccount, createActiveConnection, createEntityRow, planWrite } from '../support/records/ledger.ts';
import {
  createConnectSessionRow,
  createFileSourceRow,
  createQuarantinedFile,
  createQueuedRun,
  createReceiver,
  createStatement,
  createSuggestion,
  createSyncRunStep,
} from '../support/records/stocked-tenant.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

type Transaction = Schemas['Transaction'];
type Query = NonNullable<CallInput['query']>;

const COUNT = 7;
let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;
let entityId: string;
const accounts: AccountKey[] = [];
let all: Transaction[];
/** A transaction with as many revisions as the other lists have items. */
let revisedId: string;
/** A run with as many steps. */
let steppedRunId: string;
/** A registration with as many deliveries. */
let busyWebhookId: string;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  caller = organization.test;
  const { commands } = system.installation;
  const tenant = { organizationId: organization.id, environment: 'test' as const };
  for (let index = 0; index < COUNT; index += 1) entityId = await createEntityRow(commands, organization.id);
  for (let index = 0; index < COUNT; index += 1) {
    const connectionId = await createActiveConnection(commands, { ...tenant, entityId }, 'harbor-demo-bank');
    accounts.push(await createAccount(commands, tenant, connectionId));
  }
  for (const account of accounts) await writeBalances(account);
  await writeRuns(accountAt(0));
  for (let index = 0; index < COUNT; index += 1) await writeTransition(accountAt(1));
  steppedRunId = await createQueuedRun(commands, accountAt(1));
  for (let index = 0; index < COUNT; index += 1) await createSyncRunStep(commands, accountAt(1), steppedRunId);
  for (let index = 0; index < COUNT; index += 1)
    await createSuggestion(commands, accountAt(index), [commands.newId(), commands.newId()]);
  for (const account of accounts) {
    await createQuarantinedFile(commands, account, commands.newId());
    await createFileSourceRow(commands, account);
    await createConnectSessionRow(commands, account, entityId);
    await createStatement(commands, account);
  }
  for (const account of accounts) busyWebhookId = (await createReceiver(commands, account)).webhookId;
  for (let index = 1; index < COUNT; index += 1)
    await caller.get('testWebhook', { path: { webhookId: busyWebhookId } });
  for (const [index, rows] of [ROWS, ROWS, []].entries()) {
    const account = accountAt(index);
    // One commit for each row gives the rows update times of their own; the second account shares one.
    if (index === 0) for (const row of rows) await write(account, [row]);
    else await write(account, rows);
  }
  all = await caller.all<Transaction>('listTransactions');
  revisedId = all[0]?.id ?? '';
  await system.database.sql`insert into transaction_revisions
    select r.organization_id, r.transaction_id, r.revision + n, 'modified', r.changed_at, '{amount}', r.sync_run_id,
      r.evidence_id, r.evidence_location, r.body
    from transaction_revisions r, generate_series(1, ${COUNT - 1}::int) n
    where r.transaction_id = ${revisedId} and r.revision = 1`;
});
afterAll(() => system?.stop());

function accountAt(index: number): AccountKey {
  const account = accounts[index];
  if (account === undefined) throw new Error(`there is no account ${index}`);
  return account;
}

/** Rows that differ in everything a list can filter and sort by; several share a day, some have none. */
const ROWS: readonly Partial<ObservedRow>[] = [
  { rawDescription: 'PAYROLL NOVEMBER', amount: '-1250.00', rail: 'ach', postedDate: november(1) },
  { rawDescription: 'Coffee at Müller', amount: '-5.00', rail: 'card', postedDate: november(2) },
  { rawDescription: '100%_OFF\\SALE', amount: '-5.01', rail: 'card', postedDate: november(2) },
  { rawDescription: 'WIRE IN', amount: '99999999999.99', rail: 'wire', postedDate: november(2) },
  { rawDescription: 'REFUND', amount: '4.99', rail: 'card', postedDate: november(3) },
  { rawDescription: 'ZERO FEE', amount: '0.00', rail: 'other', postedDate: november(3) },
  { rawDescription: 'Pending lunch', amount: '-12.30', status: 'pending', postedDate: null },
  { rawDescription: 'Pending taxi', amount: '-7.00', status: 'pending', postedDate: null },
  { rawDescription: 'Undated fee', amount: '-1.00', postedDate: null },
  {
    rawDescription: 'Named',
    merchantName: 'Blue Harbour Café',
    counterpartyName: 'OY Example AB',
    paymentReference: 'RF18 5390',
  },
];

async function write(account: AccountKey, rows: readonly Partial<ObservedRow>[]): Promise<void> {
  const { commands } = system.installation;
  const writes = rows.map((row) => planWrite(commands, account, row));
  await system.database.sql.begin((db) => writeTransactions(db, account, writes));
}

async function writeBalances(account: AccountKey): Promise<void> {
  const days = [1, 2, 3].map((day) => ({
    date: november(day),
    ledgerBalance: `${day}.00`,
    postedTransactionDelta: '1.00',
    source: 'derived' as const,
  }));
  const at = instantFromMs(Date.parse('2026-11-04T00:00:00Z'));
  await replaceDailyBalances(system.database.sql, { ...account, id: account.accountId, currency: 'USD' }, days, at);
}

async function writeRuns(account: AccountKey): Promise<void> {
  const { commands } = system.installation;
  for (let index = 0; index < COUNT; index += 1) {
    const id = await createQueuedRun(commands, account);
    await finishSyncRun(system.database.sql, account, id, {
      status: index % 2 === 0 ? 'succeeded' : 'failed',
      outcome: index % 2 === 0 ? 'unchanged' : null,
      finishedAt: instantFromMs(commands.nowMs()),
      windowStart: null,
      windowEnd: null,
      counts: { added: 0, modified: 0, removed: 0 },
      perAccount: [],
      error: null,
      fileFormat: null,
    });
  }
}

async function writeTransition({ organizationId, connectionId }: AccountKey): Promise<void> {
  const { commands } = system.installation;
  await insertConnectionTransition(system.database.sql, {
    ...{ organizationId, connectionId, id: commands.newId(), at: instantFromMs(commands.nowMs()) },
    ...{ cause: 'syncFailed', actor: 'platform', errorCode: 'portal_unavailable' },
    ...{ fromKind: 'ready', toKind: 'ready', fromStatus: 'errored', toStatus: 'errored' },
  });
}

/** Every definition of a demo bank is listed to a test key. */
const DEFINED_BANKS = readdirSync(new URL('../../institutions', import.meta.url)).filter((name) =>
  name.endsWith('.yaml'),
).length;

/** Every list of the service with the requests that stand for it. */
const lists: Readonly<Record<string, { input(): CallInput; readonly count: number; key(item: never): string }>> = {
  listEntities: { input: () => ({}), count: COUNT + 1, key: (item: Schemas['Entity']) => item.entityId },
  listInstitutions: {
    input: () => ({}),
    count: DEFINED_BANKS,
    key: (item: Schemas['Institution']) => item.institutionId,
  },
  listConnections: { input: () => ({}), count: COUNT, key: (item: Schemas['Connection']) => item.id },
  listSyncRuns: {
    input: () => ({ path: { connectionId: accountAt(0).connectionId } }),
    count: COUNT,
    key: (item: Schemas['SyncRun']) => item.id,
  },
  listConnectionTransitions: {
    input: () => ({ path: { connectionId: accountAt(1).connectionId } }),
    count: COUNT,
    key: (item: Schemas['ConnectionTransition']) => item.id,
  },
  listAccounts: { input: () => ({}), count: COUNT, key: (item: Schemas['Account']) => item.id },
  listBalances: {
    input: () => ({}),
    count: COUNT * 3,
    key: (item: Schemas['DailyBalance']) => `${item.date} ${item.accountId}`,
  },
  listTransactionHistory: {
    input: () => ({ path: { transactionId: revisedId } }),
    count: COUNT,
    key: (item: Schemas['TransactionRevision']) => String(item.revision),
  },
  listSyncRunSteps: {
    input: () => ({ path: { connectionId: accountAt(1).connectionId, syncRunId: steppedRunId } }),
    count: COUNT,
    key: (item: Schemas['SyncRunStep']) => item.id,
  },
  listStatements: { input: () => ({}), count: COUNT, key: (item: Schemas['Statement']) => item.id },
  listConnectSessions: { input: () => ({}), count: COUNT, key: (item: Schemas['ConnectSession']) => item.id },
  listFileSources: { input: () => ({}), count: COUNT, key: (item: Schemas['FileSource']) => item.id },
  listQuarantinedFiles: { input: () => ({}), count: COUNT, key: (item: Schemas['QuarantinedFile']) => item.id },
  listSuggestions: { input: () => ({}), count: COUNT, key: (item: Schemas['Suggestion']) => item.id },
  listWebhooks: { input: () => ({}), count: COUNT, key: (item: Schemas['Webhook']) => item.id },
  listWebhookDeliveries: {
    input: () => ({ path: { webhookId: busyWebhookId } }),
    count: COUNT,
    key: (item: Schemas['WebhookDelivery']) => item.id,
  },
  listAuditEntries: {
    input: () => ({}),
    count: COUNT + 1,
    key: (item: Schemas['AuditEntry']) => item.id,
  },
  listEvents: { input: () => ({}), count: COUNT * 2 - 1, key: (item: Schemas['Event']) => item.id },
  listTransactions: { input: () => ({}), count: ROWS.length * 2, key: (item: Transaction) => item.id },
};
const listNames = Object.keys(lists);
/** They have cursors of their own kind. */
const STREAMS: readonly string[] = ['syncTransactions', 'streamTransactions', 'streamEvents'];

function listOf(operationId: string) {
  const list = lists[operationId];
  if (list === undefined) throw new Error(`${operationId} is no list`);
  return list;
}

interface ListPage {
  readonly data: readonly unknown[];
  readonly pagination: Schemas['Pagination'];
}

/** All pages of a size, each as the API gave it. */
async function readPages(operationId: string, query: Query): Promise<ListPage[]> {
  const { input } = listOf(operationId);
  const pages: ListPage[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const more: Query = cursor === undefined ? {} : { cursor };
    const page = await caller.get<ListPage>(operationId, { ...input(), query: { ...query, ...more } });
    pages.push(page);
    cursor = page.pagination.nextCursor;
  }
  return pages;
}

describe('every list', () => {
  it('is known here', () => {
    const paged = servedOperations().filter(
      ({ id, parameters }) => !STREAMS.includes(id) && parameters.some(({ name }) => name === 'cursor'),
    );
    expect(listNames.sort()).toEqual(paged.map(({ id }) => id).sort());
  });

  it.each(listNames)('%s comes without loss or repetition in pages of 1, 2 and 500', async (operationId) => {
    const { count } = listOf(operationId);
    const [whole, ...rest] = await readPages(operationId, { limit: 500 });
    expect(rest).toEqual([]);
    expect(whole?.data).toHaveLength(count);
    expect(whole?.pagination).toEqual({ hasMore: false, nextCursor: null });
    for (const limit of [1, 2, count - 1, count]) {
      const pages = await readPages(operationId, { limit });
      expect(pages.flatMap(({ data }) => data)).toEqual(whole?.data);
      // No page is short but the last, and none is empty: another page follows exactly when something is left.
      expect(pages.map(({ data }) => data.length)).toEqual(
        Array.from({ length: Math.ceil(count / limit) }, (_, page) => Math.min(limit, count - page * limit)),
      );
      for (const { pagination } of pages) expect(pagination.hasMore).toBe(pagination.nextCursor !== null);
    }
  });

  it('has 100 items a page unless asked otherwise, and 500 at most', async () => {
    const crowd = await system.createOrganization();
    for (let index = 0; index < 500; index += 1) await createEntityRow(system.installation.commands, crowd.id);
    const lengthOf = async (query: Query) => (await crowd.test.get<ListPage>('listEntities', { query })).data.length;
    expect([await lengthOf({}), await lengthOf({ limit: 101 }), await lengthOf({ limit: 500 })]).toEqual([
      100, 101, 500,
    ]);
    for (const limit of [0, 501, -1, '1.0', '0x10', '١'])
      expect((await crowd.test.refusal('listEntities', { query: { limit } })).code).toBe('validation_error');
  });

  it.each(listNames)('%s holds its place while newer items come in', async (operationId) => {
    const { input, key } = listOf(operationId);
    const keyOf = (item: unknown) => key(item as never); // It belongs to this list.
    const before = (await readPages(operationId, { limit: 500 })).flatMap(({ data }) => data);
    const first = await caller.get<ListPage>(operationId, { ...input(), query: { limit: 1 } });
    // At the head of every list that can grow; the catalog cannot.
    await createEntityRow(system.installation.commands, organization.id);
    const query: Query = { limit: 500, cursor: first.pagination.nextCursor ?? '' };
    const rest = await caller.get<ListPage>(operationId, { ...input(), query });
    expect([...first.data, ...rest.data].map(keyOf)).toEqual(before.map(keyOf));
    await system.database.sql`delete from entities where organization_id = ${organization.id}
      and id = (select max(id::text)::uuid from entities where organization_id = ${organization.id})`;
  });

  it('gives cursors that only their own list takes', async () => {
    const cursors = new Map<string, string>();
    for (const operationId of listNames) {
      const { input } = listOf(operationId);
      const page = await caller.get<ListPage>(operationId, { ...input(), query: { limit: 1 } });
      cursors.set(operationId, page.pagination.nextCursor ?? '');
    }
    cursors.set('syncTransactions', (await caller.get<Schemas['TransactionSyncPage']>('syncTransactions')).nextCursor);
    for (const operationId of [...listNames, 'syncTransactions'])
      for (const [origin, cursor] of cursors) {
        const input = { ...lists[operationId]?.input(), query: { cursor } };
        if (origin === operationId) await caller.get(operationId, input);
        else
          expect((await caller.refusal(operationId, input)).code, `${origin} at ${operationId}`).toBe('invalid_cursor');
      }
  });

  it('gives cursors that no other key takes, in the other environment or elsewhere', async () => {
    const strangers = [organization.live, (await system.createOrganization()).test];
    for (const operationId of listNames) {
      const { input } = listOf(operationId);
      const page = await caller.get<ListPage>(operationId, { ...input(), query: { limit: 1 } });
      const query = { cursor: page.pagination.nextCursor ?? '' };
      expect(query.cursor).not.toBe('');
      for (const stranger of strangers)
        expect((await stranger.refusal(operationId, { ...input(), query })).code, operationId).toBe('invalid_cursor');
    }
  });

  const filtered: readonly [string, () => Query, () => Query][] = [
    ['listEntities', () => ({}), () => ({ externalEntityId: 'default' })],
    ['listInstitutions', () => ({}), () => ({ query: 'demo' })],
    ['listConnections', () => ({ entityId }), () => ({ entityId, kind: 'ready' })],
    ['listSyncRuns', () => ({ status: 'succeeded' }), () => ({ status: 'failed' })],
    ['listAccounts', () => ({ currency: 'USD' }), () => ({ currency: 'EUR' })],
    ['listEvents', () => ({ type: 'test' }), () => ({})],
    ['listWebhookDeliveries', () => ({ status: 'pending' }), () => ({})],
    ['listBalances', () => ({ dateGte: '2026-11-01' }), () => ({ dateGte: '2026-11-02' })],
    ['listTransactions', () => ({ rail: 'card' }), () => ({ rail: 'card', sort: 'updatedAt' })],
    ['listTransactions', () => ({ sort: 'postedDate' }), () => ({ sort: '-postedDate' })],
    ['listTransactions', () => ({ amountGte: '-10' }), () => ({ amountGte: '-11' })],
  ];
  it.each(filtered)('%s gives cursors that keep to their filters and sort (%#)', async (operationId, query, other) => {
    const input = listOf(operationId).input();
    const page = await caller.get<ListPage>(operationId, { ...input, query: { ...query(), limit: 1 } });
    const cursor = page.pagination.nextCursor ?? '';
    const refusal = await caller.refusal(operationId, { ...input, query: { ...other(), cursor } });
    expect(refusal.code).toBe('invalid_cursor');
    await caller.get(operationId, { ...input, query: { ...query(), cursor, limit: 3 } });
  });

  it('gives cursors of one connection’s runs that no other connection takes', async () => {
    const page = await caller.get<ListPage>('listSyncRuns', { ...listOf('listSyncRuns').input(), query: { limit: 1 } });
    const query = { cursor: page.pagination.nextCursor ?? '' };
    const path = { connectionId: accountAt(1).connectionId };
    expect((await caller.refusal('listSyncRuns', { path, query })).code).toBe('invalid_cursor');
  });
});

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const find = (query: Query, limit = 3) => caller.all<Transaction>('listTransactions', { query, limit });

describe('transactions', () => {
  /** Later than any date, as the contract has it. */
  const dateOf = ({ postedDate }: Transaction) => postedDate ?? '9999-99-99';
  const updateOf = ({ updatedAt }: Transaction) => updatedAt;
  it.each([
    ['postedDate', dateOf, 1],
    ['-postedDate', dateOf, -1],
    ['updatedAt', updateOf, 1],
    ['-updatedAt', updateOf, -1],
  ] as const)('are sorted by %s, then by id in the same direction', async (sort, keyOf, direction) => {
    const inOrder = [...all].sort((a, b) => {
      const [x, y] = [keyOf(a) + a.id, keyOf(b) + b.id];
      return (x < y ? -1 : 1) * direction;
    });
    for (const limit of [1, 2, 500]) expect(idsOf(await find({ sort }, limit))).toEqual(idsOf(inOrder));
  });

  it('without a date come first when the latest come first, and last when they come last', async () => {
    const undated = all.filter(({ postedDate }) => postedDate === null).length;
    expect(undated).toBe(6);
    const dates = (await find({})).map(({ postedDate }) => postedDate);
    expect(dates.slice(0, undated)).toEqual(Array.from({ length: undated }, () => null));
    const rising = (await find({ sort: 'postedDate' })).map(({ postedDate }) => postedDate);
    expect(rising).toEqual([...dates].reverse());
  });

  const day = (number: number) => november(number);
  const filters: readonly [string, () => Query, (row: Transaction) => boolean][] = [
    ['from a day on', () => ({ postedDateGte: day(2) }), (row) => row.postedDate !== null && row.postedDate >= day(2)],
    ['before a day', () => ({ postedDateLt: day(2) }), (row) => row.postedDate !== null && row.postedDate < day(2)],
    [
      'of one day',
      () => ({ postedDateGte: day(2), postedDateLt: addDays(day(2), 1) }),
      ({ postedDate }) => postedDate === day(2),
    ],
    ['of no day', () => ({ postedDateGte: day(2), postedDateLt: day(2) }), () => false],
    ['of at least an amount', () => ({ amountGte: '-5.00' }), ({ amount }) => Number(amount) >= -5],
    ['of at most an amount', () => ({ amountLte: '-5' }), ({ amount }) => Number(amount) <= -5],
    ['of exactly an amount', () => ({ amountGte: '-5.010', amountLte: '-05.01' }), ({ amount }) => amount === '-5.01'],
    ['of a huge amount', () => ({ amountGte: '99999999999.985' }), ({ amount }) => amount === '99999999999.99'],
    ['of no amount', () => ({ amountGte: '1', amountLte: '0' }), () => false],
    ['of zero', () => ({ amountGte: '-0', amountLte: '+0.00' }), ({ amount }) => Number(amount) === 0],
    ['that are pending', () => ({ status: 'pending' }), ({ status }) => status === 'pending'],
    ['that are posted', () => ({ status: 'posted' }), ({ status }) => status === 'posted'],
    ['by rail', () => ({ rail: 'wire' }), ({ rail }) => rail === 'wire'],
    ['of an account', () => ({ accountId: accountAt(1).accountId }), (row) => row.accountId === accountAt(1).accountId],
    ['of an empty account', () => ({ accountId: accountAt(2).accountId }), () => false],
    [
      'of a connection',
      () => ({ connectionId: accountAt(0).connectionId }),
      (row) => row.accountId === accountAt(0).accountId,
    ],
    [
      'of an account of another connection',
      () => ({ accountId: accountAt(0).accountId, connectionId: accountAt(1).connectionId }),
      () => false,
    ],
    ['of an entity', () => ({ entityId }), () => true],
    ['with a text in capitals', () => ({ query: 'PENDING L' }), (row) => row.rawDescription === 'Pending lunch'],
    ['with letters beyond ASCII', () => ({ query: 'MÜLLER' }), (row) => row.rawDescription === 'Coffee at Müller'],
    [
      'with signs that mean something to a database',
      () => ({ query: '%_off\\' }),
      (row) => row.rawDescription === '100%_OFF\\SALE',
    ],
    ['with a percent sign alone', () => ({ query: '%' }), (row) => row.rawDescription === '100%_OFF\\SALE'],
    ['by merchant', () => ({ query: 'harbour caf' }), ({ merchantName }) => merchantName === 'Blue Harbour Café'],
    [
      'by counterparty',
      () => ({ query: 'oy example' }),
      ({ counterpartyName }) => counterpartyName === 'OY Example AB',
    ],
    ['by reference', () => ({ query: 'rf18 53' }), ({ paymentReference }) => paymentReference === 'RF18 5390'],
    ['with a text that none has', () => ({ query: 'no such text' }), () => false],
    [
      'by several at once',
      () => ({ rail: 'card', amountLte: '0', postedDateGte: day(2) }),
      (row) => row.rail === 'card' && Number(row.amount) <= 0 && row.postedDate !== null && row.postedDate >= day(2),
    ],
  ];
  it.each(filters)('%s are found', async (_what, query, fits) => {
    const expected = idsOf(all.filter(fits));
    for (const limit of [1, 500]) expect(idsOf(await find(query(), limit))).toEqual(expected);
    const rising = await find({ ...query(), sort: 'updatedAt' }, 2);
    expect(new Set(idsOf(rising))).toEqual(new Set(expected));
  });

  it('are thinned out by fields, name by name, without another order', async () => {
    const names = Object.keys(all[0] ?? {});
    for (const name of names) {
      const rows = await caller.all<Record<string, unknown>>('listTransactions', { query: { fields: name } });
      const kept = new Set(['id', 'connectionId', 'accountId', name]);
      const wanted = all.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => kept.has(key))));
      expect(rows).toEqual(wanted);
    }
    expect(await caller.all('listTransactions', { query: { fields: names.join(',') } })).toEqual(all);
  });
});

describe('balances', () => {
  const find = (query: Query) => caller.all<Schemas['DailyBalance']>('listBalances', { query, limit: 2 });

  it('come by day downwards, then by account upwards', async () => {
    const rows = await find({});
    const sorted = [...rows].sort((a, b) =>
      a.date === b.date ? (a.accountId < b.accountId ? -1 : 1) : a.date < b.date ? 1 : -1,
    );
    expect(rows).toEqual(sorted);
  });

  it('are filtered by half-open days, account, connection and entity', async () => {
    const daysOf = async (query: Query) =>
      (await find({ ...query, accountId: accountAt(3).accountId })).map(({ date }) => date);
    expect(await daysOf({ dateGte: november(2) })).toEqual([november(3), november(2)]);
    expect(await daysOf({ dateLt: november(2) })).toEqual([november(1)]);
    expect(await daysOf({ dateGte: november(2), dateLt: november(3) })).toEqual([november(2)]);
    expect(await daysOf({ dateGte: november(3), dateLt: november(2) })).toEqual([]);
    expect(await daysOf({ connectionId: accountAt(3).connectionId, entityId })).toHaveLength(3);
    expect(await daysOf({ connectionId: accountAt(4).connectionId })).toEqual([]);
  });
});
