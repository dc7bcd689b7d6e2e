import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/domain/error-catalogue.ts';
import { SCOPES } from '../../src/domain/scope.ts';
import type { Caller, CallInput, Schemas } from '../support/caller.ts';
import {
  beginDemoConnection,
  type DemoConnection,
  defaultEntityOf,
  makeTrouble,
  openDemoConnection,
} from '../support/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/running-system.ts';
import { fileForm, smallBai2File } from '../support/small-file.ts';

let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;
let ready: DemoConnection;
let entityId: string;
const met = new Set<string>();

beforeAll(async () => {
  system = await startSystem();
  organization = await system.createOrganization();
  caller = organization.test;
  ready = await openDemoConnection(caller, system.bankUrl, 'harbor');
  entityId = await defaultEntityOf(caller);
});
afterAll(() => system?.stop());

/** Every table and every kept file, counted: what a refused request must leave as it was. */
async function countEverything(): Promise<Record<string, number>> {
  const tables = await system.database.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await system.database.sql<{ n: bigint }[]>`select count(*) as n from ${system.database.sql(name)}`;
    counts[name] = Number(row?.n ?? 0n);
  }
  const files = await readdir(join(system.dataDir, 'evidence'), { recursive: true, withFileTypes: true });
  return { ...counts, files: files.filter((entry) => entry.isFile()).length };
}

async function refuses(by: Caller, operationId: string, input: CallInput, code: string, field?: string): Promise<void> {
  const before = await countEverything();
  const error = await by.refusal(operationId, input);
  met.add(error.code);
  expect(error.code).toBe(code);
  if (field !== undefined) expect(error.details?.map((detail) => detail.field)).toContain(field);
  expect(await countEverything()).toEqual(before);
}

const at = (connectionId = ready.id) => ({ path: { connectionId } });

describe('a key', () => {
  it('that is missing, unknown, expired or revoked gets four different answers', async () => {
    const { sql } = system.database;
    const [expired, revoked] = [
      await system.createKey(organization.id, 'test'),
      await system.createKey(organization.id, 'test'),
    ];
    await sql`update api_keys set expires_at = now() - interval '1 second' where key_id = ${expired.split('_')[2] ?? ''}`;
    await sql`update api_keys set revoked_at = now() where key_id = ${revoked.split('_')[2] ?? ''}`;
    const unknown = `${expired.slice(0, -3)}zzz`;
    await refuses(system.callerWith(''), 'listEntities', { headers: { authorization: '' } }, 'missing_api_key');
    await refuses(system.callerWith(unknown), 'listEntities', {}, 'invalid_api_key');
    await refuses(system.callerWith('nonsense'), 'listEntities', {}, 'invalid_api_key');
    await refuses(system.callerWith(expired), 'listEntities', {}, 'api_key_expired');
    await refuses(system.callerWith(revoked), 'listEntities', {}, 'api_key_revoked');
  });

  it.each([
    ['entities:read', 'listEntities', {}],
    ['entities:write', 'createEntity', { body: { externalEntityId: 'x' } }],
    ['connections:read', 'listConnections', {}],
    ['connections:write', 'createConnection', { body: {} }],
    ['accounts:read', 'listBalances', {}],
    ['transactions:read', 'syncTransactions', {}],
    ['sandbox:write', 'advanceSandboxClock', { body: { days: 1 } }],
  ] as const)('without %s may not call %s', async (scope, operationId, input) => {
    const key = await system.createKey(
      organization.id,
      'test',
      SCOPES.filter((each) => each !== scope),
    );
    const error = await system.callerWith(key).refusal(operationId, input);
    met.add(error.code);
    expect(error).toMatchObject({ code: 'insufficient_scope', message: expect.stringContaining(scope) });
  });

  it('of one environment cannot do what belongs to the other', async () => {
    const { live } = organization;
    await refuses(
      live,
      'createConnection',
      { body: { entityId, institutionId: 'harbor-demo-bank' } },
      'environment_forbidden',
    );
    await refuses(
      live,
      'createConnection',
      { body: { entityId, portalUrl: 'https://login.harbor-demo.example/x' } },
      'environment_forbidden',
    );
    await refuses(live, 'getSandboxClock', {}, 'environment_forbidden');
    await refuses(live, 'advanceSandboxClock', { body: { days: 1 } }, 'environment_forbidden');
  });
});

