import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractOperation } from '../../src/api/contract/contract.ts';
import type { Answer, Caller, CallInput, Schemas } from '../support/caller.ts';
import { NOBODY, type PathIds, pathParametersOf, requestOf, servedOperations } from '../support/every-operation.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/running-system.ts';
import { type Stock, stockTenant } from '../support/stocked-tenant.ts';
import { takeWholeState } from '../support/whole-state.ts';

let system: RunningSystem;
let ours: TestOrganization;
let theirs: TestOrganization;
const stocks = {} as Record<Owner, Stock>; // Filled before the first test.
let untouched: Readonly<Record<string, string>>;

/** Whose things are asked for, by a test key of ours. */
type Owner = 'our test environment' | 'our live environment' | 'another organization';
const FOREIGN: readonly Owner[] = ['our live environment', 'another organization'];

beforeAll(async () => {
  system = await startSystem({ worker: false });
  const { commands } = system.installation;
  [ours, theirs] = [await system.createOrganization(), await system.createOrganization()];
  stocks['our test environment'] = await stockTenant(commands, ours.id, 'test');
  stocks['our live environment'] = await stockTenant(commands, ours.id, 'live');
  stocks['another organization'] = await stockTenant(commands, theirs.id, 'test');
  untouched = await takeWholeState(system.database.sql, system.dataDir);
});
afterAll(() => system?.stop());

const operations = servedOperations();
/** The catalog is the same for everybody. */
const SHARED_BY_ALL: readonly (keyof PathIds)[] = ['institutionId'];
/** Entities belong to both environments of their organization. */
const SHARED_BY_ENVIRONMENTS: readonly (keyof PathIds)[] = ['entityId'];
const isForeign = (name: keyof PathIds, owner: Owner) =>
  !SHARED_BY_ALL.includes(name) && (owner === 'another organization' || !SHARED_BY_ENVIRONMENTS.includes(name));

/** All ways to make at least one id of a path foreign while the others are our own. */
function foreignChoices(names: readonly (keyof PathIds)[], owner: Owner): (readonly (keyof PathIds)[])[] {
  const open = names.filter((name) => isForeign(name, owner));
  return Array.from({ length: 2 ** open.length - 1 }, (_, mask) =>
    open.filter((__, index) => ((mask + 1) & (1 << index)) !== 0),
  );
}

const matrix = operations.flatMap((operation) =>
  FOREIGN.flatMap((owner) =>
    foreignChoices(pathParametersOf(operation), owner).map(
      (names): [string, string, Owner, ContractOperation, readonly (keyof PathIds)[]] => [
        operation.id,
        names.join(' and '),
        owner,
        operation,
        names,
      ],
    ),
  ),
);

const errorOf = ({ body }: Answer<unknown>) => (body as Schemas['ErrorEnvelope']).error; // Refused, as its status says.

describe('an id of a path', () => {
  it.each(matrix)('%s: %s of %s does not exist', async (operationId, _names, owner, operation, names) => {
    const ids = { ...stocks['our test environment'] };
    const foreign = { ...ids, ...Object.fromEntries(names.map((name) => [name, stocks[owner][name]])) };
    const unknown = { ...ids, ...Object.fromEntries(names.map((name) => [name, NOBODY])) };
    const answer = await ours.test.call(operationId, requestOf(operation, foreign));
    expect(answer.status).toBe(404);
    // What exists elsewhere cannot be told from what does not exist at all.
    const unknownAnswer = await ours.test.call(operationId, requestOf(operation, unknown));
    expect(errorOf(answer)).toEqual(errorOf(unknownAnswer));
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });

  it('covers every operation whose path names something of a tenant', () => {
    const concerned = operations.filter((each) => pathParametersOf(each).some((name) => !SHARED_BY_ALL.includes(name)));
    expect([...new Set(matrix.map(([id]) => id))].sort()).toEqual(concerned.map(({ id }) => id).sort());
    expect(concerned.length).toBeGreaterThan(12);
  });
});

