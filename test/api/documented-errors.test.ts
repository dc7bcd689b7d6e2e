import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractOperation, HttpMethod } from '../../src/api/contract/contract.ts';
import { SCOPES, type Scope } from '../../src/domain/access/scope.ts';
import { ERROR_CODES, type ErrorCode } from '../../src/domain/error-catalogue.ts';
import type { Answer, Schemas } from '../support/calls/caller.ts';
import { openEventCursor } from '../support/calls/event-cursor.ts';
import {
  nobodyAs,
  type PathIds,
  pathParametersOf,
  requestOf,
  servedOperations,
} from '../support/calls/every-operation.ts';
import { callRaw, type RawInput } from '../support/calls/raw-call.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

// No worker runs and no bank is asked: nothing but the requests themselves could change what is stored.
let system: RunningSystem;
let organization: TestOrganization;
let stock: Stock;
let untouched: Readonly<Record<string, string>>;
const keys = { expired: '', revoked: '', unknown: '', unused: '' };
const keysWithout = new Map<string, string>();
/** Ids of things in a state that forbids something. */
const special = {
  draft: '',
  revoked: '',
  paused: '',
  syncing: '',
  syncingEntity: '',
  defaultEntity: '',
  syncingSuggestion: '',
  rejectedSuggestion: '',
  supersededSuggestion: '',
  syncingFile: '',
  discardedFile: '',
  acceptedFile: '',
  answered: '',
  inactiveWebhook: '',
  otherDelivery: '',
  deafWebhook: '',
};
/** Every operation and code that was met, as `operation code`. */
const met = new Set<string>();

const MAX_UPLOAD_BYTES = 100_000;
/** Stands for a request that was made before. */
const TAKEN_KEY = 'taken';
const operations = servedOperations();
const keyed = operations.filter(({ scope }) => scope !== null);
const having = (code: ErrorCode) =>
  operations.filter(({ responses }) => [...responses.values()].some(({ errorCodes }) => errorCodes.includes(code)));

beforeAll(async () => {
  system = await startSystem({ worker: false, settings: { CAUSEWAY_MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) } });
  organization = await system.createOrganization();
  const { commands } = system.installation;
  stock = await stockTenant(commands, organization.id, 'test');
  await makeKeys();
  await makeStates();
  await remember();
});
afterAll(() => system?.stop());

async function makeKeys(): Promise<void> {
  const { sql } = system.database;
  const idOf = (key: string) => key.split('_')[2] ?? '';
  const make = (scopes?: readonly Scope[]) => system.createKey(organization.id, 'test', scopes);
  [keys.expired, keys.revoked, keys.unused] = [await make(), await make(), await make()];
  await sql`update api_keys set expires_at = now() - interval '1 second' where key_id = ${idOf(keys.expired)}`;
  await sql`update api_keys set revoked_at = now() where key_id = ${idOf(keys.revoked)}`;
  const last = organization.test.key.at(-1) === 'a' ? 'b' : 'a';
  keys.unknown = organization.test.key.slice(0, -1) + last;
  for (const scope of SCOPES) keysWithout.set(scope, await make(SCOPES.filter((each) => each !== scope)));
}

