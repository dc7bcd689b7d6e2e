import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDelegatedUser } from '../../src/cli/quickstart/bank-owner.ts';
import { purgeConnectSessions } from '../../src/commands/purges/purge-connect-sessions.ts';
import { createLog } from '../../src/infra/log.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { NOBODY } from '../support/calls/every-operation.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { stockTenant } from '../support/records/stocked-tenant.ts';
import { findCanaries } from '../support/secrets/canaries.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { type ConnectCaller, createConnectCaller } from './connect-caller.ts';

type Created = Schemas['ConnectSessionCreated'];
type Session = Schemas['ConnectSession'];

let system: RunningSystem;
let ours: TestOrganization;
let theirs: TestOrganization;
let entityId: string;
const lines: string[] = [];
/** Secrets that were handed over; none may be found in a log or in the database. */
const secrets: Record<string, string> = {
  'wrong password': 'Canary/wrong+4471',
  'code of a question': 'canary 48-21-39',
};

beforeAll(async () => {
  const log = createLog({ level: 'debug', name: 'connect', destination: { write: (line) => void lines.push(line) } });
  system = await startSystem({ log, settings: { CAUSEWAY_PUBLIC_URL: 'https://causeway.example/' } });
  [ours, theirs] = [await system.createOrganization(), await system.createOrganization()];
  entityId = await defaultEntityOf(ours.test);
});
afterAll(() => system?.stop());

async function createLink(body: object = {}, caller: Caller = ours.test): Promise<Created> {
  const made = await caller.get<Created>('createConnectSession', {
    body: { entityId: caller === theirs.test ? await defaultEntityOf(theirs.test) : entityId, ...body },
  });
  secrets[`token ${made.connectSession.id}`] = tokenOf(made);
  return made;
}
const tokenOf = ({ url }: Created): string => new URL(url).hash.slice(1);
const holder = ({ url }: Created): ConnectCaller => createConnectCaller(system.apiUrl, url);
const sessionOf = ({ connectSession }: Created, caller = ours.test) =>
  caller.get<Session>('getConnectSession', { path: { connectSessionId: connectSession.id } });

