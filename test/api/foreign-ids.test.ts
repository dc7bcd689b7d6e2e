import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContractOperation } from '../../src/api/contract/contract.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { Connection } from '../../src/infra/database/connection.ts';
import { insertEvents } from '../../src/store/events/events.ts';
import { writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import type { Answer, Caller, CallInput, Schemas } from '../support/calls/caller.ts';
import { nobodyAs, type PathIds, requestOf, servedOperations } from '../support/calls/every-operation.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { planWrite } from '../support/records/ledger.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { type IdField, idFieldsOf, withId } from './id-fields.ts';

// Every operation of the contract, with every id that its requests can hold, from everywhere it does not belong to. Nothing here
// names an operation or a field: a new one is tried as soon as the contract has it.

let system: RunningSystem;
let ours: TestOrganization;
let theirs: TestOrganization;
const stocks = {} as Record<Owner, Stock>; // Filled before the first test.
let hasStopped = false;
let untouched: Readonly<Record<string, string>>;

/** Whose things are asked for, by a test key of ours. */
type Owner = 'our test environment' | 'our live environment' | 'another organization';
const FOREIGN: readonly Owner[] = ['our live environment', 'another organization'];
const operations = servedOperations();

beforeAll(async () => {
  system = await startSystem({ worker: false });
  const { commands } = system.installation;
  [ours, theirs] = [await system.createOrganization(), await system.createOrganization()];
  stocks['our test environment'] = await stock(ours.id, 'test');
  stocks['our live environment'] = await stock(ours.id, 'live');
  stocks['another organization'] = await stock(theirs.id, 'test');
  untouched = await takeWholeState(system.database.sql, system.dataDir);

  async function stock(organizationId: string, environment: 'live' | 'test'): Promise<Stock> {
    const stocked = await stockTenant(commands, organizationId, environment);
    const { sql } = system.database;
    const { sha256 } = await system.installation.evidence.put(Buffer.from(DOCUMENT), { maxBytes: 100 });
    await sql`update statements set sha256 = ${sha256} where id = ${stocked.statementId}`;
    await sql`update sync_run_steps set screenshot_sha256 = ${sha256} where id = ${stocked.syncRunStepId}`;
    await sql`update quarantined_files set file_sha256 = ${sha256} where id = ${stocked.quarantinedFileId}`;
    await openChallenge(commands, stocked.account, stocked.connectionId);
    // The first secret of an organization makes its key, which is no trace of what was asked for.
    await commands.sealCredentials(stocked.account, stocked.connectionId, '');
    return stocked;
  }
});
afterAll(() => (hasStopped ? undefined : system?.stop()));

const own = (): Stock => stocks['our test environment'];
const expectNothingChanged = async (): Promise<void> =>
  expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);

/** The catalog is the same for everybody. */
const SHARED_BY_ALL: readonly string[] = ['institutionId'];
/** Entities belong to both environments of their organization. */
const SHARED_BY_ENVIRONMENTS: readonly string[] = ['entityId'];
const isForeign = ({ name }: IdField, owner: Owner) =>
  !SHARED_BY_ALL.includes(name) && (owner === 'another organization' || !SHARED_BY_ENVIRONMENTS.includes(name));

/** The id of that kind which an owner has. Throws for a kind that no stock has: a new one has to be stocked. */
function idOf({ name }: IdField, owner: Owner): string {
  const id = stocks[owner][name as keyof PathIds]; // Looked up on the next line.
  if (typeof id !== 'string')
    throw new Error(`no ${name} is stocked; test/support/records/stocked-tenant.ts has to make one`);
  return id;
}
const unknownIdOf = ({ name }: IdField): string => nobodyAs(name as keyof PathIds);

/** All ways to make at least one id of a path foreign while the others are our own, and every other id on its own. */
function choices(operation: ContractOperation, owner: Owner): IdField[][] {
  const open = idFieldsOf(operation).filter((field) => isForeign(field, owner));
  const path = open.filter(({ location }) => location === 'path');
  const ofPath = Array.from({ length: 2 ** path.length - 1 }, (_, mask) =>
    path.filter((__, index) => ((mask + 1) & (1 << index)) !== 0),
  );
  return [...ofPath, ...open.filter(({ location }) => location !== 'path').map((field) => [field])];
}

