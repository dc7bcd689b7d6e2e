import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playScenario } from '../support/banks/bank-truth.ts';
import type { Answer, Caller, CallInput, Schemas } from '../support/calls/caller.ts';
import {
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  defaultEntityOf,
  eventually,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

// The three pages are all that a client of the compatible core knows. What they say is in the file beside the contract's
// own tests; here it is held against answers of the running service.
interface Fact {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: readonly Fact[];
}

interface SeedPage {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Fact[];
  readonly request?: { readonly properties: readonly Fact[] };
  readonly response: {
    readonly properties: readonly Fact[];
    readonly example?: { readonly value: { readonly transaction: Readonly<Record<string, string>> } };
  };
}

const SEEDS = new URL('../contract/seeds.json', import.meta.url);
const { pages } = JSON.parse(readFileSync(SEEDS, 'utf8')) as { pages: SeedPage[] }; // Its form is the types above.

function pageOf(title: string): SeedPage {
  const page = pages.find((each) => each.title === title);
  if (page === undefined) throw new Error(`there is no seed page ${title}`);
  return page;
}

type Item = Readonly<Record<string, unknown>>;

/** Holds every fact of a page against a body: there, of the type, null only where that is said, one of the values. */
function expectFacts(body: unknown, facts: readonly Fact[]): void {
  const item = body as Item; // The contract was held against it before.
  for (const fact of facts) {
    const value = item[fact.name];
    // Every documented key is sent, required or not.
    expect(Object.keys(item), fact.name).toContain(fact.name);
    if (value === null) {
      expect(fact.nullable, `${fact.name} is null`).toBe(true);
      continue;
    }
    expect(Array.isArray(value) ? 'array' : typeof value, fact.name).toBe(fact.type);
    if (fact.enum !== undefined) expect(fact.enum).toContain(value);
    if (fact.const !== undefined) expect(value).toBe(fact.const);
    if (fact.format === 'date-time') expect(new Date(String(value)).toISOString()).toBe(value);
    if (fact.properties !== undefined) expectFacts(value, fact.properties);
  }
}

let system: RunningSystem;
let caller: Caller;
let entityId: string;
let connection: DemoConnection;

beforeAll(async () => {
  system = await startSystem();
  caller = (await system.createOrganization()).test;
  entityId = await defaultEntityOf(caller);
});
afterAll(() => system?.stop());

const institutionId = 'harbor-demo-bank';
const create = (body: unknown) => caller.call<Schemas['ConnectionResource']>('createConnection', { body });
const get = (connectionId: string) =>
  caller.call<Schemas['ConnectionResource']>('getConnection', { path: { connectionId } });

describe('Create Connection', () => {
  const page = pageOf('Create Connection');

  it('takes what the page documents, and answers with a connection in setup', async () => {
    const known = page.request?.properties.map(({ name }) => name);
    expect(known).toEqual(['institutionId', 'entityId', 'portalUrl']);
    const { status, body } = await create({ institutionId, entityId, portalUrl: null });
    expect(status).toBe(201);
    expect(body).toMatchObject({ institutionId, entityId, kind: 'setup', status: 'draft' });
    // The part of a ready connection that a connection in setup has, too.
    const shared = page.response.properties.filter(({ name }) => name in body && name !== 'kind');
    expect(shared.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'id',
        'entityId',
        'institutionId',
        'status',
        'createdAt',
        'updatedAt',
        'portalUrl',
        'institutionName',
        'metadata',
      ]),
    );
    expectFacts(body, shared);
    connection = { id: body.id, username: '', companyId: '', password: '' };
  });

  it('takes a portal URL as an override, and the page’s body without it', async () => {
    const portalUrl = 'https://login.harbor-demo.example';
    // The institution’s own portal: the same connection, whichever way it is asked for.
    for (const body of [
      { institutionId, entityId, portalUrl },
      { institutionId, entityId },
    ])
      expect(await create(body)).toMatchObject({ status: 200, body: { id: connection.id } });
  });

  it.each(['institutionId', 'entityId'])('refuses a body without %s', async (missing) => {
    const body = Object.fromEntries(Object.entries({ institutionId, entityId }).filter(([name]) => name !== missing));
    const error = await caller.refusal('createConnection', { body });
    expect(error.code).toBe('validation_error');
    expect(JSON.stringify(error.details)).toContain(missing === 'entityId' ? 'entityId' : 'institutionId');
  });

  it.each<[string, unknown]>([
    ['institutionId', 7],
    ['institutionId', ''],
    ['institutionId', null],
    ['entityId', 'not a uuid'],
    ['entityId', null],
    ['entityId', '3c90c3cc-0d44-4b50-8888-8dd25736052a'],
    ['portalUrl', 'http://login.harbor-demo.example'],
    ['portalUrl', 7],
    ['portalUrl', ''],
    ['colour', 'red'],
  ])('refuses %s %j by its name', async (name, value) => {
    const error = await caller.refusal('createConnection', { body: { institutionId, entityId, [name]: value } });
    expect(error).toMatchObject({ code: 'validation_error' });
    expect(error.details?.map(({ field, location }) => `${location} ${field}`)).toContain(`body ${name}`);
  });

  it('returns the ready connection to whoever creates it again', async () => {
    connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection);
    await caller.get('completeConnectionSetup', { path: { connectionId: connection.id } });
    await connectionWhen(caller, connection.id, ({ kind }) => kind === 'ready', 'activation');
    const { status, body } = await create({ institutionId, entityId });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: connection.id, kind: 'ready', status: 'active' });
    expectFacts(body, page.response.properties);
  });
});

