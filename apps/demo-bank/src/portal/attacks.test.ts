import { beforeEach, describe, expect, it } from 'vitest';
import { personalities } from '../personalities.ts';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, ownerForm, type RunningBank, runBank } from '../testing/running-bank.ts';
import { enterLogin, GOOD_PASSWORD, orderPortal, signInAsOwner, signInPlainly } from '../testing/sign-in.ts';

const { companyId, username } = ownerForm;

let bank: RunningBank;
let login: Login;

beforeEach(async () => {
  bank = await runBank();
  login = await bank.createUser();
  return () => bank.stop();
});

describe('forms of other sites', () => {
  it('are refused without the token of the visit, with that of another, and from another origin', async () => {
    const owner = await signInAsOwner(bank, 'harbor', companyId);
    const stranger = await signInAsOwner(bank, 'harbor', '4410099');
    await owner.open(`users/${username}/delete`);
    const token = owner.findForm('Yes, delete user').values.get('formToken') ?? '';
    await stranger.open('users');
    const foreign = stranger.findForm('Sign out').values.get('formToken') ?? '';
    for (const values of [{}, { formToken: '' }, { formToken: foreign }] as Record<string, string>[]) {
      expect((await owner.post(`users/${username}/delete`, values)).status).toBe(403);
    }
    for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      Object.assign(owner.headers, headers);
      expect((await owner.post(`users/${username}/delete`, { formToken: token })).status).toBe(403);
      for (const name of Object.keys(headers)) delete owner.headers[name];
    }
    await owner.open('users');
    expect(owner.text).toContain(username);
    await owner.post(`users/${username}/delete`, { formToken: token });
    expect(owner.text).not.toContain(username);
  });

  it('are refused at every address that takes one', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    for (const rest of ['sign-in', 'sign-in/password', 'sign-out', 'continue', 'activate', 'new-password', 'verify']) {
      expect((await client.post(rest, { companyId, username })).status, rest).toBe(403);
    }
    expect((await client.open('accounts')).status).toBe(200);
  });

  it('cannot post anything else than a form', async () => {
    const answer = await bank.request('POST', '/harbor/portal/sign-in', { body: login });
    expect(answer.status).toBe(303);
    expect((await bank.request('POST', '/harbor/control/portal', { form: 'maintenance=true' })).status).toBe(415);
    const headers = { origin: bank.url };
    expect((await bank.request('POST', '/harbor/control/portal', { body: {}, headers })).status).toBe(404);
  });
});

describe('the cookie of a visit', () => {
  it('cannot be read by scripts, is not sent by other sites, and holds for one portal', async () => {
    const answer = await bank.request('GET', '/harbor/portal/sign-in');
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^harbor-session=[\w-]{43}; Path=\/harbor\/portal; HttpOnly; SameSite=Strict$/);
    const client = await signInPlainly(bank, 'harbor', login);
    const token = client.cookies.get('harbor-session') ?? '';
    const headers = { cookie: `ridgeline-session=${token}` };
    expect((await bank.request('GET', '/ridgeline/portal/accounts', { headers })).status).toBe(303);
  });

  it('changes when somebody signs in, so that a planted one is worth nothing', async () => {
    const client = new PortalClient(bank, 'harbor');
    await client.open('sign-in');
    const planted = client.cookies.get('harbor-session') ?? '';
    await enterLogin(client, 'harbor', login);
    const first = client.cookies.get('harbor-session') ?? '';
    expect(first).not.toBe(planted);
    const thief = new PortalClient(bank, 'harbor');
    thief.cookies.set('harbor-session', planted);
    await thief.open('accounts');
    expect(thief.heading).toBe('Sign in to Business Online');
    const made = new PortalClient(bank, 'harbor');
    made.cookies.set('harbor-session', 'x'.repeat(43));
    await made.open('sign-in');
    expect(made.cookies.get('harbor-session')).not.toBe('x'.repeat(43));
  });

  it('begins anew with each sign-in, so that nothing passed before counts for another user', async () => {
    const own = await signInPlainly(bank, 'harbor', login);
    const victim = await bank.createUser('harbor', { username: 'cw-victim', firstName: 'Victoria' });
    const old = own.cookies.get('harbor-session') ?? '';
    const token = own.findForm('Sign out').values.get('formToken') ?? '';
    await orderPortal(bank, 'harbor', { secondFactor: 'totp' });
    const thief = new PortalClient(bank, 'harbor');
    thief.cookies.set('harbor-session', old);
    const whole = { ...victim, formToken: token };
    // While the sign-in goes on, the visit that was open before asks for accounts again and again.
    const looks = Array.from({ length: 20 }, () =>
      bank.request('GET', '/harbor/portal/accounts', { headers: { cookie: `harbor-session=${old}` } }),
    );
    await thief.post('sign-in', whole);
    for (const { text } of await Promise.all(looks)) expect(text).not.toContain('Victoria');
    expect(thief.heading).toBe('Change your password');
    thief.cookies.set('harbor-session', old);
    await thief.open('accounts');
    expect(thief.heading).toBe('Sign in to Business Online');
  });

  it('is led past no step by sending one twice at once', async () => {
    const client = new PortalClient(bank, 'harbor');
    await enterLogin(client, 'harbor', login);
    const { values, action } = client.findForm('Save password');
    const form = new URLSearchParams(values);
    for (const name of ['next', 'repeat']) form.set(name, GOOD_PASSWORD);
    const cookie = `harbor-session=${client.cookies.get('harbor-session')}`;
    const send = () => bank.request('POST', action, { form: form.toString(), headers: { cookie } });
    const answers = await Promise.all([send(), send(), send()]);
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie()).map((line) => line.split(';')[0] ?? '');
    for (const each of [cookie, ...cookies]) {
      const page = await bank.request('GET', '/harbor/portal/accounts', { headers: { cookie: each } });
      expect(page.status).toBe(303);
      expect(page.headers.get('location')).not.toBe('/harbor/portal/notice');
    }
  });

  it('is dead after signing out', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    const token = client.cookies.get('harbor-session') ?? '';
    await client.press('Sign out');
    const thief = new PortalClient(bank, 'harbor');
    thief.cookies.set('harbor-session', token);
    await thief.open('accounts');
    expect(thief.heading).toBe('Sign in to Business Online');
  });
});

