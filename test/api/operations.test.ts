import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/api/operations.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import { type Caller, exercised, type Schemas } from '../support/calls/caller.ts';
import { servedOperations } from '../support/calls/every-operation.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { createSuggestion } from '../support/records/stocked-tenant.ts';
import { type DemoConnection, eventually, openDemoConnection, runWhenEnded } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';
import { describeAuditLog } from './describe-audit-log.ts';
import { describeConnectLinks } from './describe-connect-links.ts';
import { describeSessionSteps } from './describe-session-steps.ts';
import { describeWebhooks } from './describe-webhooks.ts';

// Every answer is held against the contract by the caller: status, headers, every key, canonical values.
let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;
let receiver: TestReceiver;

beforeAll(async () => {
  system = await startSystem({ settings: { CAUSEWAY_WEBHOOK_LOOPBACK: 'true' } });
  receiver = await startReceiver();
  caller = (await system.createOrganization()).test;
  connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
});
afterAll(async () => {
  await system?.stop();
  await receiver?.stop();
});

/** Waits until the connection has nothing to do: a sync that is still to come would not be caused by what follows. */
async function quiet(): Promise<void> {
  const look = async () => {
    const { nextAttemptAt } = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', at());
    const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    return nextAttemptAt !== null && nextAttemptAt > now;
  };
  await eventually(look, (isQuiet) => isQuiet, 'the end of all syncs');
}

const at = () => ({ path: { connectionId: connection.id } });

