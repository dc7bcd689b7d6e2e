import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Messenger } from '../../apps/demo-bank/src/portal/delivery/messenger.ts';
import { createPasswordLink, createSetUpLink } from '../../src/commands/people/create-people-link.ts';
import { createLog, silentLog } from '../../src/infra/log.ts';
import { backUp, startInbound } from '../../src/main.ts';
import { type PasswordServer, startPasswordServer } from '../sources/password-server.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { CallInput, Schemas } from '../support/calls/caller.ts';
import { createVisitor } from '../support/calls/console-visitor.ts';
import { runCommand } from '../support/processes/command.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { findCanaries } from '../support/secrets/canaries.ts';
import { readEverything } from '../support/secrets/read-everything.ts';
import { beginDemoConnection, defaultEntityOf, eventually, putLogin } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';

const MAIL_DOMAIN = 'inbox.causeway.example';

/** Secrets that are fed in, each by its own way. None may be found anywhere afterwards. */
const CANARIES: Record<string, string> = {
  'master key': Buffer.from('canary of the master key 0123456').toString('base64'),
  'bytes of the master key': 'canary of the master key 0123456',
  'secret of text messages': 'canary-sms-secret-5521',
  'password of a bank': 'Canary/password+7712',
  'second password of a bank': 'canary pässword "7713"',
  'seed of an authenticator': 'CANARYSEEDCANARYSEEDCANARYSEEDAB',
  'password of SFTP': 'canary-sftp-4402',
  'key of SFTP': 'Q2FuYXJ5S2V5T2ZTZnRwNDQwMw',
  'passphrase of SFTP': 'canary-phrase-4404',
  'code of a question': 'canary-answer-90817263',
  'code in a mail': 'canary-mail-90817264',
  'code in a text message': 'canary-sms-90817265',
  'code of an invitation': 'canary-invite-90817266',
  'unknown API key': 'canaryCanaryCanaryCanaryCanary88',
  'malformed credentials': 'canary-bearer-3301',
  'query of a request': 'canary-query-3302',
  'body that is no JSON': 'canary-body-3303',
  'value of an unknown property': 'canary-value-3304',
  'value of a wrong type': 'canary-type-3305',
  'path of a request': 'canary-path-3306',
  'cookie of a request': 'canary-cookie-3307',
  'Idempotency-Key': 'canary-idempotency-3308',
  'password of a person': 'canary password of olive',
  'next password of a person': 'canary password of olive 2',
  'password chosen by a link': 'canary password of olive 3',
  'wrong password of a person': 'canary guess of a password',
  'wrong one-time code': 'canary-guess-90817267',
};
/** What belongs into the database and the evidence, and nowhere else. */
const CONTENT: Record<string, string> = {
  'text of a transaction': 'CANARYPURCHASE',
  'number of an account': '000123454410',
};

let folder: string;
let system: RunningSystem;
let organization: TestOrganization;
let sftp: PasswordServer;
let receiver: TestReceiver;
let inbound: Awaited<ReturnType<typeof startInbound>>;
/** Everything that was written, by where it was. */
const lines: string[] = [];
const answers: string[] = [];

