import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerSetUp } from '../../src/cli/installation/set-up-url.ts';
import { createPasswordLink, createSetUpLink } from '../../src/commands/people/create-people-link.ts';
import { removePerson } from '../../src/commands/people/remove-person.ts';
import { type Log, silentLog } from '../../src/infra/log.ts';
import { computeTotp } from '../../src/infra/totp.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { createVisitor, type Place, type Visitor } from '../support/calls/console-visitor.ts';
import { watchStalls } from '../support/processes/stall-watch.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
const warnings: unknown[] = [];
const log: Log = { ...silentLog, warn: (...line) => warnings.push(line), child: () => log };
let owner: Visitor;
let place: Place;

const OWNER = { email: 'owner@example.test', password: 'a long enough password' };
const MEMBER = { email: 'mara@example.test', password: 'another password of hers' };
const visitor = () => createVisitor(system.apiUrl);
const parts = () => ({ ...system.installation.commands, sql: system.installation.sessions.service });
/** Signs in from an address of its own, so that tests do not wait for each other. */
const signIn = (person: { email: string; password: string }, from: string, by = visitor()) =>
  by.call<Schemas['SignInProgress'] & Schemas['ErrorEnvelope']>('signIn', {
    body: { email: person.email, password: person.password },
    headers: { 'x-forwarded-for': from },
  });
const codeNow = (uri: string) => computeTotp(new URL(uri).searchParams.get('secret') ?? '', Date.now());

/** Lets codes that were accepted in this half minute be used again. */
const forgetSpent = () => system.database.sql`update people_two_factors set last_step = null`;
const countSessions = async () => (await system.database.sql`select from people_sessions`).length;

function never(): never {
  throw new Error('nothing was answered');
}

beforeAll(async () => {
  system = await startSystem({ worker: false, log, settings: { CAUSEWAY_TRUSTED_PROXIES: '127.0.0.1' } });
  owner = visitor();
});
afterAll(() => system.stop());