describe('Get Connection', () => {
  const page = pageOf('Get Connection');

  it('has every field of the page once the connection is ready', async () => {
    const { status, body } = await get(connection.id);
    expect(status).toBe(200);
    expectFacts(body, page.response.properties);
    expect(body).toMatchObject({
      id: connection.id,
      entityId,
      institutionId,
      status: 'active',
      kind: 'ready',
      portalUrl: 'https://login.harbor-demo.example',
      institutionName: 'Harbor Demo Bank',
      lastSyncedAt: expect.any(String),
      errorCode: null,
      errorMessage: null,
      metadata: {},
    });
    // And no field that the page does not have.
    expect(Object.keys(body).sort()).toEqual(page.response.properties.map(({ name }) => name).sort());
  });

  it('shows metadata as it was sent', async () => {
    const metadata = { 'ledger id': 'GL-1', nested: { list: [1, 0.5, null, 'ü'], empty: {} } };
    const { body } = await create({ entityId, portalUrl: 'https://metadata.example', metadata });
    expect((await get(body.id)).body.metadata).toEqual(metadata);
  });

  it('goes through the statuses of the page, each in the shape of its kind', async () => {
    const path = { path: { connectionId: connection.id } };
    await caller.get('pauseConnection', path);
    const paused = await get(connection.id);
    expect(paused.body).toMatchObject({ status: 'paused', kind: 'ready', syncStatus: 'idle' });
    expectFacts(paused.body, page.response.properties);
    await caller.get('resumeConnection', path);
    const { body } = await get(connection.id);
    expect(body.status).toBe('active');
    expectFacts(body, page.response.properties);
    // What fell due in the pause is made up for at once; it has to be over before another sync can be asked for.
    const newest = async () => (await caller.all<Schemas['SyncRun']>('listSyncRuns', path))[0];
    await eventually(newest, (run) => run?.trigger === 'schedule' && run.status === 'succeeded', 'the next sync');
  });

  it.each(['3c90c3cc-0d44-4b50-8888-8dd25736052a', 'no-id', '%00', 'ä'])('answers 404 to the id %j', async (id) => {
    expect((await get(id)).status).toBe(404);
  });

  it('needs a bearer key', async () => {
    const answers = [
      await system.callerWith('').call('getConnection', { path: { connectionId: connection.id } }),
      await system.callerWith('nonsense').call('getConnection', { path: { connectionId: connection.id } }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer\b/);
    }
  });
});