const SETTINGS = {
  CAUSEWAY_METRICS_PORT: '0',
  CAUSEWAY_MASTER_KEY: CANARIES['master key'] ?? '',
  CAUSEWAY_SMS_SECRET: CANARIES['secret of text messages'] ?? '',
  CAUSEWAY_SMS_PORT: '0',
  CAUSEWAY_SMS_NUMBERS: '+12025550143',
  CAUSEWAY_MAIL_DOMAIN: MAIL_DOMAIN,
  CAUSEWAY_MAIL_PORT: '0',
  CAUSEWAY_SFTP_PRIVATE_HOSTS: '127.0.0.1',
  CAUSEWAY_WEBHOOK_LOOPBACK: 'true',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-canaries-'));
  const log = createLog({ level: 'debug', name: 'canaries', destination: { write: (line) => void lines.push(line) } });
  system = await startSystem({ settings: SETTINGS, log });
  inbound = await startInbound(system.installation);
  sftp = await startPasswordServer(folder);
  receiver = await startReceiver();
  organization = await system.createOrganization();
  CANARIES['secret of an API key'] = organization.test.key.split('_').at(-1) ?? '';
  addPlainHashes('secret of an API key', organization.test.key);
  CANARIES['password of the database'] = new URL(system.database.url).password;
});
afterAll(async () => {
  await inbound?.stop();
  await system?.stop();
  await sftp?.stop();
  await receiver?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Calls an operation and keeps the whole answer. */
async function ask<Body>(operationId: string, input: CallInput = {}): Promise<Body> {
  const { status, headers, body } = await organization.test.call<Body>(operationId, input);
  answers.push(JSON.stringify({ status, headers, body }));
  return body;
}

/** A request that no client of ours would make. */
async function askRaw(path: string, init: RequestInit = {}): Promise<number> {
  const headers = { authorization: `Bearer ${organization.test.key}`, ...init.headers };
  const response = await fetch(new URL(path, system.apiUrl), { ...init, headers });
  answers.push(JSON.stringify({ headers: [...response.headers], body: await response.text() }));
  return response.status;
}

const canary = (name: string): string => CANARIES[name] ?? '';

/** Hashes that anybody can make of a guess: what is kept of a secret has to need a key of the vault. */
function addPlainHashes(name: string, whole = canary(name)): void {
  for (const text of new Set([canary(name), whole]))
    for (const kind of ['sha256', 'sha512'])
      CANARIES[`${kind} of ${name}, ${text.length} characters`] = createHash(kind).update(text).digest('hex');
}
const tenant = () => ({ organizationId: organization.id, environment: 'test' }) as const;

function decodeBase32(text: string): string {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('latin1');
}

describe('a secret that is fed in', () => {
  it('as the login of a bank, right and wrong, is kept sealed and used', async () => {
    const connection = await beginDemoConnection(organization.test, system.bankUrl, 'harbor');
    CANARIES['password that the bank takes'] = connection.password;
    await putLogin(organization.test, connection);
    const path = { connectionId: connection.id };
    await ask('completeConnectionSetup', { path });
    const look = () => ask<Schemas['ConnectionResource']>('getConnection', { path });
    await eventually(look, ({ kind }) => kind === 'ready', 'activation');
    for (const name of ['password of a bank', 'second password of a bank'] as const) {
      const login = { bankCustomerId: connection.companyId, bankUsername: connection.username, password: canary(name) };
      await ask('putConnectionCredentials', {
        path,
        body: { ...login, totpSecret: canary('seed of an authenticator') },
      });
      const { password } = await system.installation.credentials.read(tenant(), connection.id);
      expect(password).toBe(canary(name));
      await ask('syncConnection', { path });
    }
    await eventually(look, ({ status }) => status === 'reauthRequired', 'the refusal of a wrong password');
    for (const operationId of ['listSyncRuns', 'getConnectionHealth', 'listConnectionTransitions'])
      await ask(operationId, { path });
    await ask('listEvents');
    await ask('listAuditEntries');
  });

  it('as a code, by a person, a mail, a text message or an invitation', async () => {
    const connection = await beginDemoConnection(organization.test, system.bankUrl, 'ridgeline');
    const path = { connectionId: connection.id };
    await openChallenge(system.installation.commands, tenant(), connection.id);
    await ask('answerMfaChallenge', { path, body: { code: canary('code of a question') } });
    const { setup } = await ask<Schemas['SetupConnection']>('getConnection', { path });
    const delivery = { mail: { host: '127.0.0.1', port: inbound.mailPort ?? 0 }, sms: null };
    const messenger = new Messenger(delivery, silentLog, () => () => undefined);
    for (const name of ['code in a mail', 'code of an invitation']) {
      const from = { name: 'Bank', address: 'no-reply@ridgeline-demo.example' };
      const mail = {
        from,
        to: setup.instructions.email ?? '',
        subject: canary(name),
        text: `Your code is ${canary(name)}.`,
      };
      expect(await messenger.sendMail(mail, 0)).toBe('sent');
    }
    const headers = { 'content-type': 'application/json', 'x-sms-secret': canary('secret of text messages') };
    const message = { from: 'BANK', to: '+12025550143', text: `Your code is ${canary('code in a text message')}.` };
    const sent = await fetch(`http://127.0.0.1:${inbound.smsPort}/sms`, {
      ...{ method: 'POST', headers, body: JSON.stringify(message) },
    });
    expect(sent.status).toBe(204);
    const rows = await system.database.sql`select channel from code_messages order by channel`;
    expect(rows.map(({ channel }) => channel)).toEqual(['email', 'email', 'sms']);
  });

  it('as the login of an SFTP server, which refuses it', async () => {
    const [connection] = await organization.test.all<Schemas['ConnectionResource']>('listConnections');
    const place = { kind: 'sftp', path: '/', host: '127.0.0.1', port: sftp.port, username: sftp.username };
    const body = { connectionId: connection?.id, ...place, hostKeyFingerprint: sftp.fingerprint, pollSeconds: 1 };
    const source = await ask<Schemas['FileSource']>('createFileSource', {
      body: { ...body, password: canary('password of SFTP') },
    });
    const path = { fileSourceId: source.id };
    await eventually(
      () => ask<Schemas['FileSource']>('getFileSource', { path }),
      // Before that, the server may have been too slow to be asked.
      ({ error }) => error?.code === 'loginRejected',
      'the refusal of the SFTP server',
    );
    expect([...sftp.tried.keys()]).toContain(canary('password of SFTP'));
    // No key at all, so it is refused before it is stored; the answer must not repeat it.
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary('key of SFTP')}\n-----END OPENSSH PRIVATE KEY-----\n`;
    await ask('createFileSource', {
      body: { ...body, path: '/other', privateKey: key, passphrase: canary('passphrase of SFTP') },
    });
  });

  it('as what webhooks are signed with, which is shown once', async () => {
    const events = ['test'];
    const made = await organization.test.call<Schemas['WebhookCreated']>('createWebhook', {
      body: { url: `${receiver.url}/hooks`, events },
      headers: { 'idempotency-key': canary('Idempotency-Key') },
    });
    expect(made.status).toBe(201);
    CANARIES['secret of a webhook'] = made.body.webhook.secret.replace(/^whsec_/, '');
    const path = { webhookId: made.body.webhook.id };
    const rotated = await organization.test.get<Schemas['WebhookSecretRotated']>('rotateWebhookSecret', { path });
    CANARIES['second secret of a webhook'] = (rotated.webhook.secret ?? '').replace(/^whsec_/, '');
    for (const name of ['secret of a webhook', 'second secret of a webhook']) {
      expect(canary(name)).toMatch(/.{32}/);
      CANARIES[`bytes of the ${name}`] = Buffer.from(canary(name), 'base64').toString('hex');
    }
    receiver.answer('/hooks', (response) => response.writeHead(500).end('no'));
    await ask('testWebhook', { path });
    await receiver.until(() => receiver.received.length > 0, 'an attempt');
    const look = () => ask<Schemas['WebhookDeliveryList']>('listWebhookDeliveries', { path });
    await eventually(look, ({ data }) => (data[0]?.attempts.length ?? 0) > 0, 'the note of an attempt');
    await ask('getWebhook', { path });
    await ask('listWebhooks');
  });

  it('as the token of a Connect link, also by whoever takes it for a part of the path', async () => {
    const { url } = await organization.test.get<Schemas['ConnectSessionCreated']>('createConnectSession', {
      body: { entityId: await defaultEntityOf(organization.test) },
      headers: { 'idempotency-key': 'link' },
    });
    const { pathname, hash } = new URL(url);
    CANARIES['token of a Connect link'] = hash.replace('#wcs_', '');
    expect(canary('token of a Connect link')).toMatch(/^.{32}$/);
    addPlainHashes('token of a Connect link', hash.slice(1));
    const headers = { authorization: `Bearer ${hash.slice(1)}` };
    expect(await askRaw('/connect/api/session', { headers })).toBe(200);
    for (const path of [pathname, `/connect/${hash.slice(1)}`]) await askRaw(path, { headers });
  });

  it('as what people sign in with: links, passwords, one-time codes, sessions', async () => {
    const parts = { ...system.installation.commands, sql: system.installation.sessions.service };
    const email = 'olive@example.test';
    const visitor = createVisitor(system.apiUrl);
    const take = (name: string, text: string) => {
      expect(text).toMatch(/^.{8}/);
      CANARIES[name] = text;
    };
    const setUp = await createSetUpLink(parts, { replace: true });
    take('token of the first link', setUp?.token ?? '');
    addPlainHashes('token of the first link');
    const first = { organizationName: 'Harbor Treasury', name: 'Olive', email };
    const body = { ...first, token: canary('token of the first link'), password: canary('password of a person') };
    await visitor.get('setUpConsole', { body });
    const signIn = (password: string) => visitor.call('signIn', { body: { email, password } });
    expect((await signIn(canary('wrong password of a person'))).status).toBe(401);
    expect((await signIn(canary('password of a person'))).status).toBe(200);
    const { totpUri, backupCodes } = await visitor.get<Schemas['TwoFactorSecret']>('enableTwoFactor', {
      body: { password: canary('password of a person') },
    });
    take('secret of one-time codes', new URL(totpUri).searchParams.get('secret') ?? '');
    take('the same as the library has it', decodeBase32(canary('secret of one-time codes')));
    for (const [index, code] of backupCodes.entries()) take(`backup code ${index}`, code);
    await visitor.refusal('confirmTwoFactor', { body: { code: canary('wrong one-time code') } });
    const [membership] = (await visitor.get<Schemas['Self']>('getSelf')).memberships;
    const place = { organizationId: membership?.organizationId ?? '', environment: 'test' } as const;
    const invited = await visitor.get<Schemas['CreatedInvitation']>('createInvitation', {
      ...{ place, body: { email: 'next@example.test', role: 'viewer' } },
    });
    take('token of an invitation', invited.token);
    addPlainHashes('token of an invitation');
    await visitor.get('getInvitationByToken', { body: { token: invited.token } });
    const next = { currentPassword: canary('password of a person'), newPassword: canary('next password of a person') };
    await visitor.get('changePassword', { body: next });
    const link = await createPasswordLink(parts, email);
    take('token of a password link', link.ok ? link.value.token : '');
    addPlainHashes('token of a password link');
    const chosen = { token: canary('token of a password link'), password: canary('password chosen by a link') };
    await visitor.get('resetPassword', { body: chosen });
    expect((await signIn(canary('password chosen by a link'))).status).toBe(200);
    // The token of a session is a row; without the signature behind it, nobody comes in.
    const cookie = decodeURIComponent(visitor.cookies.get('causeway_session') ?? '');
    take('signature of a session', cookie.slice(cookie.lastIndexOf('.') + 1));
    take('proof of a known browser', decodeURIComponent(visitor.cookies.get('causeway_browser') ?? ''));
    await visitor.get('listSessions');
  });

  it('where no secret belongs: in headers, queries, bodies and paths that are refused', async () => {
    const keyId = organization.test.key.split('_')[2] ?? '';
    const headersOf = (authorization: string) => ({ headers: { authorization } });
    const tries = [
      askRaw('/v1/accounts', headersOf(`Bearer way_test_${keyId}_${canary('unknown API key')}`)),
      askRaw('/v1/accounts', headersOf(`Basic ${canary('malformed credentials')}`)),
      askRaw('/v1/accounts', headersOf(`Bearer ${canary('malformed credentials')}`)),
      askRaw(`/v1/accounts?limit=${canary('query of a request')}`),
      askRaw(`/v1/transactions/sync?cursor=${canary('query of a request')}`),
      askRaw(`/v1/accounts/${canary('path of a request')}`),
      askRaw(`/v1/${canary('path of a request')}`),
      askRaw('/v1/accounts', { headers: { cookie: `session=${canary('cookie of a request')}` } }),
    ];
    const json = { 'content-type': 'application/json' };
    const post = (body: string) => askRaw('/v1/webhooks', { method: 'POST', headers: json, body });
    tries.push(
      post(`{"url": ${canary('body that is no JSON')}`),
      post(
        JSON.stringify({
          url: 'https://x.example',
          events: ['test'],
          surprise: canary('value of an unknown property'),
        }),
      ),
      post(JSON.stringify({ url: { in: canary('value of a wrong type') }, events: canary('value of a wrong type') })),
      post(JSON.stringify({ url: `https://user:${canary('value of a wrong type')}@x.example`, events: ['test'] })),
    );
    const statuses = await Promise.all(tries);
    expect(statuses.filter((status) => status < 400)).toEqual([200]);
  });

  it('leaves files of a bank to the database and the evidence', async () => {
    const connection = await organization.test.all<Schemas['ConnectionResource']>('listConnections');
    const ready = connection.find(({ kind }) => kind === 'ready');
    const form = fileForm(smallBai2File(2, CONTENT['text of a transaction']));
    await organization.test.call('uploadConnectionFile', { path: { connectionId: ready?.id ?? '' }, form });
    const stored = await readEverything(system.database.sql, system.dataDir);
    expect(findCanaries(new Map(Object.entries(stored)), CONTENT)).not.toEqual([]);
  });
});

describe('afterwards no secret is found', () => {
  const command = async (args: readonly string[]) => {
    const env = { ...SETTINGS, CAUSEWAY_LOG_LEVEL: 'debug' };
    const own = { DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir };
    const { output, errors } = await runCommand(args, { cwd: folder, env: { ...env, ...own } });
    return `${output}\n${errors}`;
  };

  it('in logs, answers, metrics and what commands print', async () => {
    const metrics = await (await fetch(system.metricsUrl ?? '')).text();
    const places = new Map([
      ['log', lines.join('')],
      ['answers', answers.join('\n')],
      ['metrics', metrics],
      ['doctor', await command(['doctor', '--no-browser', '--json'])],
      ['verify', await command(['vault', 'verify'])],
    ]);
    // That each of them has something to look through.
    for (const [place, text] of places) expect([place, text.length > 500]).toEqual([place, true]);
    expect(findCanaries(places, CANARIES)).toEqual([]);
    places.delete('answers');
    expect(findCanaries(places, CONTENT)).toEqual([]);
  });

  it('in the database, the evidence, the data folder, the log of the server and a backup', async () => {
    const { sql } = system.database;
    const places = new Map(Object.entries(await readEverything(sql, system.dataDir)));
    await addFiles(places, system.dataDir, (path) => !path.startsWith('bank/'));
    const target = join(folder, 'backup');
    await backUp(
      system.installation,
      { ...SETTINGS, DATABASE_URL: system.database.url },
      { folder: target, withMasterKey: false },
    );
    await addFiles(places, target, () => true);
    const [row] = await sql<{ dir: string }[]>`select current_setting('data_directory') as dir`;
    places.set('server log', await readFile(join(dirname(row?.dir ?? ''), 'server.log'), 'latin1'));
    expect(places.size).toBeGreaterThan(50);
    expect(findCanaries(places, CANARIES)).toEqual([]);
  });

  it('because the search finds each of them, however it was written', () => {
    const secret = CANARIES['second password of a bank'] ?? '';
    const bytes = Buffer.from(`prefix${secret}suffix`);
    const disguises = {
      plain: secret.toUpperCase(),
      json: JSON.stringify(secret),
      hex: bytes.toString('hex').toUpperCase(),
      base64: bytes.toString('base64'),
      base64url: Buffer.from(`a${secret}`).toString('base64url'),
      query: encodeURIComponent(secret),
      backwards: [...secret].reverse().join(''),
    };
    for (const [name, text] of Object.entries(disguises))
      expect(findCanaries(new Map([[name, `…${text}…`]]), { it: secret })).toEqual([`it in ${name}`]);
    expect(findCanaries(new Map([['random', randomBytes(100_000).toString('latin1')]]), CANARIES)).toEqual([]);
  });
});

/** Adds files below a folder, unpacked where they are packed. */
async function addFiles(places: Map<string, string>, root: string, wanted: (path: string) => boolean): Promise<void> {
  for (const path of await readdir(root, { recursive: true })) {
    const file = join(root, path);
    if (!wanted(path) || !(await stat(file)).isFile()) continue;
    const bytes = await readFile(file);
    places.set(file, (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'));
  }
}