describe('the first set-up', () => {
  it('is open until somebody has it, and lets exactly one in', async () => {
    expect(await visitor().get('getConsoleSetup')).toEqual({ open: true, hasOrganization: false });
    const { installation } = system;
    const shown: string[] = [];
    const logged: unknown[] = [];
    const log = { ...installation.log, info: (...line: unknown[]) => logged.push(line) };
    for (const isTTY of [false, true, true])
      await offerSetUp({ ...installation, log }, system.apiUrl, { isTTY, write: (text) => shown.push(text) });
    expect(shown).toHaveLength(2);
    expect(logged).toHaveLength(1);
    // The second start at a terminal has ended the link of the first.
    expect(JSON.stringify(logged)).toContain('causeway console setup-link');
    expect(await system.database.sql`select from people_links`).toHaveLength(1);
    const links = [
      await createSetUpLink(parts(), { replace: false }),
      await createSetUpLink(parts(), { replace: false }),
    ];
    const body = (index: number) => ({
      ...{ token: links[index]?.token, organizationName: 'Harbor Treasury', name: 'Olive Owner', ...OWNER },
      email: index === 0 ? 'Owner@Example.test' : 'second@example.test',
    });
    const answers = await Promise.all([0, 1].map((index) => visitor().call('setUpConsole', { body: body(index) })));
    // The link of the one that comes later may be gone already.
    const [first, second] = answers.map(({ status }) => status).sort();
    expect(first).toBe(201);
    expect([404, 409]).toContain(second);
    const winner = answers.findIndex(({ status }) => status === 201);
    if (winner === 1) OWNER.email = 'second@example.test';
    expect(await visitor().get('getConsoleSetup')).toEqual({ open: false, hasOrganization: false });
    expect(await createSetUpLink(parts(), { replace: true })).toBeNull();
    expect((await visitor().refusal('setUpConsole', { body: body(0) })).code).toBe('not_found');
  });

  it('makes an owner, who signs in', async () => {
    expect((await owner.refusal('getSelf')).code).toBe('session_required');
    const answer = await owner.call('signIn', { body: OWNER });
    expect(answer).toMatchObject({ status: 200, body: { twoFactorRedirect: false } });
    const cookie = answer.headers['set-cookie'];
    expect(cookie).toMatch(/^causeway_session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    const self = await owner.get<Schemas['Self']>('getSelf');
    expect(self.person).toMatchObject({ email: OWNER.email, name: 'Olive Owner', hasTwoFactor: false });
    expect(self.memberships).toMatchObject([{ organizationName: 'Harbor Treasury', role: 'owner' }]);
    expect(self.memberships[0]?.permissions.live).toContain('organization:write');
    place = { organizationId: self.memberships[0]?.organizationId ?? '', environment: 'test' };
  });
});

describe('signing in', () => {
  it('answers a wrong password and an unknown address alike, and so it does while they wait', async () => {
    const { sql } = system.database;
    const both = [OWNER.email, 'nobody@example.test'].map((email) => ({ email, password: 'wrong' }));
    const bare = ({ error }: Schemas['ErrorEnvelope']) => ({ ...error, message: error.message.replace(/\d+/, 'n') });
    const ask = () => Promise.all(both.map((each, index) => signIn(each, `198.51.100.${index}`)));
    const [known, unknown] = await ask();
    expect(known?.body.error).toMatchObject({
      code: 'sign_in_refused',
      message: 'The address or the password is wrong.',
    });
    expect(unknown?.body.error).toEqual(known?.body.error);
    // What makes them wait is proven beside the table.
    await sql`update people_sign_in_failures set blocked_until = now() + interval '1 minute'`;
    const [first, second] = await ask();
    expect([first?.status, second?.status]).toEqual([429, 429]);
    // The log tells of the one that is somebody's, by the id alone.
    expect(warnings.filter((line) => JSON.stringify(line).includes('has to wait'))).toHaveLength(1);
    expect(JSON.stringify(warnings)).not.toContain('@example.test');
    expect(Number(first?.headers['retry-after'])).toBeGreaterThan(50);
    expect(bare(second?.body ?? never())).toEqual(bare(first?.body ?? never()));
    // From elsewhere, and with the right password: it is the address that waits.
    expect((await signIn(OWNER, '198.51.100.3')).status).toBe(429);
    await sql`update people_sign_in_failures set blocked_until = now() - interval '1 second'`;
    expect((await signIn(OWNER, '198.51.100.3')).status).toBe(200);
  });

  it('keeps nobody out for what others have tried from elsewhere', async () => {
    const networks = Array.from({ length: 12 }, (_, index) => `198.18.0.${index}`);
    for (const from of networks) expect((await signIn({ ...OWNER, password: 'wrong' }, from)).status).toBe(401);
    expect((await signIn(OWNER, '198.51.100.5')).status).toBe(200);
    // Once so many networks have tried that the address waits for all, a browser that was used before still does not.
    await system.database.sql`update people_sign_in_failures set blocked_until = now() + interval '1 minute'`;
    expect((await signIn(OWNER, '198.51.100.6')).status).toBe(429);
    const known = visitor();
    known.cookies.set('causeway_browser', owner.cookies.get('causeway_browser') ?? never());
    expect((await signIn({ ...OWNER, password: 'wrong' }, '198.51.100.7', known)).status).toBe(401);
    expect((await signIn({ ...OWNER, email: 'somebody@example.test' }, '198.51.100.7', known)).status).toBe(401);
    expect((await signIn(OWNER, '198.51.100.7', known)).status).toBe(200);
    const proof = { body: { currentPassword: 'wrong', newPassword: 'yet another password' } };
    expect((await owner.refusal('changePassword', proof)).code).toBe('validation_error');
    await system.database.sql`delete from people_sign_in_failures`;
  });

  it('takes no request that another site may have caused', async () => {
    const body = OWNER;
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await visitor().refusal('signIn', { body, headers })).code).toBe('malformed_request');
    const bare = await fetch(new URL('/console/api/auth/sign-in/email', system.apiUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: system.apiUrl },
      body: JSON.stringify(body),
    });
    expect(bare.status).toBe(400);
  });

  it('keeps the cookie to HTTPS where the request came by it', async () => {
    const origin = system.apiUrl.replace('http:', 'https:');
    const kept = visitor();
    const told = await kept.call('signIn', { body: OWNER, headers: { origin } });
    expect(told.headers['set-cookie']).toMatch(
      /^__Host-causeway_session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(kept.cookies.has('causeway_session')).toBe(false);
    expect((await kept.get<Schemas['Self']>('getSelf')).person.email).toBe(OWNER.email);
    // Who has signed in before there was this name goes on with the plain one.
    const former = visitor();
    former.cookies.set('causeway_session', kept.cookies.get('__Host-causeway_session') ?? '');
    expect((await former.get<Schemas['Self']>('getSelf')).person.email).toBe(OWNER.email);
    await kept.call('signOut', { headers: { origin } });
    expect(kept.cookies.has('__Host-causeway_session')).toBe(false);
    expect((await kept.refusal('getSelf')).code).toBe('session_required');
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.4' };
    const answer = await visitor().call('signIn', { body: OWNER, headers });
    expect(answer.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('knows no cookie whose signature it has not made, though the token is in the database', async () => {
    const [session] = await system.database.sql<{ token: string }[]>`select token from people_sessions limit 1`;
    const thief = visitor();
    thief.cookies.set('causeway_session', `${session?.token}.${Buffer.alloc(32).toString('base64')}`);
    expect((await thief.refusal('getSelf')).code).toBe('session_required');
  });
});

describe('one-time codes', () => {
  let uri: string;
  let backupCodes: readonly string[];

  it('begin with the password and a code of the app', async () => {
    const wrong = await owner.refusal('enableTwoFactor', { body: { password: 'wrong' } });
    expect(wrong).toMatchObject({ code: 'validation_error', details: [{ field: 'password' }] });
    const secret = await owner.get<Schemas['TwoFactorSecret']>('enableTwoFactor', {
      body: { password: OWNER.password },
    });
    ({ totpUri: uri, backupCodes } = secret);
    expect(backupCodes).toHaveLength(10);
    expect((await owner.refusal('confirmTwoFactor', { body: { code: '000000' } })).details).toMatchObject([
      { field: 'code' },
    ]);
    await owner.get('confirmTwoFactor', { body: { code: codeNow(uri) } });
    expect((await owner.get<Schemas['Self']>('getSelf')).person.hasTwoFactor).toBe(true);
    const kept = await system.database.sql`select secret, backup_codes from people_two_factors`;
    expect(JSON.stringify(kept)).not.toContain(backupCodes[0]);
  });

  it('are asked for, and the password alone opens nothing', async () => {
    const second = visitor();
    expect(await signIn(OWNER, '203.0.113.1', second)).toMatchObject({
      status: 200,
      body: { twoFactorRedirect: true },
    });
    expect((await second.refusal('getSelf')).code).toBe('session_required');
    expect((await second.refusal('verifyTotp', { body: { code: '000000' } })).code).toBe('sign_in_refused');
    await forgetSpent();
    const code = codeNow(uri);
    await second.get('verifyTotp', { body: { code } });
    const sessions = await countSessions();
    const again = visitor();
    await signIn(OWNER, '203.0.113.1', again);
    expect((await again.refusal('verifyTotp', { body: { code } })).code).toBe('sign_in_refused');
    expect((await again.refusal('getSelf')).code).toBe('session_required');
    expect(await countSessions()).toBe(sessions);
    await forgetSpent();
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    // Right ones leave nothing on the counter of an office, however many there are.
    await system.database.sql`delete from people_sign_in_failures`;
    await signIn(OWNER, '203.0.113.4', second);
    await second.get('verifyTotp', { body: { code: codeNow(uri) }, ...from('203.0.113.4') });
    const left = await system.database.sql`select from people_sign_in_failures where failures > 0`;
    expect(left).toHaveLength(0);
    expect((await second.get<Schemas['Self']>('getSelf')).person.email).toBe(OWNER.email);
    const third = visitor();
    await signIn(OWNER, '203.0.113.1', third);
    const [backupCode = ''] = backupCodes;
    await third.get('verifyBackupCode', { body: { code: backupCode } });
    await signIn(OWNER, '203.0.113.1', second);
    expect((await second.refusal('verifyBackupCode', { body: { code: backupCode } })).code).toBe('sign_in_refused');
  });

  it('end a first step after five wrong ones', async () => {
    const guesser = visitor();
    await signIn(OWNER, '203.0.113.2', guesser);
    for (let count = 0; count < 5; count += 1)
      await guesser.refusal('verifyTotp', {
        body: { code: `00000${count}` },
        headers: { 'x-forwarded-for': '203.0.113.2' },
      });
    const right = { body: { code: codeNow(uri) }, headers: { 'x-forwarded-for': '203.0.113.2' } };
    expect((await guesser.refusal('verifyTotp', right)).code).toBe('sign_in_refused');
  });

  it('can be switched off', async () => {
    await owner.get('disableTwoFactor', { body: { password: OWNER.password } });
    expect((await owner.get<Schemas['Self']>('getSelf')).person.hasTwoFactor).toBe(false);
  });
});

describe('members', () => {
  let member: Visitor;
  let personId: string;

  it('come by an invitation that works once', async () => {
    const invite = (role: string) =>
      owner.get<Schemas['CreatedInvitation']>('createInvitation', {
        place,
        body: { email: 'Mara@Example.test', role },
      });
    const former = await invite('viewer');
    const { token } = await invite('admin');
    expect((await visitor().refusal('getInvitationByToken', { body: { token: former.token } })).code).toBe('not_found');
    expect(await visitor().get('getInvitationByToken', { body: { token } })).toMatchObject({
      organizationName: 'Harbor Treasury',
      email: MEMBER.email,
      role: 'admin',
      hasPerson: false,
    });
    const body = { token, name: 'Mara', password: MEMBER.password };
    const answers = await Promise.all([1, 2].map(() => visitor().call('acceptInvitation', { body })));
    const [first, second] = answers.map(({ status }) => status).sort();
    expect(first).toBe(201);
    // The later one finds no invitation any more, or a person of that address.
    expect([404, 409]).toContain(second);
    member = visitor();
    expect((await signIn(MEMBER, '203.0.113.9', member)).status).toBe(200);
    const { data } = await member.get<Schemas['MemberList']>('listMembers', { place });
    expect(data.map(({ name, role }) => [name, role])).toEqual([
      ['Mara', 'admin'],
      ['Olive Owner', 'owner'],
    ]);
    personId = data[0]?.personId ?? '';
  });

  it('that are admins leave owners alone, and the last owner stays', async () => {
    const next = { email: 'next@example.test', role: 'owner' };
    const made = await owner.get<Schemas['CreatedInvitation']>('createInvitation', { place, body: next });
    const self = await owner.get<Schemas['Self']>('getSelf');
    const path = { personId: self.person.id };
    const refusals = [
      await member.refusal('removeMember', { place, path }),
      await member.refusal('updateMember', { place, path, body: { role: 'viewer' } }),
      await member.refusal('updateMember', { place, path: { personId }, body: { role: 'owner' } }),
      await member.refusal('createInvitation', { place, body: { email: 'x@example.test', role: 'owner' } }),
      // It would end the invitation of an owner.
      await member.refusal('createInvitation', { place, body: { ...next, role: 'viewer' } }),
      await member.refusal('updateOrganization', { place, body: { name: 'Mine' } }),
      await member.refusal('createOrganization', { body: { name: 'Mine' } }),
    ];
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['insufficient_scope']));
    const link = { body: { token: made.token } };
    expect(await visitor().get('getInvitationByToken', link)).toMatchObject({ role: 'owner' });
    expect((await owner.refusal('removeMember', { place, path })).code).toBe('conflict');
    expect((await owner.refusal('updateMember', { place, path, body: { role: 'admin' } })).code).toBe('conflict');
  });

  it('who are known already join another organization as themselves', async () => {
    const other = await owner.get<Schemas['Membership']>('createOrganization', { body: { name: 'Second' } });
    const there: Place = { organizationId: other.organizationId, environment: 'live' };
    const body = { email: MEMBER.email, role: 'viewer' };
    const { token } = await owner.get<Schemas['CreatedInvitation']>('createInvitation', { place: there, body });
    const anew = { token, name: 'Mara', password: 'something else entirely' };
    expect((await visitor().refusal('acceptInvitation', { body: anew })).code).toBe('conflict');
    expect((await owner.refusal('joinOrganization', { body: { token } })).code).toBe('conflict');
    expect(await member.get('joinOrganization', { body: { token } })).toMatchObject({ role: 'viewer' });
    expect((await member.get<Schemas['Self']>('getSelf')).memberships).toHaveLength(2);
  });

  it('make keys of what they may do themselves', async () => {
    await owner.get('updateMember', { place, path: { personId }, body: { role: 'developer' } });
    const make = (scopes: readonly string[]) => ({ place, body: { name: 'Import', scopes, lifetimeDays: 30 } });
    const made = await owner.get<Schemas['CreatedApiKey']>('createApiKey', make(['audit:read', 'entities:read']));
    const answer = await fetch(new URL('/v1/entities', system.apiUrl), {
      headers: { authorization: `Bearer ${made.key}` },
    });
    expect(answer.status).toBe(200);
    const listed = await owner.get<{ data: Schemas['ApiKey'][] }>('listApiKeys', { place });
    const maker = (await owner.get<Schemas['Self']>('getSelf')).person;
    expect(listed.data.find(({ id }) => id === made.apiKey.id)?.madeBy).toEqual({
      ...{ kind: 'member', id: maker.id, label: OWNER.email },
    });
    const path = { apiKeyId: made.apiKey.id };
    expect((await owner.refusal('revokeApiKey', { place: { ...place, environment: 'live' }, path })).code).toBe(
      'not_found',
    );
    expect(await owner.get('revokeApiKey', { place, path })).toMatchObject({ state: 'revoked' });
    await eventually(
      () => member.call('createApiKey', make(['audit:read'])),
      ({ status }) => status === 403,
      'the new role',
    );
  });

  it('that are removed, and sessions that are ended, lose access within five seconds, live streams included', async () => {
    const second = visitor();
    await signIn(MEMBER, '203.0.113.9', second);
    const cookie = `causeway_session=${member.cookies.get('causeway_session')}`;
    const headers = {
      ...{ cookie, 'causeway-console': '1', accept: 'text/event-stream' },
      ...{ 'causeway-organization': place.organizationId, 'causeway-environment': place.environment },
    };
    const streams = await Promise.all(
      ['/v1/transactions/sync/live', '/v1/events/live'].map((path) => fetch(new URL(path, system.apiUrl), { headers })),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    expect((await second.get<Schemas['SessionList']>('listSessions')).data).toHaveLength(2);
    await second.get('listMembers', { place });
    // An owner's own way back: it ends with what they are.
    await owner.get('updateMember', { place, path: { personId }, body: { role: 'owner' } });
    const back = { email: 'back@example.test', role: 'admin' };
    const way = await eventually(
      () => member.call<Schemas['CreatedInvitation']>('createInvitation', { place, body: back }),
      ({ status }) => status === 201,
      'the role of an owner',
    );
    const link = { body: { token: way.body.token } };
    expect(await visitor().get('getInvitationByToken', link)).toMatchObject({ role: 'admin' });
    await owner.get('updateMember', { place, path: { personId }, body: { role: 'developer' } });
    expect((await visitor().refusal('getInvitationByToken', link)).code).toBe('not_found');
    const stalls = watchStalls();
    const removedAtMs = performance.now();
    await member.get('endOtherSessions');
    await owner.get('removeMember', { place, path: { personId } });
    const came = { ...link.body, name: 'Back', password: 'a password to come back' };
    expect((await visitor().refusal('acceptInvitation', { body: came })).code).toBe('not_found');
    for (const live of streams) expect(await live.text()).toContain('no longer a member');
    await eventually(
      () => member.call('listMembers', { place }),
      ({ status }) => status === 403,
      'the end of the membership',
    );
    await eventually(
      () => second.call('getSelf'),
      ({ status }) => status === 401,
      'the end of the session',
    );
    expect(performance.now() - removedAtMs).toBeLessThan(5_000 + 2_000 + stalls.lostMs());
    stalls.stop();
  });
});

describe('a person', () => {
  it('changes their password, which ends their other sessions', async () => {
    const other = visitor();
    await signIn(OWNER, '203.0.113.30', other);
    const wrong = { body: { currentPassword: 'wrong', newPassword: 'yet another password' } };
    expect((await owner.refusal('changePassword', wrong)).details).toMatchObject([{ field: 'currentPassword' }]);
    await owner.get('changePassword', {
      body: { currentPassword: OWNER.password, newPassword: 'yet another password' },
    });
    OWNER.password = 'yet another password';
    expect((await owner.get<Schemas['SessionList']>('listSessions')).data).toMatchObject([{ isCurrent: true }]);
    expect((await other.refusal('getSelf')).code).toBe('session_required');
    await owner.get('updateSelf', { body: { name: 'Olive Onwards' } });
    expect((await owner.get<Schemas['Self']>('getSelf')).person.name).toBe('Olive Onwards');
  });

  it('chooses a new one by a link of the operator, once', async () => {
    const made = await createPasswordLink(parts(), OWNER.email.toUpperCase());
    if (!made.ok) throw new Error(made.refusal.message);
    const body = { token: made.value.token, password: 'chosen by the link' };
    await visitor().get('resetPassword', { body });
    expect((await visitor().refusal('resetPassword', { body })).code).toBe('not_found');
    expect((await signIn(OWNER, '203.0.113.31')).status).toBe(401);
    expect((await signIn({ ...OWNER, password: body.password }, '203.0.113.31', owner)).status).toBe(200);
  });

  it('leaves an entry of every act in the log of the organization', async () => {
    const read = await owner.get<Schemas['AuditEntryList']>('listAuditEntries', { place, query: { limit: 500 } });
    const told = new Set(read.data.filter(({ actor }) => actor.kind === 'member').map(({ action }) => action));
    expect([...told].filter((action) => !/^(person|member|api_key|organization|console)/.test(action))).toEqual([]);
    expect([...told].sort()).toEqual([
      'api_key.create',
      'api_key.revoke',
      'console.set_up',
      'member.join',
      'member.remove',
      'member.update',
      'member_invitation.create',
      'organization.create',
      'person.change_password',
      'person.disable_two_factor',
      'person.enable_two_factor',
      'person.end_sessions',
      'person.reset_password',
      'person.sign_in',
      'person.sign_out',
      'person.update',
    ]);
    expect(JSON.stringify(read.data.map(({ details }) => details))).not.toMatch(/example\.test|password"/);
  });

  it('is removed by the operator, the last owner only by force, and the address is free', async () => {
    await owner.get('createInvitation', { place, body: { email: 'left@example.test', role: 'viewer' } });
    expect(await removePerson(parts(), OWNER.email, { force: false })).toMatchObject({ refusal: { code: 'conflict' } });
    expect(await removePerson(parts(), 'none@example.test', { force: true })).toMatchObject({ ok: false });
    expect(await removePerson(parts(), MEMBER.email, { force: false })).toMatchObject({ ok: true });
    const gone = await system.database.sql`select from people where email = ${MEMBER.email}`;
    expect(gone).toHaveLength(0);
    const [entry] = await system.database.sql`select actor_kind from audit_entries where action = 'person.remove'`;
    expect(entry).toBeDefined();
  });

  it('signs out', async () => {
    await owner.get('signOut');
    expect(owner.cookies.has('causeway_session')).toBe(false);
    expect((await owner.refusal('getSelf')).code).toBe('session_required');
  });
});