async function makeStates(): Promise<void> {
  const caller = organization.test;
  const { commands } = system.installation;
  special.defaultEntity = await defaultEntityOf(caller);
  await caller.get('createEntity', {
    body: { externalEntityId: 'made under a key' },
    headers: { 'idempotency-key': TAKEN_KEY },
  });
  const draft = async (portalUrl: string) => {
    const body = { entityId: stock.entityId, institutionId: 'ridgeline-demo-bank', portalUrl };
    return (await caller.get<Schemas['SetupConnection']>('createConnection', { body })).id;
  };
  special.draft = await draft('https://login.ridgeline-demo.example');
  special.revoked = await draft('https://business.ridgeline-demo.example/login');
  await caller.get('revokeConnection', { path: { connectionId: special.revoked } });
  special.paused = (await stockTenant(commands, organization.id, 'test')).connectionId;
  await caller.get('pauseConnection', { path: { connectionId: special.paused } });
  const syncing = await stockTenant(commands, organization.id, 'test');
  [special.syncing, special.syncingEntity] = [syncing.connectionId, syncing.entityId];
  [special.syncingSuggestion, special.syncingFile] = [syncing.suggestionId, syncing.quarantinedFileId];
  const decide = async (status: string) => {
    const { quarantinedFileId } = await stockTenant(commands, organization.id, 'test');
    await system.database
      .sql`update quarantined_files set status = ${status}, decided_at = received_at where id = ${quarantinedFileId}`;
    return quarantinedFileId;
  };
  [special.discardedFile, special.acceptedFile] = [await decide('discarded'), await decide('accepted')];
  const close = async (status: string) => {
    const { suggestionId } = await stockTenant(commands, organization.id, 'test');
    await system.database
      .sql`update suggestions set status = ${status}, closed_at = created_at where id = ${suggestionId}`;
    return suggestionId;
  };
  [special.rejectedSuggestion, special.supersededSuggestion] = [await close('rejected'), await close('superseded')];
  special.answered = (await stockTenant(commands, organization.id, 'test')).connectionId;
  await openChallenge(commands, { organizationId: organization.id, environment: 'test' }, special.answered);
  await caller.get('answerMfaChallenge', { path: { connectionId: special.answered }, body: { code: '123456' } });
  const inactive = await stockTenant(commands, organization.id, 'test');
  await caller.get('updateWebhook', { path: { webhookId: inactive.webhookId }, body: { active: false } });
  [special.inactiveWebhook, special.otherDelivery] = [inactive.webhookId, inactive.deliveryId];
  special.deafWebhook = (await stockTenant(commands, organization.id, 'test')).webhookId;
  await caller.get('updateWebhook', {
    path: { webhookId: special.deafWebhook },
    body: { events: ['account.created'] },
  });
  await system.database.sql`update connections set lease_run_id = ${syncing.syncRunId},
    lease_expires_at = now() + interval '1 hour' where id = ${syncing.connectionId}`;
}

const remember = async () => {
  untouched = await takeWholeState(system.database.sql, system.dataDir);
};

/** Notes the code of an answer that must be a refusal, and that nothing has been stored. */
async function expectRefusal(operation: ContractOperation, answer: Answer<unknown>, code: ErrorCode): Promise<void> {
  expect(codeOf(answer), operation.id).toBe(code);
  met.add(`${operation.id} ${code}`);
  expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
}

function codeOf({ body }: Answer<unknown>): string | undefined {
  // The contract was held against it; a success has no error.
  return (body as Partial<Schemas['ErrorEnvelope']> | undefined)?.error?.code;
}