describe('pages', () => {
  it('load nothing from elsewhere, run no script and are kept by nobody', async () => {
    for (const { id } of personalities) {
      const page = await bank.request('GET', `/${id}/portal/sign-in`);
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.text).not.toMatch(/<script|style=|\son\w+=/);
      const sheet = await bank.request('GET', `/${id}/portal/style.css`);
      expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
      expect(sheet.text).not.toMatch(/url\(|@import/);
    }
  });

  it('show hostile names as text', async () => {
    const hostile = '"><script>alert(1)</script><b x=\'';
    const user = await bank.createUser('harbor', { username: 'cw-hostile', firstName: hostile, lastName: '&lt;i&gt;' });
    const client = await signInPlainly(bank, 'harbor', user);
    expect(client.text).toContain(`${hostile} &lt;i&gt;`);
    const owner = await signInAsOwner(bank, 'harbor', companyId);
    await owner.open('users/cw-hostile');
    for (const { html } of [client.page, owner.page]) {
      expect(html).not.toMatch(/<script|<b x|<i>/);
    }
    await owner.open('sign-in');
    await client.press('Sign out');
    await client.press('Sign in', { 'Company ID': hostile, 'User ID': hostile, Password: 'x' });
    expect(client.page.html).not.toMatch(/<script/);
  });
});

describe('strangers', () => {
  it('never see the users or accounts of another company', async () => {
    const stranger = await signInAsOwner(bank, 'harbor', '4410099');
    expect(stranger.text).toContain('There are no users yet.');
    const token = stranger.findForm('Sign out').values.get('formToken') ?? '';
    expect((await stranger.open(`users/${username}`)).status).toBe(404);
    for (const action of ['permissions', 'reset-password', 'invite', 'forget-authenticator', 'delete']) {
      expect((await stranger.post(`users/${username}/${action}`, { formToken: token })).status, action).toBe(404);
    }
    const there = await signInAsOwner(bank, 'ridgeline', companyId);
    expect((await there.open(`users/${username}`)).status).toBe(404);

    const one = await signInPlainly(bank, 'harbor', login);
    const accountPath = /href="\/harbor\/portal\/(accounts\/acct-[^"]+)"/.exec(one.page.html)?.[1] ?? '';
    const other = await signInPlainly(
      bank,
      'harbor',
      await bank.createUser('harbor', { username: 'cw-other', companyId: '4410028', ownerPassword: 'owner-4410028' }),
    );
    expect((await one.open(accountPath)).status).toBe(200);
    expect((await other.open(accountPath)).status).toBe(404);
  });

  it('do not get into the administration as a delegated user, nor an owner to accounts', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    for (const rest of ['users', 'users/new', `users/${username}`]) expect((await client.open(rest)).status).toBe(403);
    const owner = await signInAsOwner(bank, 'harbor', companyId);
    expect((await owner.open('accounts')).status).toBe(403);
  });

  it('do not find names by the time that an answer takes', async () => {
    // With the work that a bank puts into a password, and not the little of other tests.
    const slow = await runBank({ passwordWork: 16_384 });
    const known = await slow.createUser();
    const client = new PortalClient(slow, 'harbor');
    // Time on the processor: a clock would take a busy machine for a slow bank.
    const time = async (name: string) => {
      const started = process.cpuUsage();
      await enterLogin(client, 'harbor', { ...known, username: name, password: 'wrong' });
      return process.cpuUsage(started).user;
    };
    const toKnown = Math.min(await time(known.username), await time(known.username));
    const toUnknown = Math.min(await time('nobody-here'), await time('nobody-there'));
    await slow.stop();
    // A look-up without a hash is ten times faster and more.
    expect(toUnknown).toBeGreaterThan(toKnown / 4);
  });

  it('find neither passwords nor tokens in the log', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    const token = client.cookies.get('harbor-session') ?? '';
    await client.open(`accounts/acct-1?from=canary`);
    const log = bank.logLines.join('\n');
    for (const secret of [login.password, token, 'canary', login.username, companyId])
      expect(log).not.toContain(secret);
    expect(log).toContain('/harbor/portal/accounts/:accountId');
  });
});