function requestWith(
  operation: ContractOperation,
  fields: readonly IdField[],
  id: (field: IdField) => string,
  ids: Stock = own(),
): CallInput {
  // A stream is read from its beginning: at its head nothing would show.
  const query = operation.parameters.some(({ name }) => name === 'from') ? { from: 'beginning' } : {};
  const start: CallInput = { query, ...requestOf(operation, ids) };
  return fields.reduce((input, field) => withId(input, field, id(field)), start);
}

/** An answer without what differs between any two: ids of requests, cursors, the moment, and the id that was asked for. */
function essence({ status, headers, body }: Answer<unknown>, ids: readonly string[]): unknown {
  const text = JSON.stringify({ status, headers, body }, (key, value) =>
    ['x-request-id', 'requestId', 'date', 'nextCursor', 'ratelimit', 'content-length'].includes(key)
      ? undefined
      : value,
  );
  return JSON.parse(ids.reduce((cleaned, id) => cleaned.replaceAll(id, 'ID'), text));
}

/** What every document of the stocks says. */
const DOCUMENT = 'a document';
const isDocument = ({ responses }: ContractOperation) => responses.get(200)?.content.has('application/json') === false;

/** Live streams do not end; what they tell is collected until the service stops. */
const isStream = ({ responses }: ContractOperation) => responses.get(200)?.content.has('text/event-stream') === true;

const matrix = operations.flatMap((operation) =>
  FOREIGN.flatMap((owner) =>
    choices(operation, owner).map((fields) => ({
      id: operation.id,
      places: fields.map(({ location, way }) => `${location} ${way.join('.')}`).join(' and '),
      owner,
      operation,
      fields,
    })),
  ),
);

/** What keys, limits and sessions need at some requests and not at others, whatever these ask for. */
const PASSING = /\bapi_keys\b|\brate_windows\b|\bset_config\b/;

/** The statements that the database is asked while `work` is done, without their values. */
async function watched<T>(work: () => Promise<T>): Promise<readonly [T, readonly string[]]> {
  const run = vi.spyOn(Connection.prototype, 'run');
  try {
    const done = await work();
    // As postgres.js keeps the text of a query.
    const texts = run.mock.calls.map(([query]) =>
      (query as unknown as { strings: readonly string[] }).strings.join('?'),
    );
    return [done, texts.filter((text) => !PASSING.test(text)).sort()];
  } finally {
    run.mockRestore();
  }
}

/** A live stream: the types of the events that it has told. */
interface Listener {
  readonly told: string[];
  readonly ended: Promise<void>;
}

/** How to open live streams with an id of others, with one that never was, and with our own; done last, as they go on. */
const streams: (() => { readonly news: string } & Readonly<Record<'foreign' | 'unknown' | 'mine', Listener>>)[] = [];

function listen(operation: ContractOperation, input: CallInput): Listener {
  const told: string[] = [];
  const read = async () => {
    const response = await ours.test.open(operation.id, { ...input, signal: AbortSignal.timeout(60_000) });
    for await (const chunk of response.body ?? [])
      for (const [, type] of new TextDecoder().decode(chunk).matchAll(/^event: (.+)$/gm)) told.push(type ?? '');
  };
  return { told, ended: read() };
}

function itemsOf(body: unknown): readonly unknown[] {
  const { data, events } = body as { data?: unknown[]; events?: unknown[] }; // A list or a page of the stream.
  return data ?? events ?? [];
}

