import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyedActs } from '../../src/api/idempotency.ts';
import { verifyVault } from '../../src/commands/keys/verify-vault.ts';
import { IDEMPOTENCY_KEY_LIFE_MS, purgeIdempotencyKeys } from '../../src/commands/purges/purge-idempotency-keys.ts';
import { type Running, startApi } from '../../src/main.ts';
import { finishSyncRun, STOPPED_RUN } from '../../src/store/connections/sync-runs.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import type { CallInput } from '../support/calls/caller.ts';
import { type PathIds, requestOf, servedOperations } from '../support/calls/every-operation.ts';
import { holdTransaction, untilQueued } from '../support/database/held-transaction.ts';
import { refuseWrite } from '../support/database/refused-writes.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { type ApiProcess, startApiProcess } from '../support/processes/api-process.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { beginDemoConnection, eventually, putLogin } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let system: RunningSystem;
/** Another API on the same database, as a process of its own would be. */
let second: Running & { readonly url: string };
let first: TestOrganization;
let other: TestOrganization;
let stock: Stock;
let otherStock: Stock;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  second = await startApi(system.installation);
  const { commands } = system.installation;
  [first, other] = [await system.createOrganization(), await system.createOrganization()];
  stock = await stockTenant(commands, first.id, 'test');
  otherStock = await stockTenant(commands, other.id, 'test');
});
afterAll(async () => {
  await second?.stop();
  await system?.stop();
});

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const POSTS = servedOperations().filter(({ method }) => method === 'POST');
const postOf = (id: string) => {
  const found = POSTS.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`${id} is not served`);
  return found;
};