describe('a link', () => {
  it('is shown once, at the public address, and only a hash of its token is stored', async () => {
    const headers = { 'idempotency-key': 'link' };
    const body = {
      entityId,
      allowedOrigins: ['https://app.example', 'http://localhost:5173'],
      returnUrl: 'https://app.example/banks',
      theme: { name: 'Harborpine', color: '#1F5F8B', logo: 'data:image/png;base64,iVBORw0KGgoAAAA=' },
      locale: 'de-DE',
    };
    const made = await ours.test.get<Created>('createConnectSession', { body, headers });
    // What is before the `#` is all that servers and proxies see.
    const [address, token = ''] = made.url.split('#');
    expect(address).toBe(`https://causeway.example/connect/${made.connectSession.id}`);
    expect(token).toMatch(/^wcs_[\w-]{32}$/);
    expect(await ours.test.get('createConnectSession', { body, headers })).toEqual(made);
    const { createdAt, expiresAt, ...rest } = made.connectSession;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(3_600_000);
    expect(rest).toMatchObject({ status: 'open', institutionId: null, theme: { color: '#1f5f8b' } });
    secrets['token under a key'] = token;
    expect(await sessionOf(made)).toEqual(made.connectSession);
    const listed = await ours.test.all<Session>('listConnectSessions', { query: { entityId } });
    expect(listed).toEqual([made.connectSession]);
    const rows = await system.database.sql`select * from connect_sessions`;
    const kept = await system.database.sql`select * from idempotency_keys`;
    expect(JSON.stringify([rows, kept])).not.toContain(token);
    const { findEmbeddingOrigins } = await embedding();
    expect(await findEmbeddingOrigins(made.connectSession.id)).toEqual(body.allowedOrigins);
    for (const unknown of [NOBODY, token, "' or true --"]) expect(await findEmbeddingOrigins(unknown)).toEqual([]);
  });

  it.each([
    [{ allowedOrigins: ['https://*.example'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ["https://app.example; script-src 'unsafe-inline'"] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['https://app.example/path'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['http://app.example'] }, 'allowedOrigins.0'],
    [{ returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
    [{ returnUrl: 'https://user:secret@app.example' }, 'returnUrl'],
    [{ theme: { logo: 'data:image/svg+xml;base64,PHN2Zz4=' } }, 'theme.logo'],
    [{ theme: { logo: 'data:image/png;base64,PHN2Zz4=' } }, 'theme.logo'],
    [{ theme: { color: 'red;}' } }, 'theme.color'],
    [{ lifetimeSeconds: 86_401 }, 'lifetimeSeconds'],
    [{ entityId: NOBODY }, 'entityId'],
    [{ institutionId: 'no-such-bank' }, 'institutionId'],
    [{ connectionId: NOBODY }, 'connectionId'],
  ])('is not made with %j', async (body, field) => {
    const error = await ours.test.refusal('createConnectSession', { body: { entityId, ...body } });
    expect(error).toMatchObject({ code: 'validation_error', details: [{ field }] });
  });

  it('for a demo bank is not made with a live key', async () => {
    const body = { entityId, institutionId: 'harbor-demo-bank' };
    expect(await ours.live.refusal('createConnectSession', { body })).toMatchObject({ code: 'environment_forbidden' });
  });
});

async function embedding() {
  const { createEmbeddingLookup } = await import('../../src/api/callers/connect-check.ts');
  return { findEmbeddingOrigins: createEmbeddingLookup(system.installation.commands) };
}

describe('the holder of a link', () => {
  it('connects a bank, after a wrong password, and the link has done its work', async () => {
    const link = await createLink({ theme: { name: 'Harborpine' } });
    const user = holder(link);
    expect(await user.act('getConnectState')).toMatchObject({
      status: 'open',
      step: 'chooseInstitution',
      theme: { name: 'Harborpine' },
      institution: null,
      instructions: null,
    });
    expect(await user.refusal('putConnectCredentials', { password: 'a' })).toEqual([409, 'connection_not_ready']);
    const { body } = await user.call('listConnectInstitutions', { query: { query: 'harbor demo' } });
    expect(body).toMatchObject({
      data: [{ institutionId: 'harbor-demo-bank', terms: { bankCustomerId: 'Company ID' } }],
    });
    const choice = { institutionId: 'harbor-demo-bank' };
    const chosen = await Promise.all(Array.from({ length: 4 }, () => user.act('chooseConnectInstitution', choice)));
    const [{ connectionId, instructions } = { connectionId: null, instructions: null }] = chosen;
    expect(new Set(chosen.map((state) => state.connectionId))).toEqual(new Set([connectionId]));
    expect(chosen[0]).toMatchObject({ step: 'createDelegatedUser', institution: { name: 'Harbor Demo Bank' } });
    // The demo bank that runs, and not the made-up address of the catalog.
    const portalUrl = `${system.bankUrl}/harbor/portal`;
    const signIn = { bankCustomerId: '4410071', bankUsername: 'owner', password: 'owner-4410071' };
    expect(chosen[0]).toMatchObject({ portalUrl, institution: { portalUrl, demoBank: { portalUrl, signIn } } });
    expect((await fetch(portalUrl)).status).toBe(200);
    expect(await ours.test.all('listConnections')).toHaveLength(1);
    expect(await user.refusal('chooseConnectInstitution', { institutionId: 'linden-demo-bank' })).toEqual([
      409,
      'conflict',
    ]);
    expect(await ours.test.all('listConnections')).toHaveLength(1);

    expect(await user.refusal('completeConnectSetup')).toEqual([409, 'setup_incomplete']);
    const { now } = await ours.test.get<Schemas['SandboxClock']>('getSandboxClock');
    if (instructions === null || instructions === undefined) throw new Error('there are no instructions');
    const bankUser = { bankUrl: system.bankUrl, bank: 'harbor', companyId: '4410071', virtualTime: now } as const;
    const { password } = await createDelegatedUser({
      ...bankUser,
      instructions: { ...instructions, ...UNPROVISIONED },
    });
    secrets['password at the bank'] = password;
    const login = { bankCustomerId: '4410071', bankUsername: instructions.username };
    const part = { bankUsername: instructions.username, password: secrets['wrong password'] };
    expect(await user.act('putConnectCredentials', part)).toMatchObject({
      step: 'submitCredentials',
      missingFields: ['bankCustomerId'],
    });
    expect(await user.refusal('completeConnectSetup')).toEqual([409, 'setup_incomplete']);
    const wrong = await user.act('putConnectCredentials', { ...login, password: secrets['wrong password'] });
    expect(wrong).toMatchObject({
      step: 'completeSetup',
      storedFields: ['bankCustomerId', 'bankUsername', 'password'],
      missingFields: [],
    });
    expect(await user.refusal('putConnectCredentials', part)).toEqual([422, 'validation_error']);
    await user.act('completeConnectSetup');
    const refused = await stateWhen(user, ({ error }) => error !== null);
    expect(refused).toMatchObject({ step: 'submitCredentials', error: { code: 'credentials_rejected' } });
    expect(refused.actionRequiredBy).toBe('endUser');
    expect(await user.refusal('completeConnectSetup')).toEqual([409, 'setup_incomplete']);
    await user.act('putConnectCredentials', { ...login, password });
    await user.act('completeConnectSetup');
    const done = await stateWhen(user, ({ step }) => step === 'done');
    expect(done).toMatchObject({
      status: 'completed',
      error: null,
      instructions: null,
      storedFields: [],
      connectionId,
    });
    expect(await sessionOf(link)).toMatchObject({ status: 'completed', connectionId, institutionId: null });
    for (const [operationId, sent] of ACTS)
      expect(await user.refusal(operationId, sent)).toEqual([410, 'connect_session_ended']);
  });

  it('never changes a connection that works, though the same bank is chosen', async () => {
    const link = await createLink({ institutionId: 'harbor-demo-bank' });
    const user = holder(link);
    expect(await user.act('getConnectState')).toMatchObject({ isInstitutionFixed: true, step: 'chooseInstitution' });
    expect(await user.refusal('chooseConnectInstitution', { institutionId: 'linden-demo-bank' })).toEqual([
      409,
      'conflict',
    ]);
    const state = await user.act('chooseConnectInstitution', { institutionId: 'harbor-demo-bank' });
    expect(state).toMatchObject({ step: 'done', status: 'completed' });
    expect(await user.refusal('putConnectCredentials', { password: 'a' })).toEqual([410, 'connect_session_ended']);
  });

  it('repairs a connection, and answers the question of its bank', async () => {
    const { commands } = system.installation;
    const stock = await stockTenant(commands, ours.id, 'test');
    const body = { entityId: stock.entityId, connectionId: stock.connectionId };
    expect(await ours.test.refusal('createConnectSession', { body })).toMatchObject({ code: 'connection_not_ready' });
    await system.database
      .sql`update connections set status = 'reauthRequired', error_code = 'mfa_required', error_message = 'x'
      where id = ${stock.connectionId}`;
    const user = holder(await createLink(body));
    expect(await user.act('getConnectState')).toMatchObject({ step: 'submitCredentials', isRepair: true });
    await openChallenge(commands, stock.account, stock.connectionId);
    const asked = await user.act('getConnectState');
    expect(asked).toMatchObject({
      step: 'answerMfaChallenge',
      challenge: { destinationMasked: '•••• 4821', codeDigits: 6 },
    });
    // All codes of this bank have six digits; another one would end the sign-in there.
    expect(await user.refusal('answerConnectChallenge', { code: '12' })).toEqual([422, 'validation_error']);
    expect(await user.refusal('putConnectCredentials', { password: 'a' })).toEqual([409, 'connection_not_ready']);
    const code = secrets['code of a question'];
    // The run of this question is none that a worker could go on with.
    expect(await user.act('answerConnectChallenge', { code })).toMatchObject({ challenge: null });
    expect(await user.refusal('answerConnectChallenge', { code })).toEqual([409, 'conflict']);
  });

  async function stateWhen(user: ConnectCaller, holds: (state: Schemas['ConnectState']) => boolean) {
    return eventually(() => user.act('getConnectState'), holds, 'the next step');
  }
});

const UNPROVISIONED = {
  emailProvisioningStatus: 'notAvailable',
  phoneNumberProvisioningStatus: 'notAvailable',
} as const;

/** Everything that changes something, with a body that is taken. */
const ACTS: readonly (readonly [string, unknown])[] = [
  ['chooseConnectInstitution', { institutionId: 'harbor-demo-bank' }],
  ['putConnectCredentials', { password: 'a' }],
  ['completeConnectSetup', undefined],
  ['answerConnectChallenge', { code: '123456' }],
];
const ALL = [...ACTS, ['getConnectState', undefined], ['listConnectInstitutions', undefined]] as const;

describe('a token', () => {
  it('opens nothing but its own session, whatever a request says', async () => {
    const [mine, other] = [await createLink(), await createLink({}, theirs.test)];
    const before = await theirs.test.all('listConnections');
    const chosen = await holder(other).act('chooseConnectInstitution', { institutionId: 'linden-demo-bank' });
    const foreign = chosen.connectionId ?? '';
    const user = holder(mine);
    for (const [operationId, sent] of ACTS) {
      const body = { ...(sent as object), connectionId: foreign };
      if (sent !== undefined) expect(await user.refusal(operationId, body)).toEqual([422, 'validation_error']);
      const query = { connectionId: foreign, connectSessionId: other.connectSession.id };
      const answer = await user.call(operationId, { body: sent, query });
      expect([operationId, answer.status]).toEqual([operationId, 422]);
    }
    const headers = { 'causeway-organization': theirs.id, 'causeway-environment': 'test', 'causeway-console': '1' };
    const state = await user.call('getConnectState', { headers });
    expect(JSON.stringify(state.body)).not.toContain(foreign);
    expect(state.body).toMatchObject({ id: mine.connectSession.id, connectionId: null });
    expect(await theirs.test.all('listConnections')).toHaveLength(before.length + 1);
    expect(await ours.test.all('listConnections', { query: { entityId } })).toHaveLength(1);
  });

  it('is no key, and a key is no token', async () => {
    const link = await createLink();
    const asKey = system.callerWith(holder(link).token);
    expect(await asKey.refusal('listConnections')).toMatchObject({ code: 'invalid_api_key' });
    const path = `https://causeway.example/connect/${link.connectSession.id}`;
    // The id that stands in the path is none either.
    for (const secret of [ours.test.key, link.connectSession.id])
      for (const [operationId, body] of ALL)
        expect(await createConnectCaller(system.apiUrl, `${path}#${secret}`).refusal(operationId, body)).toEqual([
          401,
          'invalid_connect_token',
        ]);
  });

  it('of one environment never meets the banks of the other', async () => {
    const link = await createLink({}, ours.live);
    const user = holder(link);
    expect((await user.call('listConnectInstitutions')).body).toEqual({ data: [], hasMore: false });
    const choice = { institutionId: 'harbor-demo-bank' };
    expect(await user.refusal('chooseConnectInstitution', choice)).toEqual([403, 'environment_forbidden']);
    expect(
      await ours.test.refusal('getConnectSession', { path: { connectSessionId: link.connectSession.id } }),
    ).toMatchObject({ code: 'not_found' });
  });

  it('is refused from the next request on when its link is revoked, and when its time is over', async () => {
    const [revoked, expired] = [await createLink(), await createLink()];
    for (const link of [revoked, expired])
      expect(await holder(link).act('getConnectState')).toMatchObject({ status: 'open' });
    const path = { connectSessionId: revoked.connectSession.id };
    const first = await ours.test.get<Session>('revokeConnectSession', { path });
    expect(await ours.test.get('revokeConnectSession', { path })).toEqual(first);
    const { sql } = system.database;
    await sql`update connect_sessions set expires_at = now() - interval '1 second' where id = ${expired.connectSession.id}`;
    for (const link of [revoked, expired])
      for (const [operationId, body] of ALL)
        expect(await holder(link).refusal(operationId, body)).toEqual([410, 'connect_session_ended']);
    expect([(await sessionOf(revoked)).status, (await sessionOf(expired)).status]).toEqual(['revoked', 'expired']);
    const { findEmbeddingOrigins } = await embedding();
    for (const { connectSession } of [revoked, expired])
      expect(await findEmbeddingOrigins(connectSession.id)).toEqual([]);
    await sql`update connect_sessions set expires_at = now() - interval '31 days' where id = ${expired.connectSession.id}`;
    expect(await purgeConnectSessions(system.installation.commands)).toBe(1);
    expect(await holder(expired).refusal('getConnectState')).toEqual([401, 'invalid_connect_token']);
  });

  it('that is unknown, malformed or missing is refused', async () => {
    for (const token of [`wcs_${'A'.repeat(32)}`, 'wcs_short', "wcs_' or true --aaaaaaaaaaaaaaaaaaaaa", 'x'])
      expect(
        await createConnectCaller(system.apiUrl, `https://c.example/connect/${NOBODY}#${token}`).refusal(
          'getConnectState',
        ),
      ).toEqual([401, 'invalid_connect_token']);
    const response = await fetch(new URL('/connect/api/session', system.apiUrl));
    expect(response.status).toBe(401);
  });
});

describe('what is written down', () => {
  it('tells who acted, and holds no token and nothing of a login', async () => {
    const entries = await ours.test.all<Schemas['AuditEntry']>('listAuditEntries');
    const byHolder = entries.filter(({ actor }) => actor.kind === 'connect');
    expect(new Set(byHolder.map(({ action }) => action))).toEqual(
      new Set([
        'connect_session.choose',
        'connection.create',
        'credentials.put',
        'connection.complete_setup',
        'mfa_challenge.answer',
      ]),
    );
    const sessions = await ours.test.all<Session>('listConnectSessions');
    for (const { actor, requestId } of byHolder) {
      expect(sessions.map(({ id }) => id)).toContain(actor.id);
      expect(requestId).toMatch(/^req_/);
    }
    const tables = await system.database.sql<
      { name: string }[]
    >`select tablename as name from pg_tables where schemaname = 'public'`;
    const places = new Map([['log', lines.join('\n')]]);
    for (const { name } of tables) {
      const rows = await system.database.sql`select t::text as row from ${system.database.sql(name)} t`;
      places.set(name, rows.map(({ row }) => String(row)).join('\n'));
    }
    expect(lines.length).toBeGreaterThan(10);
    expect(findCanaries(places, secrets)).toEqual([]);
  });
});