describe('service', () => {
  it('getLiveness, getReadiness and getOpenApi need no key', async () => {
    const nobody = system.callerWith('');
    expect(await nobody.get('getLiveness')).toMatchObject({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(await nobody.get('getReadiness')).toMatchObject({ status: 'ok' });
    const document = await nobody.get<{ paths: Record<string, Record<string, { operationId: string }>> }>('getOpenApi');
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(ids.filter((id) => id !== undefined).sort()).toEqual(operations.map(({ id }) => id).sort());
  });
});

describe('entities', () => {
  it('are created, read, changed and deleted', async () => {
    const body = {
      externalEntityId: 'customer-1',
      name: 'Customer',
      metadata: { ledgerId: 'GL-1', nested: { list: [1, null, 'x'] } },
    };
    const created = await caller.call<Schemas['Entity']>('createEntity', { body });
    expect(created).toMatchObject({ status: 201, body: { ...body, isDefaultOrgEntity: false, contactEmails: [] } });
    const { entityId } = created.body;
    expect(created.headers.location).toBe(`/v1/entities/${entityId}`);
    const path = { path: { entityId } };
    expect(await caller.get('getEntity', path)).toEqual(created.body);
    const contactEmails = ['One@bank.example', 'one@BANK.example', 'two@bank.example'];
    const changed = await caller.get<Schemas['Entity']>('updateEntity', { ...path, body: { contactEmails } });
    expect(changed.contactEmails).toEqual(['One@bank.example', 'two@bank.example']);
    expect(changed.updatedAt > created.body.updatedAt).toBe(true);
    expect(await caller.all('listEntities')).toMatchObject([
      { entityId },
      { isDefaultOrgEntity: true, externalEntityId: 'default' },
    ]);
    expect((await caller.call('deleteEntity', path)).status).toBe(204);
    expect(await caller.refusal('getEntity', path)).toMatchObject({ code: 'not_found' });
  });

  it('are one set for both environments', async () => {
    const organization = await system.createOrganization();
    const made = await organization.test.get<Schemas['Entity']>('createEntity', {
      body: { externalEntityId: 'shared' },
    });
    expect(await organization.live.get('getEntity', { path: { entityId: made.entityId } })).toEqual(made);
  });
});

describe('institutions', () => {
  it('are found by name, id, portal and domain, in any case', async () => {
    for (const query of ['HARBOR DEMO', 'harbor-demo', 'https://login.harbor-demo.example/', 'harbor-demo.example'])
      expect(await caller.all('listInstitutions', { query: { query } })).toMatchObject([
        { institutionId: 'harbor-demo-bank', demo: true },
      ]);
    expect(await caller.all('listInstitutions', { query: { query: 'no such bank' } })).toEqual([]);
    expect(await caller.get('getInstitution', { path: { institutionId: 'harbor-demo-bank' } })).toMatchObject({
      name: 'Harbor Demo Bank',
      credentialFields: [{ name: 'bankCustomerId', required: true, label: 'Company ID' }, {}, {}, { required: false }],
      terms: { viewBalances: 'View balances', lastName: 'Last name' },
      demoBank: { portalUrl: `${system.bankUrl}/harbor/portal`, signIn: { bankUsername: 'owner' } },
    });
  });
});

describe('connections', () => {
  it('are created once for entity and anchor', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'anchored' } });
    const body = { institutionId: 'ridgeline-demo-bank', entityId: entity.entityId, metadata: { onboarding: 7 } };
    const first = await caller.call<Schemas['SetupConnection']>('createConnection', { body });
    expect(first).toMatchObject({ status: 201, body: { kind: 'setup', status: 'draft', metadata: { onboarding: 7 } } });
    expect(first.headers.location).toBe(`/v1/connections/${first.body.id}`);
    // The default portal named in other spellings, and other metadata: still the same connection, unchanged.
    const again = { ...body, metadata: {}, portalUrl: 'https://LOGIN.ridgeline-demo.example:443/?from=mail#top' };
    expect(await caller.call('createConnection', { body: again })).toMatchObject({ status: 200, body: first.body });
    const other = { ...body, portalUrl: 'https://business.ridgeline-demo.example/login' };
    expect((await caller.call('createConnection', { body: other })).status).toBe(201);
    const byPortal = { entityId: entity.entityId, portalUrl: 'https://business.ridgeline-demo.example/login/' };
    expect(await caller.call('createConnection', { body: byPortal })).toMatchObject({
      status: 200,
      body: { institutionId: 'ridgeline-demo-bank' },
    });
    const { id } = first.body;
    const put = (body: object) => caller.get('putConnectionCredentials', { path: { connectionId: id }, body });
    const missingCredentials = ['bankCustomerId', 'bankUsername'];
    expect(await put({ password: 'x' })).toMatchObject({
      setup: { credentialsPresent: true, missingCredentials, nextAction: 'submitCredentials' },
    });
    expect(await put({ password: null })).toMatchObject({ setup: { credentialsPresent: false } });
    expect(await caller.get('revokeConnection', { path: { connectionId: id } })).toMatchObject({ status: 'revoked' });
  });

  it('are listed by status, kind, institution and entity', async () => {
    const ready = await caller.all<Schemas['Connection']>('listConnections', { query: { kind: 'ready' } });
    expect(ready).toMatchObject([{ id: connection.id, status: 'active', kind: 'ready' }]);
    expect(
      await caller.all('listConnections', {
        query: { status: 'active', institutionId: 'harbor-demo-bank', entityId: ready[0]?.entityId ?? '' },
      }),
    ).toEqual(ready);
    expect(await caller.all('listConnections', { query: { status: 'errored' } })).toEqual([]);
  });

  it('are synced, with runs to look at', async () => {
    const queued = await caller.call<Schemas['SyncRun']>('syncConnection', at());
    expect(queued).toMatchObject({ status: 202, body: { trigger: 'manual', connectionId: connection.id } });
    expect(queued.headers.location).toBe(`/v1/connections/${connection.id}/syncRuns/${queued.body.id}`);
    const ended = await runWhenEnded(caller, connection.id, queued.body.id);
    expect(ended).toMatchObject({ status: 'succeeded', error: null, file: null });
    expect(ended.perAccount).toHaveLength(3);
    const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', { ...at(), query: { status: 'succeeded' } });
    expect(runs[0]).toEqual(ended);
    expect(await caller.get('getConnectionHealth', at())).toMatchObject({ consecutiveFailures: 0, lastError: null });
  });

  it('are paused and resumed', async () => {
    expect(await caller.get('pauseConnection', at())).toMatchObject({ status: 'paused' });
    expect(await caller.get('resumeConnection', { ...at(), body: {} })).toMatchObject({ status: 'active' });
    expect(await caller.get('completeConnectionSetup', at())).toMatchObject({ status: 'active', kind: 'ready' });
    expect(await caller.get('listConnectionTransitions', { ...at(), query: { limit: 2 } })).toMatchObject({
      data: [
        { cause: 'resumed', actor: 'integrator', previousStatus: 'paused', status: 'active', actionRequiredBy: null },
        { cause: 'paused', actor: 'integrator', previousStatus: 'active', status: 'paused', errorCode: null },
      ],
    });
  });

  it('take files', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'fed by files' } });
    const made = await caller.get<Schemas['SetupConnection']>('createConnection', {
      body: { entityId: entity.entityId, portalUrl: 'https://files.example' },
    });
    const path = { connectionId: made.id };
    const first = await caller.call<Schemas['SyncRun']>('uploadConnectionFile', {
      path,
      form: fileForm(smallBai2File(2)),
    });
    expect(first).toMatchObject({ status: 201, body: { status: 'succeeded', counts: { added: 2 } } });
    expect(await caller.call('uploadConnectionFile', { path, form: fileForm(smallBai2File(2)) })).toMatchObject({
      status: 200,
      body: first.body,
    });
    const [statement] = await caller.all<Schemas['Statement']>('listStatements', { query: path });
    const ofStatement = { path: { statementId: statement?.id ?? '' } };
    expect(await caller.get('getStatement', ofStatement)).toEqual(statement);
    const content = await caller.open('getStatementContent', { ...ofStatement, signal: AbortSignal.timeout(60_000) });
    expect(await content.text()).toBe(smallBai2File(2));
    expect((await caller.call('deleteEntity', { path: { entityId: entity.entityId } })).status).toBe(204);
  });
});