describe('an id of others', () => {
  it.each(matrix)(
    '$id: $places of $owner is as unknown as one that never was',
    async ({ id, owner, operation, fields }) => {
      const foreign = requestWith(operation, fields, (field) => idOf(field, owner));
      const unknown = requestWith(operation, fields, unknownIdOf);
      if (isStream(operation)) {
        const mine = requestWith(operation, fields, (field) => idOf(field, 'our test environment'));
        const open = (input: CallInput) => listen(operation, input);
        const news = id === 'streamEvents' ? 'account.updated' : 'added';
        streams.push(() => ({ news, foreign: open(foreign), unknown: open(unknown), mine: open(mine) }));
        return;
      }
      const [answer, statements] = await watched(() => ours.test.call(id, foreign));
      const [unknownAnswer, unknownStatements] = await watched(() => ours.test.call(id, unknown));
      const isFilter = fields.every(({ location }) => location === 'query');
      const refusedAs = fields.some(({ location }) => location === 'path') ? 404 : 422;
      expect(answer.status).toBe(isFilter ? 200 : refusedAs);
      const ids = fields.flatMap((field) => [idOf(field, owner), unknownIdOf(field)]);
      expect(essence(answer, ids)).toEqual(essence(unknownAnswer, ids));
      // Nor does time tell them apart: the database is asked the very same things.
      expect(statements).toEqual(unknownStatements);
      expect(statements.length).toBeGreaterThan(0);
      if (isFilter) expect(itemsOf(answer.body)).toEqual([]);
    },
  );

  it('is as unknown to a live key, where it is of the test environment', async () => {
    const live = stocks['our live environment'];
    for (const operation of operations.filter((each) => !isStream(each)))
      for (const fields of choices(operation, 'our live environment')) {
        const foreign = requestWith(operation, fields, (field) => idOf(field, 'our test environment'), live);
        const unknown = requestWith(operation, fields, unknownIdOf, live);
        const answer = await ours.live.call(operation.id, foreign);
        const ids = fields.flatMap((field) => [idOf(field, 'our test environment'), unknownIdOf(field)]);
        expect(essence(answer, ids)).toEqual(essence(await ours.live.call(operation.id, unknown), ids));
        if (answer.status === 200) expect(itemsOf(answer.body), operation.id).toEqual([]);
        // The sandbox is closed to live keys, whatever they ask for.
        else expect([403, 404, 422]).toContain(answer.status);
      }
  });

  it('changes nothing anywhere', expectNothingChanged);

  it('is tried at every operation and in every place that takes one', () => {
    const isConcerned = (field: IdField) => isForeign(field, 'another organization');
    const concerned = operations.filter((each) => idFieldsOf(each).some(isConcerned));
    expect([...new Set(matrix.map(({ id }) => id))].sort()).toEqual(concerned.map(({ id }) => id).sort());
    for (const location of ['path', 'query', 'body'])
      expect(concerned.flatMap(idFieldsOf).filter((field) => field.location === location).length).toBeGreaterThan(8);
    expect(concerned.length).toBeGreaterThan(50);
  });

  it('is refused for whose it is: with our own everything is found', async () => {
    for (const operation of operations.filter(({ method, scope }) => method === 'GET' && scope !== null)) {
      if (isStream(operation)) continue;
      const filters = idFieldsOf(operation).filter(({ location }) => location === 'query');
      for (const fields of [[], ...filters.map((field) => [field])]) {
        const input = requestWith(operation, fields, (field) => idOf(field, 'our test environment'));
        if (isDocument(operation)) {
          const response = await ours.test.open(operation.id, { ...input, signal: AbortSignal.timeout(60_000) });
          expect([operation.id, response.status, await response.text()]).toEqual([operation.id, 200, DOCUMENT]);
          continue;
        }
        const { status, body } = await ours.test.call(operation.id, input);
        expect([operation.id, status]).toEqual([operation.id, 200]);
        if (fields.length > 0) expect(itemsOf(body).length, operation.id).toBeGreaterThan(0);
      }
    }
  });
});

describe('a key that may not do it', () => {
  const guarded = operations.flatMap((operation) => (operation.scope === null ? [] : [operation]));

  /** The same request with our own ids, with those of others, and with ones that never were. */
  function variants(operation: ContractOperation): CallInput[] {
    const fields = idFieldsOf(operation);
    return [
      requestWith(operation, [], () => ''),
      requestWith(operation, fields, (field) => idOf(field, 'another organization')),
      requestWith(operation, fields, unknownIdOf),
    ];
  }

  async function essencesOf(caller: Caller, operation: ContractOperation): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const input of variants(operation)) found.push(essence(await caller.call(operation.id, input), []));
    return found;
  }

  it('is told so before anything about what exists', async () => {
    const callers = new Map<string, Caller>();
    for (const scope of new Set(guarded.map((each) => each.scope))) {
      const others = SCOPES.filter((each) => each !== scope);
      callers.set(scope ?? '', system.callerWith(await system.createKey(ours.id, 'test', others)));
    }
    const before = await takeWholeState(system.database.sql, system.dataDir);
    for (const operation of guarded) {
      const caller = callers.get(operation.scope ?? '') ?? ours.test;
      const [[first, ...others], statements] = await watched(() => essencesOf(caller, operation));
      expect(first).toMatchObject({ status: 403, body: { error: { code: 'insufficient_scope' } } });
      for (const other of others) expect(other, operation.id).toEqual(first);
      expect(statements).toEqual([]);
    }
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(before);
  });

  it('or that nobody knows learns the same everywhere', async () => {
    const before = await takeWholeState(system.database.sql, system.dataDir);
    const [, environment, keyId] = ours.test.key.split('_');
    const strangers = [`way_${environment}_${keyId}_${'0'.repeat(32)}`, `way_test_nobody_${'0'.repeat(32)}`];
    const answers = new Set<string>();
    for (const operation of guarded)
      for (const key of strangers)
        for (const found of await essencesOf(system.callerWith(key), operation)) answers.add(JSON.stringify(found));
    // A wrong secret of a key that exists cannot be told from a key that does not.
    expect([...answers].map((text) => JSON.parse(text))).toMatchObject([
      { status: 401, body: { error: { code: 'invalid_api_key' } } },
    ]);
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(before);
  });
});