describe('bad input is refused by name and leaves nothing', () => {
  const bodies: readonly [string, string, CallInput['body'], string][] = [
    ['an unknown property', 'createEntity', { externalEntityId: 'a', colour: 'red' }, 'colour'],
    ['a missing property', 'createEntity', { name: 'x' }, 'externalEntityId'],
    ['an empty text', 'createEntity', { externalEntityId: '' }, 'externalEntityId'],
    ['a text that cannot be stored', 'createEntity', { externalEntityId: 'a\u0000b' }, 'externalEntityId'],
    [
      'metadata over 16 KiB',
      'createEntity',
      { externalEntityId: 'a', metadata: { big: 'x'.repeat(17_000) } },
      'metadata',
    ],
    [
      'a foreign entity',
      'createConnection',
      { institutionId: 'harbor-demo-bank', entityId: '01a1fc6b-b073-747e-89db-77de88650354' },
      'entityId',
    ],
    [
      'an entity id that is none',
      'createConnection',
      { institutionId: 'harbor-demo-bank', entityId: 'me' },
      'entityId',
    ],
    ['an unknown institution', 'createConnection', { institutionId: 'no-bank', entityId: '' }, 'institutionId'],
    ['a clock that would run backwards', 'advanceSandboxClock', { until: '2001-01-01T00:00:00Z' }, 'until'],
    ['no days', 'advanceSandboxClock', { days: 0 }, 'days'],
  ];
  it.each(bodies)('%s', async (_, operationId, body, field) => {
    const own =
      typeof body === 'object' && body !== null && 'entityId' in body && body.entityId === ''
        ? { ...body, entityId }
        : body;
    await refuses(caller, operationId, { body: own }, 'validation_error', field);
  });

  it.each([
    'http://bank.example',
    'https://user:secret@bank.example',
    'https://',
    'ftp://bank.example',
    'bank.example',
  ])('the portal %s', async (portalUrl) => {
    await refuses(caller, 'createConnection', { body: { entityId, portalUrl } }, 'validation_error', 'portalUrl');
  });

  it('a portal of another institution', async () => {
    const body = { entityId, institutionId: 'harbor-demo-bank', portalUrl: 'https://login.ridgeline-demo.example' };
    await refuses(caller, 'createConnection', { body }, 'validation_error', 'portalUrl');
  });

  it.each(['0', '501', '-1', '1.5', 'ten', '', '1e2'])('a limit of %j', async (limit) => {
    for (const operationId of ['listTransactions', 'syncTransactions', 'listEntities'])
      await refuses(caller, operationId, { query: { limit } }, 'validation_error', 'limit');
  });

  it('a field name that does not exist, a parameter given twice, one that is unknown', async () => {
    await refuses(caller, 'listTransactions', { query: { fields: 'amount,colour' } }, 'validation_error', 'fields');
    await refuses(caller, 'syncTransactions', { query: { fields: '' } }, 'validation_error', 'fields');
    await refuses(
      caller,
      'listTransactions',
      { query: { status: ['posted', 'pending'] } },
      'validation_error',
      'status',
    );
    await refuses(caller, 'listTransactions', { query: { colour: 'red' } }, 'validation_error', 'colour');
    await refuses(
      caller,
      'syncTransactions',
      { query: { cursor: 'x', from: 'beginning' } },
      'validation_error',
      'from',
    );
    await refuses(caller, 'listBalances', { query: { dateGte: '2026-02-30' } }, 'validation_error', 'dateGte');
  });

  it('an entity that exists', async () => {
    await refuses(caller, 'createEntity', { body: { externalEntityId: 'default' } }, 'conflict');
  });

  it('a body that is no JSON, of another type, or too large', async () => {
    const send = async (body: string, type: string) => {
      const before = await countEverything();
      const response = await fetch(`${system.apiUrl}/v1/entities`, {
        method: 'POST',
        headers: { authorization: `Bearer ${caller.key}`, 'content-type': type },
        body,
      });
      const { error } = (await response.json()) as Schemas['ErrorEnvelope']; // Checked by code just below.
      met.add(error.code);
      expect(await countEverything()).toEqual(before);
      return [response.status, error.code];
    };
    expect(await send('{"externalEntityId":', 'application/json')).toEqual([400, 'malformed_request']);
    expect(await send('<a/>', 'application/xml')).toEqual([415, 'unsupported_media_type']);
    expect(
      await send(JSON.stringify({ externalEntityId: 'a', name: 'x'.repeat(1_100_000) }), 'application/json'),
    ).toEqual([413, 'payload_too_large']);
  });

  it('a method that the path does not have', async () => {
    const response = await fetch(`${system.apiUrl}/v1/entities`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${caller.key}` },
    });
    const { error } = (await response.json()) as Schemas['ErrorEnvelope']; // Checked by code just below.
    met.add(error.code);
    expect([response.status, error.code, response.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'GET, POST',
    ]);
  });

  it('an upload without a file, with unknown fields, for a connection that is not there', async () => {
    const empty = new FormData();
    empty.set('format', 'bai2');
    await refuses(caller, 'uploadConnectionFile', { ...at(), form: empty }, 'validation_error', 'file');
    await refuses(
      caller,
      'uploadConnectionFile',
      { ...at(), form: fileForm(smallBai2File(1), { colour: 'red' }) },
      'validation_error',
      'colour',
    );
    await refuses(
      caller,
      'uploadConnectionFile',
      { ...at(), form: fileForm(smallBai2File(1), { format: 'pdf' }) },
      'validation_error',
      'format',
    );
    const nowhere = '01a1fc6b-b073-747e-89db-77de88650354';
    await refuses(caller, 'uploadConnectionFile', { ...at(nowhere), form: fileForm(smallBai2File(1)) }, 'not_found');
    await refuses(
      caller,
      'uploadConnectionFile',
      { ...at(), form: fileForm(smallBai2File(1), { accountId: nowhere }) },
      'validation_error',
      'accountId',
    );
  });
});

describe('the state of things is refused as what it is', () => {
  it('setup that is not complete, a connection that is not ready, a default entity', async () => {
    const draft = await beginDemoConnection(caller, system.bankUrl, 'ridgeline');
    await refuses(caller, 'completeConnectionSetup', at(draft.id), 'setup_incomplete');
    await refuses(caller, 'syncConnection', at(draft.id), 'connection_not_ready');
    await refuses(caller, 'deleteEntity', { path: { entityId } }, 'default_entity_protected');
  });

  it('a sync that is running', async () => {
    // A bank that limits its answers holds nobody up, so the lease is given by hand to a run that goes on.
    const { sql } = system.database;
    const [run] = await sql<{ id: string }[]>`select id from sync_runs where connection_id = ${ready.id} limit 1`;
    await sql`update connections set lease_run_id = ${run?.id ?? ''}, lease_expires_at = now() + interval '1 hour' where id = ${ready.id}`;
    await refuses(caller, 'syncConnection', at(), 'sync_in_progress');
    await refuses(caller, 'uploadConnectionFile', { ...at(), form: fileForm(smallBai2File(1)) }, 'sync_in_progress');
    await sql`update connections set lease_run_id = null, lease_expires_at = null where id = ${ready.id}`;
  });

  it('cursors that are damaged, foreign, from the future or too old', async () => {
    const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
      query: { from: 'beginning', limit: 1 },
    });
    const cursor = page.nextCursor;
    const flipped = cursor.slice(0, 20) + (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21);
    for (const bad of [
      '',
      'x',
      cursor.slice(0, -1),
      `${cursor}A`,
      flipped,
      'sc_'.padEnd(4_096, 'A'),
      cursor.replace('sc_', 'lc_'),
    ])
      await refuses(caller, 'syncTransactions', { query: { cursor: bad } }, 'invalid_cursor');
    await refuses(caller, 'syncTransactions', { query: { cursor, connectionId: ready.id } }, 'invalid_cursor');
    await refuses(organization.live, 'syncTransactions', { query: { cursor } }, 'invalid_cursor');
    await refuses(
      (await system.createOrganization()).test,
      'syncTransactions',
      { query: { cursor } },
      'invalid_cursor',
    );
    await refuses(caller, 'listTransactions', { query: { cursor } }, 'invalid_cursor');
    await refuses(caller, 'listEntities', { query: { cursor: '' } }, 'invalid_cursor');
    await makeTrouble(system.bankUrl, ready.username, { kind: 'down' });
    await caller.get('advanceSandboxClock', { body: { days: 91 } });
    const error = await caller.refusal('syncTransactions', { query: { cursor } });
    met.add(error.code);
    expect(error.code).toBe('cursor_expired');
  });
});

describe('what is foreign', () => {
  const asked: readonly [string, (ids: Record<string, string>) => CallInput][] = [
    ['getEntity', ({ entity = '' }) => ({ path: { entityId: entity } })],
    ['updateEntity', ({ entity = '' }) => ({ path: { entityId: entity }, body: { contactEmails: [] } })],
    ['deleteEntity', ({ entity = '' }) => ({ path: { entityId: entity } })],
    ...[
      'getConnection',
      'revokeConnection',
      'completeConnectionSetup',
      'syncConnection',
      'pauseConnection',
      'resumeConnection',
      'getConnectionHealth',
      'listSyncRuns',
    ].map((id): [string, (ids: Record<string, string>) => CallInput] => [id, ({ connection = '' }) => at(connection)]),
    ['putConnectionCredentials', ({ connection = '' }) => ({ ...at(connection), body: { password: 'x' } })],
    ['uploadConnectionFile', ({ connection = '' }) => ({ ...at(connection), form: fileForm(smallBai2File(1)) })],
    ['getSyncRun', ({ connection = '', run = '' }) => ({ path: { connectionId: connection, syncRunId: run } })],
    ['getAccount', ({ account = '' }) => ({ path: { accountId: account } })],
    ['getTransaction', ({ transaction = '' }) => ({ path: { transactionId: transaction } })],
  ];

  it.each(asked)(
    '%s answers not_found to another organization and to the other environment',
    async (operationId, input) => {
      const [entity] = await caller.all<Schemas['Entity']>('listEntities');
      const [run] = await caller.all<Schemas['SyncRun']>('listSyncRuns', at());
      const [account] = await caller.all<Schemas['Account']>('listAccounts');
      const [transaction] = await caller.all<Schemas['Transaction']>('listTransactions');
      const ids = {
        entity: entity?.entityId ?? '',
        connection: ready.id,
        run: run?.id ?? '',
        account: account?.id ?? '',
        transaction: transaction?.id ?? '',
      };
      const stranger = await system.createOrganization();
      // Entities are shared by both environments of their organization.
      const others =
        'entityId' in (input(ids).path ?? {})
          ? [stranger.test, stranger.live]
          : [stranger.test, stranger.live, organization.live];
      for (const other of others) await refuses(other, operationId, input(ids), 'not_found');
      const nonsense = Object.fromEntries(Object.keys(ids).map((name) => [name, 'no-id']));
      await refuses(
        caller,
        operationId,
        input(nonsense),
        'entityId' in (input(ids).path ?? {}) ? 'validation_error' : 'not_found',
      );
    },
  );

  it('never shows in a list or a stream', async () => {
    for (const other of [(await system.createOrganization()).test, organization.live]) {
      for (const operationId of ['listConnections', 'listAccounts', 'listBalances', 'listTransactions'])
        expect(await other.all(operationId)).toEqual([]);
      for (const query of [{}, { connectionId: ready.id }])
        expect(await other.get('syncTransactions', { query: { ...query, from: 'beginning' } })).toMatchObject({
          events: [],
          hasMore: false,
        });
    }
  });
});

describe('the service itself', () => {
  it('answers internal_error without a word about the cause, and unavailable without a database', async () => {
    const { sql } = system.database;
    await sql`alter table accounts rename to accounts_elsewhere`;
    const broken = await caller.refusal('listAccounts');
    await sql`alter table accounts_elsewhere rename to accounts`;
    met.add(broken.code);
    expect(broken.code).toBe('internal_error');
    expect(JSON.stringify(broken)).not.toContain('accounts_elsewhere');
    const lonely = await startSystem({ worker: false });
    const other = (await lonely.createOrganization()).test;
    await other.get('listEntities');
    const restore = await lonely.database.shutOut();
    const gone = await other.refusal('listEntities');
    met.add(gone.code);
    expect(gone.code).toBe('unavailable');
    expect((await lonely.callerWith('').call('getReadiness')).status).toBe(503);
    expect((await lonely.callerWith('').call('getLiveness')).status).toBe(200);
    await restore();
    await other.get('listEntities');
    expect((await lonely.callerWith('').call('getReadiness')).status).toBe(200);
    await lonely.stop();
  });

  it('has given every code of the contract that its operations can give', () => {
    // Their operations are not built: transfers, webhooks, and limits that are not set.
    const beyond = ['idempotency_conflict', 'webhook_inactive', 'rate_limited'];
    expect(ERROR_CODES.filter((code) => !met.has(code))).toEqual(expect.arrayContaining(beyond));
    expect(ERROR_CODES.filter((code) => !met.has(code) && !beyond.includes(code))).toEqual([]);
  });
});