/** The good request of an operation, with something changed. */
function send(
  operation: ContractOperation,
  changes: RawInput & { readonly key?: string; readonly ids?: Partial<PathIds> } = {},
): Promise<Answer<unknown>> {
  const { key = organization.test.key, ids, headers, ...raw } = changes;
  const { path, body, form } = requestOf(operation, { ...stock, ...ids });
  return callRaw(system.apiUrl, operation, {
    path: path ?? {},
    ...(form !== undefined ? { body: form } : body !== undefined ? { body: JSON.stringify(body) } : {}),
    ...raw,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
}

/** How to get a code out of any operation that documents it. */
const WAYS: Readonly<Partial<Record<ErrorCode, (operation: ContractOperation) => Promise<Answer<unknown>>>>> = {
  malformed_request: (operation) => send(operation, { queryString: 'colour=%zz' }),
  invalid_cursor: (operation) => send(operation, { queryString: 'cursor=lc_nonsense' }),
  missing_api_key: (operation) => send(operation, { key: '' }),
  invalid_api_key: (operation) => send(operation, { key: keys.unknown }),
  api_key_expired: (operation) => send(operation, { key: keys.expired }),
  api_key_revoked: (operation) => send(operation, { key: keys.revoked }),
  insufficient_scope: (operation) =>
    send(operation, { key: keysWithout.get(operation.scope ?? 'entities:read') ?? 'none' }),
  not_found: (operation) =>
    send(operation, { ids: Object.fromEntries(pathParametersOf(operation).map((name) => [name, nobodyAs(name)])) }),
  payload_too_large: (operation) =>
    send(operation, isUpload(operation) ? { body: formOf('x'.repeat(MAX_UPLOAD_BYTES + 1)) } : jsonBody(hugeBody())),
  unsupported_media_type: (operation) =>
    send(operation, { body: '<a/>', headers: { 'content-type': 'application/xml' } }),
  validation_error: (operation) => send(operation, { queryString: 'colour=red' }),
  idempotency_conflict: (operation) => send(operation, { headers: { 'idempotency-key': TAKEN_KEY } }),
};

const isUpload = (operation: ContractOperation) => operation.id === 'uploadConnectionFile';
const jsonBody = (body: string | Uint8Array<ArrayBuffer>): RawInput => ({
  body,
  headers: { 'content-type': 'application/json' },
});
const hugeBody = () => JSON.stringify({ metadata: { big: 'x'.repeat(1_100_000) } });

function formOf(content: string): FormData {
  const form = new FormData();
  form.set('file', new Blob([content]), 'statement.bai');
  return form;
}

describe.each(Object.entries(WAYS) as [ErrorCode, (operation: ContractOperation) => Promise<Answer<unknown>>][])(
  '%s, which stores nothing,',
  (code, provoke) => {
    it.each(having(code).map((operation) => [operation.id, operation] as const))(
      'comes from %s',
      async (_, operation) => {
        await expectRefusal(operation, await provoke(operation), code);
      },
    );
  },
);

describe('malformed_request', () => {
  const bodied = operations.filter(({ body }) => body?.content.has('application/json'));
  it.each(bodied.map((operation) => [operation.id, operation] as const))(
    'comes from %s for a body that is no JSON, or cut off, or not UTF-8',
    async (_, operation) => {
      for (const body of ['{"a":', '{"a":1}}', "{'a':1}", '\u0000', Uint8Array.of(0x22, 0xff, 0x22)])
        await expectRefusal(operation, await send(operation, jsonBody(body)), 'malformed_request');
    },
  );

  it('comes from an upload whose form breaks off', async () => {
    const [upload] = operations.filter(isUpload);
    if (upload === undefined) throw new Error('there is no upload');
    const boundary = 'xxxxxxxx';
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.bai"\r\n\r\n01,BANK,CLIENT`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    await expectRefusal(upload, await send(upload, { body, headers }), 'malformed_request');
  });
});

describe('method_not_allowed', () => {
  const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const methodsOf = (path: string) => operations.filter((each) => each.path === path).map(({ method }) => method);
  // `/v1/events/replay` is an event called `replay` to those methods that events have.
  const methodsAt = (path: string) =>
    operations
      .filter((each) => new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
      .map(({ method }) => method);
  it.each(operations.map((operation) => [operation.path, operation] as const))(
    'comes from %s',
    async (path, operation) => {
      const allowed = methodsOf(path).sort();
      for (const method of METHODS.filter((each) => !methodsAt(path).includes(each))) {
        const answer = await send(operation, { method, body: null });
        await expectRefusal(operation, answer, 'method_not_allowed');
        expect(answer.headers.allow).toBe(allowed.join(', '));
      }
    },
  );
});

describe('a state that forbids it', () => {
  const at = (connectionId: string) => ({ ids: { connectionId } });
  const about = (suggestionId: string) => ({ ids: { suggestionId } });
  const file = (quarantinedFileId: string) => ({ ids: { quarantinedFileId } });
  const states: readonly [string, ErrorCode, string, () => Parameters<typeof send>[1]][] = [
    ['createEntity', 'conflict', 'an external id that is taken', () => jsonBody('{"externalEntityId":"default"}')],
    ['completeConnectionSetup', 'conflict', 'a revoked connection', () => at(special.revoked)],
    ['putConnectionCredentials', 'conflict', 'a revoked connection', () => at(special.revoked)],
    ['pauseConnection', 'conflict', 'a revoked connection', () => at(special.revoked)],
    ['resumeConnection', 'conflict', 'a revoked connection', () => at(special.revoked)],
    ['uploadConnectionFile', 'conflict', 'a revoked connection', () => at(special.revoked)],
    ['syncConnection', 'connection_not_ready', 'a revoked connection', () => at(special.revoked)],
    ['completeConnectionSetup', 'setup_incomplete', 'a login that is missing', () => at(special.draft)],
    ['pauseConnection', 'connection_not_ready', 'setup', () => at(special.draft)],
    ['resumeConnection', 'connection_not_ready', 'setup', () => at(special.draft)],
    ['syncConnection', 'connection_not_ready', 'setup', () => at(special.draft)],
    ['syncConnection', 'connection_not_ready', 'a paused connection', () => at(special.paused)],
    ['syncConnection', 'sync_in_progress', 'a running sync', () => at(special.syncing)],
    ['uploadConnectionFile', 'sync_in_progress', 'a running sync', () => at(special.syncing)],
    ['deleteEntity', 'sync_in_progress', 'a running sync', () => ({ ids: { entityId: special.syncingEntity } })],
    [
      'deleteEntity',
      'default_entity_protected',
      'being the default',
      () => ({ ids: { entityId: special.defaultEntity } }),
    ],
    ['acceptSuggestion', 'sync_in_progress', 'a running sync', () => about(special.syncingSuggestion)],
    ['acceptSuggestion', 'conflict', 'a rejected suggestion', () => about(special.rejectedSuggestion)],
    ['rejectSuggestion', 'conflict', 'an overtaken suggestion', () => about(special.supersededSuggestion)],
    ['acceptQuarantinedFile', 'sync_in_progress', 'a running sync', () => file(special.syncingFile)],
    ['acceptQuarantinedFile', 'conflict', 'a discarded file', () => file(special.discardedFile)],
    ['discardQuarantinedFile', 'conflict', 'an accepted file', () => file(special.acceptedFile)],
    ['answerMfaChallenge', 'conflict', 'a question that is answered', () => at(special.answered)],
    ['createFileSource', 'conflict', 'a revoked connection', () => ({ ids: { connectionId: special.revoked } })],
    [
      'createConnectSession',
      'connection_not_ready',
      'a connection that works',
      () => jsonBody(JSON.stringify({ entityId: stock.entityId, connectionId: stock.connectionId })),
    ],
    ['testWebhook', 'webhook_inactive', 'one switched off', () => ({ ids: { webhookId: special.inactiveWebhook } })],
    ['testWebhook', 'conflict', 'one that wants no tests', () => ({ ids: { webhookId: special.deafWebhook } })],
    [
      'retryWebhookDelivery',
      'webhook_inactive',
      'one switched off',
      () => ({ ids: { webhookId: special.inactiveWebhook, deliveryId: special.otherDelivery } }),
    ],
    [
      'replayEvent',
      'webhook_inactive',
      'one switched off',
      () => jsonBody(JSON.stringify({ webhookId: special.inactiveWebhook })),
    ],
    [
      'replayEvents',
      'webhook_inactive',
      'one switched off',
      () => jsonBody(JSON.stringify({ from: '2026-01-01T00:00:00Z', webhookId: special.inactiveWebhook })),
    ],
    ['createConnection', 'environment_forbidden', 'a live key at a demo bank', () => ({ key: organization.live.key })],
    ['getSandboxClock', 'environment_forbidden', 'a live key', () => ({ key: organization.live.key })],
    ['advanceSandboxClock', 'environment_forbidden', 'a live key', () => ({ key: organization.live.key })],
    ['applySandboxScenario', 'environment_forbidden', 'a live key', () => ({ key: organization.live.key })],
    ['applySandboxScenario', 'connection_not_ready', 'setup', () => at(special.draft)],
    ['applySandboxScenario', 'connection_not_ready', 'a revoked connection', () => at(special.revoked)],
  ];
  it.each(states)('%s answers %s to %s', async (operationId, code, _what, changes) => {
    const operation = operations.find(({ id }) => id === operationId);
    if (operation === undefined) throw new Error(`${operationId} is not served`);
    await expectRefusal(operation, await send(operation, changes()), code);
  });

  it('all streams answer cursor_expired after more than 90 days of virtual time, and not before', async () => {
    const caller = organization.test;
    const { nextCursor } = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions');
    const eventCursor = await openEventCursor(caller);
    await caller.get('advanceSandboxClock', { body: { days: 89 } });
    await caller.get('syncTransactions', { query: { cursor: nextCursor } });
    await caller.get('advanceSandboxClock', { body: { days: 2 } });
    await remember();
    for (const operation of having('cursor_expired')) {
      const queryString = `cursor=${operation.id === 'streamEvents' ? eventCursor : nextCursor}`;
      await expectRefusal(operation, await send(operation, { queryString }), 'cursor_expired');
    }
  });
});

/** They are answered from memory once the key is known. */
const FROM_MEMORY: readonly string[] = ['listInstitutions', 'getInstitution'];
const WITHOUT_DATABASE: readonly string[] = ['getLiveness', 'getOpenApi'];

describe('a database that is', () => {
  async function meet(code: ErrorCode, asked: readonly ContractOperation[]): Promise<Answer<unknown>[]> {
    const answers: Answer<unknown>[] = [];
    for (const operation of asked) {
      // A key that was used a moment ago is known, so that the operation itself meets the trouble.
      const key = FROM_MEMORY.includes(operation.id) ? keys.unused : organization.test.key;
      const answer = await send(operation, { key });
      expect(codeOf(answer), operation.id).toBe(code);
      met.add(`${operation.id} ${code}`);
      answers.push(answer);
    }
    return answers;
  }

  it('broken makes every operation answer internal_error, without a word about the cause', async () => {
    const { sql } = system.database;
    await organization.test.get('listInstitutions');
    await sql`alter schema public rename to elsewhere`;
    try {
      for (const { body } of await meet('internal_error', keyed))
        expect(JSON.stringify(body)).not.toMatch(/relation|schema|elsewhere|select|42P01/i);
    } finally {
      await sql`alter schema elsewhere rename to public`;
    }
    expect(await takeWholeState(sql, system.dataDir)).toEqual(untouched);
    await organization.test.get('listEntities');
  });

  it('gone makes every operation that needs it answer unavailable, until it is back', async () => {
    await organization.test.get('listInstitutions');
    const restore = await system.database.shutOut();
    try {
      const needing = operations.filter(({ id }) => !WITHOUT_DATABASE.includes(id));
      for (const { headers } of await meet('unavailable', needing)) expect(headers['retry-after']).toBe('1');
      for (const id of WITHOUT_DATABASE) await system.callerWith('').get(id);
    } finally {
      await restore();
    }
    await organization.test.get('listEntities');
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });
});

describe('the whole', () => {
  /** What is documented with a response that many operations share, and cannot come from all of them, with the reason. */
  const UNREACHABLE: readonly [ErrorCode, (operation: ContractOperation) => boolean, string][] = [
    ['rate_limited', () => true, 'no quota is set in this version'],
    [
      'environment_forbidden',
      ({ id, path }) => id !== 'createConnection' && !path.startsWith('/v1/sandbox/'),
      'only connecting and the sandbox are tied to an environment',
    ],
    ['internal_error', ({ scope }) => scope === null, 'they touch nothing that could break'],
    ['unavailable', ({ id }) => WITHOUT_DATABASE.includes(id), 'they need nothing; shutting down is proven on its own'],
  ];

  it('has met every code that an operation documents, except those that cannot come', () => {
    const documented = operations.flatMap((operation) =>
      [...operation.responses.values()].flatMap(({ errorCodes }) => errorCodes.map((code) => ({ operation, code }))),
    );
    const isUnreachable = ({ operation, code }: (typeof documented)[number]) =>
      UNREACHABLE.some(([each, concerns]) => each === code && concerns(operation));
    const name = ({ operation, code }: (typeof documented)[number]) => `${operation.id} ${code}`;
    expect(documented.filter((pair) => !met.has(name(pair)) && !isUnreachable(pair)).map(name)).toEqual([]);
    // An exception that was met after all is none.
    expect(documented.filter((pair) => met.has(name(pair)) && isUnreachable(pair)).map(name)).toEqual([]);
  });

  it('leaves out no code of the catalogue but those of operations that are not served', () => {
    const codes = new Set([...met].map((pair) => pair.split(' ')[1]));
    // The last four are given to web pages only.
    const beyond: readonly ErrorCode[] = [
      'rate_limited',
      'session_required',
      'sign_in_refused',
      'invalid_connect_token',
      'connect_session_ended',
    ];
    expect(ERROR_CODES.filter((code) => !codes.has(code)).sort()).toEqual([...beyond].sort());
  });
});