describe('a list', () => {
  it('shows each key what belongs to its own organization and environment', async () => {
    const keys: readonly [Caller, Stock][] = [
      [ours.test, own()],
      [ours.live, stocks['our live environment']],
      [theirs.test, stocks['another organization']],
    ];
    for (const [caller, stocked] of keys) {
      const idsOf = async (operationId: string) => (await caller.all<{ id: string }>(operationId)).map(({ id }) => id);
      expect(await idsOf('listConnections')).toEqual([stocked.connectionId]);
      expect(await idsOf('listAccounts')).toEqual([stocked.accountId]);
      expect(await idsOf('listTransactions')).toEqual([stocked.transactionId]);
      expect(await caller.all('listBalances')).toMatchObject([{ accountId: stocked.accountId }]);
      const runs = await caller.all('listSyncRuns', { path: { connectionId: stocked.connectionId } });
      expect(runs).toMatchObject([{ id: stocked.syncRunId }]);
      const stream = await caller.get('syncTransactions', { query: { from: 'beginning' } });
      expect(stream).toMatchObject({ events: [{ transaction: { id: stocked.transactionId } }], hasMore: false });
    }
    const entities = await ours.live.all<Schemas['Entity']>('listEntities');
    expect(entities).toEqual(await ours.test.all('listEntities'));
    expect(entities.map(({ entityId }) => entityId)).not.toContain(stocks['another organization'].entityId);
    expect(await theirs.live.all('listTransactions')).toEqual([]);
  });

  it('holds nothing of one environment or organization that another one has', async () => {
    const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'));
    for (const operation of lists.filter((each) => !isStream(each))) {
      const input = requestWith(operation, [], () => '');
      const seen = JSON.stringify((await ours.test.call(operation.id, input)).body);
      for (const owner of FOREIGN)
        for (const [name, id] of Object.entries(stocks[owner]))
          if (typeof id === 'string' && isForeign({ location: 'path', name, way: [name] }, owner))
            expect(seen.includes(id), `${operation.id} shows ${name} of ${owner}`).toBe(false);
    }
  });
});

describe('a cursor of the stream', () => {
  it('is worth nothing to any other key', async () => {
    const { nextCursor } = await ours.test.get<Schemas['TransactionSyncPage']>('syncTransactions');
    for (const other of [ours.live, theirs.test, theirs.live])
      expect(await other.refusal('syncTransactions', { query: { cursor: nextCursor } })).toMatchObject({
        code: 'invalid_cursor',
      });
  });
});

describe('a live stream', () => {
  it('tells nothing of others', async () => {
    expect(streams.length).toBeGreaterThan(0);
    const opened = streams.map((open) => open());
    const isOpen = (told: readonly string[]) => told.includes('stream.open');
    for (const { told } of opened.flatMap(({ foreign, unknown, mine }) => [foreign, unknown, mine]))
      await eventually(async () => told, isOpen, 'the beginning of a stream');
    const { commands } = system.installation;
    for (const { account } of Object.values(stocks)) {
      const { accountId, connectionId } = account;
      const event = {
        id: commands.newId(),
        createdAt: instantFromMs(commands.nowMs()),
        data: { accountId, connectionId },
      };
      await system.database.sql.begin(async (db) => {
        await insertEvents(db, account, [{ ...event, type: 'account.updated' }]);
        await writeTransactions(db, account, [planWrite(commands, account, {})]);
      });
    }
    for (const { mine, news } of opened)
      await eventually(
        async () => mine.told,
        (told) => told.includes(news),
        'a change of our own',
      );
    // Until the very end, which the service says to every stream.
    await system.stop();
    hasStopped = true;
    for (const { foreign, unknown, mine, news } of opened) {
      await Promise.all([foreign.ended, unknown.ended, mine.ended]);
      expect(mine.told).toEqual(['stream.open', news, 'stream.close']);
      expect(foreign.told).toEqual(['stream.open', 'stream.close']);
      expect(unknown.told).toEqual(['stream.open', 'stream.close']);
    }
  });
});