describe('suggestions', () => {
  const pendingPair = async () => {
    const [first, second] = await caller.all<Schemas['Transaction']>('listTransactions', {
      query: { status: 'posted' },
    });
    if (first === undefined || second === undefined) throw new Error('the bank showed too little');
    const { commands } = system.installation;
    const [{ organizationId } = { organizationId: '' }] = await system.database.sql<{ organizationId: string }[]>`
      select organization_id from transactions where id = ${first.id}`;
    const { connectionId, accountId } = first;
    const account = { organizationId, environment: 'test', connectionId, accountId, entityId: '' } as const;
    return { id: await createSuggestion(commands, account, [first.id, second.id]), first, second };
  };

  it('are listed, read, rejected and accepted', async () => {
    const { id, first, second } = await pendingPair();
    const path = { path: { suggestionId: id } };
    const suggestion = await caller.get<Schemas['Suggestion']>('getSuggestion', path);
    expect(suggestion).toMatchObject({ id, status: 'open', older: first, newer: second, closedAt: null });
    expect(await caller.all('listSuggestions', { query: { status: 'open' } })).toEqual([suggestion]);
    expect(await caller.get('rejectSuggestion', path)).toMatchObject({ status: 'rejected', newer: second });
    // The pair is known, so that it would not be made again; another one takes its place.
    await system.database.sql`delete from suggestions where id = ${id}`;
    const other = await pendingPair();
    await quiet();
    const accepted = await caller.get<Schemas['Suggestion']>('acceptSuggestion', { path: { suggestionId: other.id } });
    expect(accepted).toMatchObject({ status: 'accepted', newer: null });
    expect(accepted.older).toMatchObject({ id: first.id, description: second.description, amount: second.amount });
  });
});