describe('an id of a body', () => {
  const nowhere = (_: Stock): string => NOBODY;
  const bodies: readonly [string, string, (id: (stock: Stock) => string, own: Stock) => [string, CallInput]][] = [
    [
      'an entity to connect',
      'another organization',
      (id, own) => [
        'createConnection',
        { body: { entityId: id(stocks['another organization']), institutionId: own.institutionId } },
      ],
    ],
    ...FOREIGN.map((owner): (typeof bodies)[number] => [
      'an account to fill from a file',
      owner,
      (id, own) => {
        const form = new FormData();
        form.set('accountId', id(stocks[owner]));
        form.set('file', new Blob(['01,BANK']), 'a.bai');
        return ['uploadConnectionFile', { path: { connectionId: own.connectionId }, form }];
      },
    ]),
  ];
  it.each(bodies)('%s of %s does not exist', async (what, _owner, request) => {
    const idOf = (stock: Stock) => (what.startsWith('an entity') ? stock.entityId : stock.accountId);
    const own = stocks['our test environment'];
    const [operationId, input] = request(idOf, own);
    const answer = await ours.test.call(operationId, input);
    expect(answer.status).toBe(422);
    expect(errorOf(answer)).toEqual(errorOf(await ours.test.call(...request(nowhere, own))));
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });
});

describe('a list', () => {
  const LISTS = operations.filter(({ responses }) => responses.get(200)?.content.has('application/json') === true);
  const filters = LISTS.flatMap(
    (operation) =>
      operation.parameters
        .filter(({ location, name }) => location === 'query' && name in stockNames())
        .map(({ name }): [string, keyof PathIds] => [operation.id, name as keyof PathIds]), // Just looked up by that name.
  );

  /** Names of the ids that a filter can have. */
  function stockNames(): Record<string, true> {
    return { entityId: true, connectionId: true, accountId: true };
  }

  it.each(filters)('%s shows nothing for %s of others, and our own for ours', async (operationId, name) => {
    const show = async (caller: Caller, owner: Owner) => {
      const query = {
        [name]: stocks[owner][name],
        ...(operationId === 'syncTransactions' ? { from: 'beginning' } : {}),
      };
      const page = await caller.get<{ data?: unknown[]; events?: unknown[] }>(operationId, { query });
      return page.data ?? page.events ?? [];
    };
    for (const owner of FOREIGN) {
      // Entities are our own in both environments; what lies behind them is not.
      if (owner === 'our live environment' && name === 'entityId') continue;
      expect(await show(ours.test, owner)).toEqual([]);
    }
    expect(await show(ours.test, 'our test environment')).toHaveLength(1);
    expect(await show(ours.live, 'our test environment')).toEqual([]);
    expect(await show(theirs.test, 'our test environment')).toEqual([]);
  });

  it('shows each key what belongs to its own organization and environment', async () => {
    const keys: readonly [Caller, Stock][] = [
      [ours.test, stocks['our test environment']],
      [ours.live, stocks['our live environment']],
      [theirs.test, stocks['another organization']],
    ];
    for (const [caller, own] of keys) {
      const idsOf = async (operationId: string) => (await caller.all<{ id: string }>(operationId)).map(({ id }) => id);
      expect(await idsOf('listConnections')).toEqual([own.connectionId]);
      expect(await idsOf('listAccounts')).toEqual([own.accountId]);
      expect(await idsOf('listTransactions')).toEqual([own.transactionId]);
      expect(await caller.all('listBalances')).toMatchObject([{ accountId: own.accountId }]);
      const runs = await caller.all('listSyncRuns', { path: { connectionId: own.connectionId } });
      expect(runs).toMatchObject([{ id: own.syncRunId }]);
      const stream = await caller.get('syncTransactions', { query: { from: 'beginning' } });
      expect(stream).toMatchObject({ events: [{ transaction: { id: own.transactionId } }], hasMore: false });
    }
    const entities = await ours.live.all<Schemas['Entity']>('listEntities');
    expect(entities).toEqual(await ours.test.all('listEntities'));
    expect(entities.map(({ entityId }) => entityId)).not.toContain(stocks['another organization'].entityId);
    expect(await theirs.live.all('listTransactions')).toEqual([]);
  });
});

describe('a cursor', () => {
  it('of the stream or of a list is worth nothing to any other key', async () => {
    const { nextCursor } = await ours.test.get<Schemas['TransactionSyncPage']>('syncTransactions');
    for (const other of [ours.live, theirs.test, theirs.live])
      expect(await other.refusal('syncTransactions', { query: { cursor: nextCursor } })).toMatchObject({
        code: 'invalid_cursor',
      });
    const page = await ours.test.get<Schemas['EntityList']>('listEntities', { query: { limit: 1 } });
    const query = { cursor: page.pagination.nextCursor ?? '', limit: 1 };
    for (const other of [ours.live, theirs.test])
      expect(await other.refusal('listEntities', { query })).toMatchObject({ code: 'invalid_cursor' });
    await ours.test.get('listEntities', { query });
  });
});