describe('Sync Transactions', () => {
  const page = pageOf('Sync Transactions');
  type SyncPage = Schemas['TransactionSyncPage'];
  const sync = (query: CallInput['query']): Promise<Answer<SyncPage>> =>
    caller.call('syncTransactions', { query: { ...query } });
  const example = page.response.example?.value.transaction ?? {};

  it('has exactly the parameters of the page besides its one extension', async () => {
    const limit = page.parameters.find(({ name }) => name === 'limit');
    expect(limit).toMatchObject({ default: 100, minimum: 1, maximum: 500 });
    const known = ['cursor', 'limit', 'fields', 'accountId', 'connectionId'];
    expect(page.parameters.map(({ name }) => name)).toEqual(known);
    for (const name of ['Cursor', 'pageSize', 'since', 'sort', 'entityId'])
      expect((await sync({ [name]: '1' })).status).toBe(422);
  });

  it('gives the head of the stream to a first call', async () => {
    const { status, body, headers } = await sync({});
    expect(status).toBe(200);
    expectFacts(body, page.response.properties);
    expect(body).toMatchObject({ events: [], hasMore: false, meta: { requestId: headers['x-request-id'] } });
    expect((await sync({ cursor: body.nextCursor })).body).toMatchObject({ events: [], hasMore: false });
  });

  it('gives at most 100 events unless asked otherwise, and any number from 1 to 500', async () => {
    const { body } = await sync({ from: 'beginning' });
    expectFacts(body, page.response.properties);
    expect([body.events.length, body.hasMore]).toEqual([100, true]);
    for (const limit of [1, 2, 99, 101])
      expect((await sync({ from: 'beginning', limit })).body.events).toHaveLength(limit);
    const most = (await sync({ from: 'beginning', limit: 500 })).body.events.length;
    expect(most).toBeGreaterThan(101);
    for (const limit of [0, 501, -1, 1.5, '1e2', '100 ', '', 'ten', '١', '0100', '99999999999999999999'])
      expect((await sync({ limit })).status, `limit ${limit}`).toBe(422);
  });

  it('shows transactions with every field of the page, in every status and direction', async () => {
    const { events } = (await sync({ from: 'beginning', limit: 500 })).body;
    const rows = events.flatMap((event) => (event.type === 'removed' ? [] : [event]));
    for (const { eventId, eventAt, type, transaction } of rows) {
      expect(eventId).toMatch(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(new Date(eventAt).toISOString()).toBe(eventAt);
      expect(type).toBe('added');
      expect(Object.keys(transaction)).toEqual(Object.keys(example));
      expect(transaction.amount).toMatch(/^-?(?:0|[1-9]\d*)\.\d\d$/);
      expect(transaction.amount?.startsWith('-')).toBe(transaction.entryType === 'debit');
      expect(transaction.postedDate ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    const seen = (pick: (row: (typeof rows)[number]['transaction']) => unknown) =>
      [...new Set(rows.map(({ transaction }) => pick(transaction)))].sort();
    expect(seen(({ status }) => status)).toEqual(['pending', 'posted']);
    expect(seen(({ entryType }) => entryType)).toEqual(['credit', 'debit']);
    expect(seen(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    expect(seen(({ rail }) => rail).length).toBeGreaterThan(3);
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(rows.length);
  });

  it('shows each field alone when it is asked for, and the identifiers always', async () => {
    const whole = (await sync({ from: 'beginning', limit: 5 })).body.events;
    for (const field of Object.keys(example)) {
      const { body } = await sync({ from: 'beginning', limit: 5, fields: field });
      const kept = [...new Set(['id', 'connectionId', 'accountId', field])];
      for (const [index, event] of body.events.entries()) {
        const full = whole[index];
        if (event.type === 'removed' || full === undefined || full.type === 'removed')
          throw new Error('nothing is removed yet');
        const picked = Object.entries(full.transaction).filter(([name]) => kept.includes(name));
        expect(event.transaction).toEqual(Object.fromEntries(picked));
        expect({ ...event, transaction: null }).toEqual({ ...full, transaction: null });
      }
    }
    for (const fields of ['amounts', 'amount,', ',', 'amount, status', 'Amount', '__proto__', 'constructor'])
      expect((await sync({ fields })).status, fields).toBe(422);
  });

  it('narrows the stream to an account or a connection, and takes an id of nothing as nothing', async () => {
    const [account] = await caller.all<Schemas['Account']>('listAccounts');
    const accountIdsOf = async (query: CallInput['query']) => {
      const { events } = (await sync({ from: 'beginning', limit: 500, ...query })).body;
      return [
        ...new Set(events.map((event) => (event.type === 'removed' ? event.accountId : event.transaction.accountId))),
      ];
    };
    expect(await accountIdsOf({ accountId: account?.id ?? '' })).toEqual([account?.id]);
    expect((await accountIdsOf({ connectionId: connection.id })).length).toBe(3);
    // The page gives an account’s id no format, and a connection’s that of a UUID.
    expect(await accountIdsOf({ accountId: 'no-id' })).toEqual([]);
    expect(await accountIdsOf({ connectionId: '3c90c3cc-0d44-4b50-8888-8dd25736052a' })).toEqual([]);
    expect((await sync({ connectionId: 'no-id' })).status).toBe(422);
  });

  it('shows both shapes of events: upserts, and removals that name the transaction', async () => {
    const { nextCursor: cursor } = (await sync({})).body;
    for (const scenario of ['newTransactions', 'pendingDropped']) {
      await playScenario(system.bankUrl, connection.username, { scenario, count: 1 });
      const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', { path: { connectionId: connection.id } });
      await runWhenEnded(caller, connection.id, id);
    }
    const { events, hasMore } = (await sync({ cursor })).body;
    expect(hasMore).toBe(false);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['added', 'removed']));
    const removed = events.find(({ type }) => type === 'removed');
    expect(removed).toEqual({
      eventId: expect.stringMatching(/^evt_/),
      eventAt: expect.any(String),
      type: 'removed',
      transactionId: expect.any(String),
      accountId: expect.any(String),
      connectionId: connection.id,
      reason: 'pendingExpired',
      replacedByTransactionId: null,
    });
  });

  it('calls a damaged cursor invalid_cursor, and an empty one, too', async () => {
    for (const cursor of ['', 'nonsense', 'null'])
      expect((await caller.refusal('syncTransactions', { query: { cursor } })).code).toBe('invalid_cursor');
  });
});