describe('a question for a one-time code', () => {
  const none = { status: 404, body: { error: { code: 'not_found' } } };

  async function connectionInSetup(name: string) {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: name } });
    const body = { entityId: entity.entityId, portalUrl: `https://${name}.example` };
    const { id } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
    const [{ organizationId = '' } = {}] = await system.database.sql<{ organizationId: string }[]>`
      select organization_id from connections where id = ${id}`;
    return { path: { connectionId: id }, tenant: { organizationId, environment: 'test' as const } };
  }

  it('is shown and takes one answer', async () => {
    const { path, tenant } = await connectionInSetup('asked');
    expect(await caller.call('getMfaChallenge', { path })).toMatchObject(none);
    expect(await caller.call('answerMfaChallenge', { path, body: { code: '123456' } })).toMatchObject(none);
    const { id, createdAt, expiresAt } = await openChallenge(system.installation.commands, tenant, path.connectionId);
    const shown = {
      ...{ id, connectionId: path.connectionId, type: 'smsCode', status: 'pending', createdAt, expiresAt },
      ...{ prompt: 'We sent a six-digit code to •••• 4821.', destinationMasked: '•••• 4821', attemptsRemaining: null },
      codeDigits: null,
    };
    expect(await caller.get('getMfaChallenge', { path })).toEqual(shown);
    const stranger = (await system.createOrganization()).test;
    expect(await stranger.call('getMfaChallenge', { path })).toMatchObject(none);
    expect(await stranger.call('answerMfaChallenge', { path, body: { code: '123456' } })).toMatchObject(none);
    expect(await caller.call('answerMfaChallenge', { path, body: { code: '' } })).toMatchObject({
      ...{ status: 422, body: { error: { code: 'validation_error', details: [{ field: 'code' }] } } },
    });
    const taken = await caller.call('answerMfaChallenge', { path, body: { code: '123456' } });
    expect(taken).toMatchObject({ status: 202, body: { ...shown, status: 'submitted' } });
    expect(await caller.get('getMfaChallenge', { path })).toEqual({ ...shown, status: 'submitted' });
    expect(await caller.call('answerMfaChallenge', { path, body: { code: '654321' } })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'conflict' } } },
    });
  });

  it('is gone when its time is over', async () => {
    const { path, tenant } = await connectionInSetup('asked-in-vain');
    const expiresAt = new Date(Date.now() - 1).toISOString();
    await openChallenge(system.installation.commands, tenant, path.connectionId, { expiresAt });
    expect(await caller.call('getMfaChallenge', { path })).toMatchObject(none);
    expect(await caller.call('answerMfaChallenge', { path, body: { code: '123456' } })).toMatchObject(none);
  });
});

describe('the quarantine', () => {
  it('lists, shows, takes in and closes what files do not say', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'quarantined' } });
    const body = { entityId: entity.entityId, portalUrl: 'https://quarantine.example' };
    const { id: connectionId } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
    const path = { connectionId };
    const settings = await caller.get<Schemas['FileKnowledge']>('putFileSettings', { path, body: { currency: 'EUR' } });
    expect(await caller.get('getFileSettings', { path })).toEqual(settings);
    const upload = (day: number) =>
      caller.call('uploadConnectionFile', { path, form: fileForm(`!Type:Bank\nD2026-11-${day}\nT1.00\nPX\n^\n`) });
    await upload(13);
    await upload(14);
    const files = await caller.all<Schemas['QuarantinedFile']>('listQuarantinedFiles', { query: path });
    expect(files.map(({ status }) => status)).toEqual(['open', 'open']);
    const [second, first] = files.map(({ id }) => ({ path: { quarantinedFileId: id } }));
    expect(await caller.get('getQuarantinedFile', first)).toMatchObject({ preview: { format: 'qif' } });
    const accepted = { ...first, body: { accountNumber: '1' } };
    expect(await caller.get('acceptQuarantinedFile', accepted)).toMatchObject({ status: 'accepted' });
    expect(await caller.get('discardQuarantinedFile', second)).toMatchObject({ status: 'discarded' });
    expect((await caller.call('deleteEntity', { path: { entityId: entity.entityId } })).status).toBe(204);
  });
});