/** Sends a request as it is; the answer is held against the contract and handed on with its bytes. */
async function post(
  id: string,
  { path, body, form }: CallInput,
  { key, apiKey = first.test.key, url = system.apiUrl }: { key?: string; apiKey?: string; url?: string },
): Promise<Sent> {
  const filled = postOf(id).path.replaceAll(/\{(\w+)\}/g, (_, name: string) => path?.[name] ?? '');
  const response = await fetch(`${url}${filled}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: form ?? (body === undefined ? null : JSON.stringify(body)),
  });
  const text = await response.text();
  const headers = Object.fromEntries(response.headers);
  assertResponseMatchesContract(id, { status: response.status, headers, body: JSON.parse(text) });
  return { status: response.status, headers, text };
}

const isReplay = ({ headers }: Sent) => headers['idempotent-replayed'] === 'true';
const codeOf = ({ text }: Sent): unknown => JSON.parse(text).error?.code;

/** What a client can tell two answers apart by, but for the mark of a repeat. */
function facts({ status, headers, text }: Sent): unknown {
  return { status, text, location: headers.location, requestId: headers['x-request-id'] };
}

/** Ends the uploads of a tenant as soon as they wait, as a worker does. */
async function endUploads(organizationId: string): Promise<void> {
  const tenant = { organizationId, environment: 'test' } as const;
  const queued = () => system.database.sql<{ id: string }[]>`select id from sync_runs
    where organization_id = ${organizationId} and trigger = 'upload' and status = 'queued'`;
  const [run] = await eventually(queued, (runs) => runs.length > 0, 'a queued upload');
  const finishedAt = new Date().toISOString();
  await finishSyncRun(system.database.sql, tenant, run?.id ?? '', { ...STOPPED_RUN, finishedAt });
}

/** A request of every POST that does something, by the ids of a tenant. */
function requestFor(id: string, ids: PathIds): CallInput {
  return requestOf(postOf(id), ids);
}

async function keptKeys(): Promise<number> {
  const [row] = await system.database.sql<{ count: bigint }[]>`select count(*) from idempotency_keys`;
  return Number(row?.count);
}

const state = () => takeWholeState(system.database.sql, system.dataDir);

describe.each(POSTS.map((operation) => [operation.id, operation] as const))('%s under a key', (id, operation) => {
  const key = `key of ${id}`;
  let answer: Sent;

  it('takes the header', () => {
    const header = operation.parameters.find(({ name }) => name === 'Idempotency-Key');
    expect(header?.location).toBe('header');
    expect(operation.responses.get(409)?.errorCodes).toContain('idempotency_conflict');
  });

  it('does its work once and gives the same answer again, from every process', async () => {
    const before = await keptKeys();
    const asked = post(id, requestFor(id, stock), { key });
    if (operation.id === 'uploadConnectionFile') await endUploads(first.id);
    answer = await asked;
    expect(isReplay(answer)).toBe(false);
    expect(await keptKeys()).toBe(before + 1);
    const after = await state();
    for (const url of [system.apiUrl, second.url]) {
      // A form has another boundary each time.
      const again = await post(id, requestFor(id, stock), { key, url });
      expect(facts(again)).toEqual(facts(answer));
      expect(isReplay(again)).toBe(true);
    }
    expect(await state()).toEqual(after);
  });

  it('refuses another request under the key', async () => {
    const before = await state();
    const changed: CallInput =
      id === 'createEntity'
        ? { body: { externalEntityId: 'another' } }
        : { ...requestFor(id, stock), ...(operation.body === null ? {} : otherBody(id, stock)) };
    const elsewhere = [
      await post(id, changed, { key }),
      // The key stands for one operation, and for one thing it is about.
      ...(id === 'createEntity' ? [] : [await post('createEntity', requestFor('createEntity', stock), { key })]),
    ];
    for (const refused of elsewhere) {
      expect([refused.status, codeOf(refused)]).toEqual([409, 'idempotency_conflict']);
      expect(isReplay(refused)).toBe(false);
    }
    expect(await state()).toEqual(before);
  });

  it('is another request for another organization', async () => {
    const asked = post(id, requestFor(id, otherStock), { key, apiKey: other.test.key });
    if (operation.id === 'uploadConnectionFile') await endUploads(other.id);
    const theirs = await asked;
    expect(isReplay(theirs)).toBe(false);
    expect(theirs.status).toBe(answer.status);
    expect(theirs.headers['x-request-id']).not.toBe(answer.headers['x-request-id']);
  });
});

/** A body that is as good as the usual one, and another; where there is none, what it is about is another thing. */
function otherBody(id: string, ids: Stock): CallInput {
  const bodies: Readonly<Record<string, CallInput>> = {
    createConnection: { body: { entityId: ids.entityId, institutionId: 'ridgeline-demo-bank' } },
    uploadConnectionFile: { form: fileForm(smallBai2File(2)) },
    createConnectSession: { body: { entityId: ids.entityId } },
    createFileSource: { body: { ...(requestFor('createFileSource', ids).body as object), path: '/elsewhere' } },
    createWebhook: { body: { url: 'https://receiver.example/other', events: ['test'] } },
    testWebhook: { path: { webhookId: otherStock.webhookId } },
    rotateWebhookSecret: { body: { overlapSeconds: 0 } },
    retryWebhookDelivery: { path: { webhookId: ids.webhookId, deliveryId: otherStock.deliveryId } },
    replayEvent: { body: { webhookId: ids.webhookId } },
    replayEvents: { body: { from: '2026-01-02T00:00:00Z' } },
    advanceSandboxClock: { body: { days: 2 } },
    applySandboxScenario: { body: { scenario: 'portalDown' } },
  };
  const body = bodies[id];
  if (body === undefined) throw new Error(`${id} has no other body here`);
  return body;
}

describe('a key', () => {
  it('is told from another by its environment, and not by the key of the API', async () => {
    const webhook = requestFor('createWebhook', stock);
    const test = await post('createWebhook', webhook, { key: 'both' });
    const live = await post('createWebhook', webhook, { key: 'both', apiKey: first.live.key });
    expect([test.status, live.status, isReplay(live)]).toEqual([201, 201, false]);
    const apiKey = await system.createKey(first.id, 'test');
    expect(facts(await post('createWebhook', webhook, { key: 'both', apiKey }))).toEqual(facts(test));
    const reader = await system.createKey(first.id, 'test', ['webhooks:read']);
    expect((await post('createWebhook', webhook, { key: 'both', apiKey: reader })).status).toBe(403);
  });

  it('does not care for the order of the body, and does for every value in it', async () => {
    const entity = (body: object) => post('createEntity', { body }, { key: 'order' });
    const made = await entity({ externalEntityId: 'order', metadata: { a: 1, b: [1, 2] } });
    expect(facts(await entity({ metadata: { b: [1, 2], a: 1 }, externalEntityId: 'order' }))).toEqual(facts(made));
    for (const metadata of [{ a: 1, b: [2, 1] }, { a: '1', b: [1, 2] }, {}])
      expect(codeOf(await entity({ externalEntityId: 'order', metadata }))).toBe('idempotency_conflict');
  });

  it('does not care for the boundary of a form, and does for its file, its name and its fields', async () => {
    const upload = (content: string, fields: Record<string, string> = {}, url = system.apiUrl) =>
      post('uploadConnectionFile', { ...at, form: fileForm(content, fields) }, { key: 'form', url });
    const at = { path: { connectionId: stock.connectionId } };
    const asked = upload(smallBai2File(3, 'form'));
    await endUploads(first.id);
    const made = await asked;
    expect(made.status).toBe(201);
    expect(facts(await upload(smallBai2File(3, 'form'), {}, second.url))).toEqual(facts(made));
    expect(codeOf(await upload(smallBai2File(3, 'other')))).toBe('idempotency_conflict');
    expect(codeOf(await upload(smallBai2File(3, 'form'), { format: 'bai2' }))).toBe('idempotency_conflict');
  });

  it('keeps refusals of the operation itself, as nothing else says that the first try did nothing', async () => {
    const missing = { path: { webhookId: '019a0000-0000-7000-8000-000000000000' } };
    for (const [id, input, status] of [
      ['testWebhook', missing, 404],
      ['createEntity', { body: { externalEntityId: 'default' } }, 409],
      ['createConnection', { body: { entityId: stock.entityId, institutionId: 'no-such-bank' } }, 422],
    ] as const) {
      const refused = await post(id, input, { key: `refused ${status}` });
      const again = await post(id, input, { key: `refused ${status}` });
      expect([refused.status, isReplay(refused), isReplay(again)]).toEqual([status, false, true]);
      expect(facts(again)).toEqual(facts(refused));
    }
  });

  it('is not used up by what is wrong with the request, its API key or the service', async () => {
    const before = await keptKeys();
    const { path, body } = requestFor('createConnection', stock);
    const key = 'still free';
    expect((await post('createConnection', { body: { entityId: 1 } }, { key })).status).toBe(422);
    expect((await post('createConnection', { body }, { key, apiKey: 'way_test_x_y' })).status).toBe(401);
    expect((await post('createConnection', { body }, { key, apiKey: first.live.key })).status).toBe(403);
    const { sql } = system.database;
    await sql`alter table connections rename to elsewhere`;
    expect((await post('createConnection', { body }, { key })).status).toBe(500);
    await sql`alter table elsewhere rename to connections`;
    const restore = await system.database.shutOut();
    expect((await post('createConnection', { body }, { key })).status).toBe(503);
    await restore();
    expect(await keptKeys()).toBe(before);
    const made = await post('createConnection', { ...(path === undefined ? {} : { path }), body }, { key });
    expect([made.status, isReplay(made)]).toEqual([200, false]);
  });

  it('that is no key is named in the refusal', async () => {
    for (const [key, message] of [
      ['', 'must not be empty'],
      ['x'.repeat(256), 'must have at most 255 characters'],
    ] as const) {
      const refused = await post('createEntity', requestFor('createEntity', stock), { key });
      expect(JSON.parse(refused.text).error).toMatchObject({
        code: 'validation_error',
        details: [{ location: 'header', field: 'Idempotency-Key', message }],
      });
    }
  });

  it('leaves nothing in the database that tells the key, the request or the answer', async () => {
    const created = await post('createWebhook', requestFor('createWebhook', stock), {
      key: 'order 4711 of a customer',
    });
    const { secret } = JSON.parse(created.text).webhook;
    expect(secret).toMatch(/^whsec_/);
    const rows = await system.database.sql<
      { text: string }[]
    >`select to_jsonb(k)::text as text from idempotency_keys k`;
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const { text } of rows)
      for (const part of ['order 4711', 'receiver.example', secret, 'whsec_'])
        expect(text.includes(part) || text.includes(hex(part))).toBe(false);
    const { sql, vault, credentials } = system.installation;
    const counts = await verifyVault({ sql, vault, credentials });
    expect(counts.find(({ what }) => what === 'idempotency_keys.answer')).toMatchObject({ unopened: 0 });
  });

  it('is forgotten after a day and not before', async () => {
    const { sql } = system.database;
    // A process whose clock is two days ahead; the database's alone counts.
    const purger = { sql, nowMs: () => Date.now() + 2 * IDEMPOTENCY_KEY_LIFE_MS };
    const age = (ms: number) => sql`update idempotency_keys
      set created_at = clock_timestamp() - ${ms} * interval '1 millisecond'
      where created_at = (select min(created_at) from idempotency_keys)`;
    const { key, request } = { key: 'of yesterday', request: { body: { externalEntityId: 'of yesterday' } } };
    await post('createEntity', request, { key });
    const others = (await keptKeys()) - 1;
    await sql`update idempotency_keys set created_at = clock_timestamp() - interval '1 hour'
      where created_at = (select max(created_at) from idempotency_keys)`;
    await age(IDEMPOTENCY_KEY_LIFE_MS - 60_000);
    expect(await purgeIdempotencyKeys(purger)).toBe(0);
    await age(IDEMPOTENCY_KEY_LIFE_MS);
    expect(await purgeIdempotencyKeys(purger)).toBe(1);
    expect(await keptKeys()).toBe(others);
    expect(codeOf(await post('createEntity', request, { key }))).toBe('conflict');
  });
});

describe('tries at the same moment', () => {
  it('get one answer for one act, whichever process they reach', async () => {
    const count = async () => (await system.database.sql`select from webhooks`).length;
    for (let round = 0; round < 10; round += 1) {
      const before = await count();
      const tries = Array.from({ length: 8 }, (_, index) =>
        post('createWebhook', requestFor('createWebhook', stock), {
          key: `at once ${round}`,
          url: index % 2 === 0 ? system.apiUrl : second.url,
        }),
      );
      const answers = await Promise.all(tries);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers.filter((each) => !isReplay(each))).toHaveLength(1);
      expect(await count()).toBe(before + 1);
    }
  });

  it('of more requests than there are connections to the database do not wait for each other', async () => {
    const tries = Array.from({ length: 40 }, (_, index) =>
      post('testWebhook', requestFor('testWebhook', stock), { key: `crowd ${index}` }),
    );
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 202));
  });

  it('are told to come again where the first one takes long', async () => {
    const { sql } = system.database;
    const acts = () =>
      createKeyedActs({
        ...{ hashKey: Buffer.alloc(32), newId: system.installation.commands.newId, nowMs: Date.now, waitMs: 30 },
        ...{ seal: async (_tenant, _id, text) => Buffer.from(text), open: async (_tenant, _id, text) => `${text}` },
      });
    const [here, there] = [acts(), acts()];
    const request = { tenant: { organizationId: first.id, environment: 'test' }, key: 'long', content: 1 } as const;
    const answer = { requestId: 'a', status: 200, headers: {}, body: 'done' };
    const working = Promise.withResolvers<void>();
    const ending = Promise.withResolvers<void>();
    const slow = here.perform(sql, request, async () => {
      working.resolve();
      await ending.promise;
      return { kind: 'answer', answer };
    });
    await working.promise;
    const never = () => Promise.reject(new Error('done twice'));
    // In the same process and in another one.
    expect(await here.perform(sql, request, never)).toEqual({ kind: 'busy' });
    expect(await there.perform(sql, request, never)).toEqual({ kind: 'busy' });
    ending.resolve();
    expect(await slow).toMatchObject({ kind: 'done', isReplay: false });
    for (const each of [here, there])
      expect(await each.perform(sql, request, never)).toMatchObject({ isReplay: true, outcome: { answer } });
  });
});

describe('a scenario at the bank', () => {
  it('is played once, though its answer could not be kept the first time', async () => {
    const { sql } = system.database;
    const connection = await beginDemoConnection(first.test, system.bankUrl, 'harbor');
    await putLogin(first.test, connection);
    await sql`update connections set status = 'active', kind = 'ready' where id = ${connection.id}`;
    const play = (url = system.apiUrl) =>
      post(
        'applySandboxScenario',
        { path: { connectionId: connection.id }, body: { scenario: 'newTransactions', count: 2 } },
        { key: 'scenario', url },
      );
    const lift = await refuseWrite(sql, { what: 'an answer', table: 'idempotency_keys', moment: 'before update' });
    expect((await play()).status).toBe(500);
    await lift();
    const entries = () => sql`select from audit_entries
      where action = 'sandbox_scenario.apply' and target_id = ${connection.id}`;
    expect(await entries()).toHaveLength(0);
    // Both find the act done and its answer missing.
    const [played, playedBeside] = await Promise.all([play(), play(second.url)]);
    expect(played.status).toBe(200);
    expect(facts(playedBeside)).toEqual(facts(played));
    expect(facts(await play())).toEqual(facts(played));
    expect(await entries()).toHaveLength(1);
    const bank = JSON.parse(await readFile(join(system.dataDir, 'bank', 'demo-bank.json'), 'utf8'));
    expect(JSON.stringify(bank).match(/"newTransactions"/g)).toHaveLength(1);
  });
});

describe('an API that is killed with kill -9', () => {
  let doomed: ApiProcess;

  /** Sends a request to the process that will die; its answer never comes. */
  const lose = (id: string, input: CallInput, key: string) =>
    post(id, input, { key, url: doomed.url }).then(
      () => Promise.reject(new Error('an answer came')),
      () => undefined,
    );
  const waiting = (count: number) => untilQueued(system.database.sql, count);

  beforeAll(async () => {
    doomed = await startApiProcess({
      DATABASE_URL: system.database.url,
      CAUSEWAY_DATA_DIR: system.dataDir,
      CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
    });
  });
  afterAll(() => doomed?.kill());

  it('has done what it had committed and nothing else, and the next try gets the one true answer', async () => {
    const { sql } = system.database;
    // Stops whoever has sent the commit of an entity, until the lock is given back; the commit then goes on without its client.
    await sql.unsafe(`create function wait_in_commit() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(4711); return null; end $$`);
    await sql.unsafe(`create constraint trigger waits after insert on entities
      deferrable initially deferred for each row execute function wait_in_commit()`);
    const upload = () => ({ path: { connectionId: stock.connectionId }, form: fileForm(smallBai2File(4, 'killed')) });
    const requests = {
      before: ['testWebhook', { path: { webhookId: stock.webhookId } }],
      within: ['createEntity', { body: { externalEntityId: 'committed' } }],
    } as const;
    const countTests = async () => (await sql`select from events where type = 'test'`).length;
    const tests = await countTests();
    const held = await holdTransaction(sql);
    await held.step((db) => db`select pg_advisory_xact_lock(4711)`);
    await held.step((db) => db`select from webhooks where id = ${stock.webhookId} for update`);
    const lost = [
      lose(...requests.before, 'killed before'),
      lose(...requests.within, 'killed within'),
      // Committed, and waiting for its run.
      lose('uploadConnectionFile', upload(), 'killed after'),
    ];
    await waiting(2);
    await eventually(
      () => sql`select from idempotency_keys where pending is not null`,
      (pending) => pending.length > 0,
      'an upload that waits',
    );
    await doomed.kill();
    await Promise.all(lost);
    await held.rollBack();
    await eventually(
      () => sql`select from pg_stat_activity where datname = current_database() and application_name = 'causeway'
        and state <> 'idle' and pid <> pg_backend_pid()`,
      (busy) => busy.length === 0,
      'the end of the orphaned sessions',
    );
    await sql`drop function wait_in_commit cascade`;

    expect(await countTests()).toBe(tests);
    const anew = await post(...requests.before, { key: 'killed before' });
    expect([anew.status, isReplay(anew)]).toEqual([202, false]);
    expect(await countTests()).toBe(tests + 1);

    const again = await post(...requests.within, { key: 'killed within' });
    expect([again.status, isReplay(again)]).toEqual([201, true]);
    expect(await sql`select from entities where external_entity_id = 'committed'`).toHaveLength(1);

    const uploaded = post('uploadConnectionFile', upload(), { key: 'killed after' });
    await endUploads(first.id);
    const { status, headers, text } = await uploaded;
    expect([status, headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(facts(await post('uploadConnectionFile', upload(), { key: 'killed after' }))).toMatchObject({
      status,
      text,
    });
  });
});