describe('file sources', () => {
  it('are made, changed, polled and deleted, and never show a login', async () => {
    const body = {
      ...at().path,
      kind: 'sftp',
      path: '/out',
      host: 'sftp.bank.invalid',
      username: 'files',
      hostKeyFingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrqJxVWnQ8Zc5t4sHfKcYJ2E',
      password: 'correct horse',
    };
    const { body: made, status, headers } = await caller.call<Schemas['FileSource']>('createFileSource', { body });
    expect([status, headers.location]).toEqual([201, `/v1/fileSources/${made.id}`]);
    expect(made).toMatchObject({
      kind: 'sftp',
      status: 'active',
      port: 22,
      location: 'files@sftp.bank.invalid:22/out',
    });
    const path = { fileSourceId: made.id };
    const changed = {
      path,
      body: { status: 'paused', privateKey: 'a key', passphrase: 'its phrase', pollSeconds: 600 },
    };
    await caller.get('pollFileSource', { path });
    const paused = await caller.get<Schemas['FileSource']>('updateFileSource', changed);
    expect(paused).toMatchObject({ status: 'paused', pollSeconds: 600, nextPollAt: null });
    expect(await caller.get('pollFileSource', { path })).toMatchObject({ status: 'paused' });
    // The poll with which every source begins may end between the two.
    const [listed, read] = await eventually(
      async () =>
        Promise.all([
          caller.all<Schemas['FileSource']>('listFileSources', { query: at().path }),
          caller.get<Schemas['FileSource']>('getFileSource', { path }),
        ]),
      ([[first], second]) => first?.error?.code === second.error?.code,
      'the same answer twice',
    );
    expect(listed).toEqual([read]);
    expect(JSON.stringify([made, listed])).not.toMatch(/correct horse|a key|its phrase/);
    const [stored] = await system.database.sql<{ login: Uint8Array }[]>`select login from file_sources`;
    expect(Buffer.from(stored?.login ?? []).toString('latin1')).not.toMatch(/a key|its phrase/);
    expect((await caller.call('deleteFileSource', { path })).status).toBe(204);
  });
});

describeConnectLinks(() => ({ caller, connectionId: connection.id }));

describe('accounts and balances', () => {
  it('show the times that the contract derives', async () => {
    const ready = await caller.get<Schemas['Connection']>('getConnection', at());
    for (const account of await caller.all<Schemas['Account']>('listAccounts')) {
      expect(await caller.get('getAccount', { path: { accountId: account.id } })).toEqual(account);
      expect(account.createdAt).toBe(ready.createdAt);
      expect(account.updatedAt).toBe(account.balanceAsOf);
      expect(account.maskedNumber).toBe(`****${account.accountNumber?.slice(-4)}`);
    }
  });

  it('are filtered, and thinned out by fields', async () => {
    expect(
      await caller.all('listAccounts', { query: { currency: 'EUR', connectionId: connection.id, status: 'open' } }),
    ).toHaveLength(1);
    expect(await caller.all('listAccounts', { query: { type: 'loan' } })).toEqual([]);
    const [sparse] = await caller.all<object>('listAccounts', { query: { fields: 'currency' } });
    expect(Object.keys(sparse ?? {}).sort()).toEqual(['connectionId', 'currency', 'id']);
  });

  it('give daily balances, newest day first, half-open by date', async () => {
    const [account] = await caller.all<Schemas['Account']>('listAccounts');
    const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: account?.id ?? '' } });
    expect(days.map(({ date }) => date)).toEqual(
      days
        .map(({ date }) => date)
        .sort()
        .reverse(),
    );
    const [last, before] = days;
    const query = { accountId: account?.id ?? '', dateGte: before?.date ?? '', dateLt: last?.date ?? '' };
    expect(await caller.all('listBalances', { query })).toEqual([before]);
  });
});

describe('transactions and the sandbox', () => {
  it('are listed, read one by one, and thinned out by fields', async () => {
    const rows = await caller.all<Schemas['Transaction']>('listTransactions');
    const [row] = rows;
    const path = { transactionId: row?.id ?? '' };
    expect(await caller.get('getTransaction', { path })).toEqual(row);
    const sparse = await caller.get<object>('getTransaction', { path, query: { fields: 'amount,status' } });
    expect(Object.keys(sparse).sort()).toEqual(['accountId', 'amount', 'connectionId', 'id', 'status']);
  });

  it('have a digest for each account and a history each', async () => {
    await quiet();
    const [account] = await caller.all<Schemas['Account']>('listAccounts');
    const accountId = account?.id ?? '';
    const rows = await caller.all<Schemas['Transaction']>('listTransactions', { query: { accountId } });
    const digest = await caller.get('getAccountDigest', { path: { accountId } });
    expect(digest).toMatchObject({ accountId, count: rows.length });
    const path = { transactionId: rows[0]?.id ?? '' };
    const history = await caller.all<Schemas['TransactionRevision']>('listTransactionHistory', { path });
    expect(history[0]).toMatchObject({ transaction: rows[0] });
  });

  it('come live as they do through the stream', async () => {
    await quiet();
    const leaving = new AbortController();
    const response = await caller.open('streamTransactions', { signal: leaving.signal });
    let text = '';
    const reading = readText(response, (more) => {
      text += more;
    }).catch(() => undefined);
    // What follows the last end of a message may be a part of one.
    const messages = () =>
      text
        .split('\n\n')
        .slice(0, -1)
        .filter((each) => each.startsWith('id: '));
    const [opening = ''] = await eventually(
      async () => messages(),
      ({ length }) => length === 1,
      'stream.open',
    );
    const [, cursor = ''] = /^id: (sc_\S+)\nevent: stream\.open\ndata: \{"nextCursor":"\1"\}$/.exec(opening) ?? [];
    await caller.get('applySandboxScenario', { ...at(), body: { scenario: 'newTransactions' } });
    const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', at());
    await runWhenEnded(caller, connection.id, id);
    const { events } = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', { query: { cursor } });
    expect(events.length).toBeGreaterThan(0);
    await eventually(
      async () => messages().length,
      (count) => count === events.length + 1,
      'every change',
    );
    const told = messages()
      .slice(1)
      .map((each) => /^id: sc_\S+\nevent: (\w+)\ndata: (.+)$/.exec(each)?.slice(1));
    expect(told.map((each) => [each?.[0], JSON.parse(each?.[1] ?? '')])).toEqual(
      events.map((event) => [event.type, event]),
    );
    leaving.abort();
    await reading;
  });

  it('come through the stream', async () => {
    await quiet();
    const head = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions');
    expect(head).toMatchObject({ events: [], hasMore: false });
    const clock = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    const moved = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', { body: { days: 7 } });
    expect(moved.previousNow >= clock.now).toBe(true);
    for (const id of moved.syncRunIds) await runWhenEnded(caller, connection.id, id);
    const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
      query: { cursor: head.nextCursor, limit: 500 },
    });
    expect(page.events.length).toBeGreaterThan(0);
    const until = new Date(Date.parse(moved.now) + 3_600_000).toISOString().replace('Z', '+00:00');
    const advanced = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', { body: { until } });
    expect(advanced).toMatchObject({ previousNow: expect.any(String) });
    for (const id of advanced.syncRunIds) await runWhenEnded(caller, connection.id, id);
  });
});

describeWebhooks(() => ({ caller, receiver, connectionId: connection.id }));

describeSessionSteps(() => ({
  caller,
  connectionId: connection.id,
  sql: system.database.sql,
  dataDir: system.dataDir,
}));

describeAuditLog(() => ({ caller, sql: system.database.sql, connectionId: connection.id }));

describe('the whole', () => {
  it('has been exercised: every success that a served operation documents was answered above', () => {
    const documented = servedOperations().flatMap(({ id, responses }) =>
      [...responses.keys()].filter((status) => status < 300).map((status) => `${id} ${status}`),
    );
    expect(documented.filter((success) => !exercised.has(success))).toEqual([]);
  });
});

async function readText(response: Response, take: (text: string) => void): Promise<void> {
  for await (const chunk of response.body ?? []) take(Buffer.from(chunk).toString());
}
