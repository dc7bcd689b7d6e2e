import { beforeEach, describe, expect, it } from 'vitest';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, type RunningBank, runBank } from '../testing/running-bank.ts';
import {
  chooseOwnPassword,
  enterLogin,
  GOOD_PASSWORD,
  orderPortal,
  signInPlainly,
  totpAt,
  wordsOf,
} from '../testing/sign-in.ts';

const MINUTE_MS = 60_000;

let bank: RunningBank;
let login: Login;
let client: PortalClient;

beforeEach(async () => {
  bank = await runBank();
  login = await bank.createUser();
  client = new PortalClient(bank, 'harbor');
  return () => bank.stop();
});

const harbor = wordsOf('harbor');

describe('signing in', () => {
  it('leads through a new password, the authenticator app and a notice to the accounts', async () => {
    await enterLogin(client, 'harbor', login);
    expect(client.heading).toBe('Change your password');
    await chooseOwnPassword(client, 'harbor');
    expect(client.heading).toBe('Set up your authenticator app');
    const secret = /<output[^>]*>([A-Z2-7]+)</.exec(client.page.html)?.[1] ?? '';
    await client.press('Turn on', { 'Verification code': totpAt(secret, bank.clockMs) });
    expect(client.heading).toBe('We have updated our terms');
    await client.press('Remind me later');
    expect(client.heading).toBe('Accounts');
    expect(client.table('Accounts')).toHaveLength(4);

    await client.press('Sign out');
    expect(client.alerts).toEqual(['You have signed out.']);
    expect((await client.open('accounts')).path).toBe('/harbor/portal/sign-in');

    bank.clockMs += MINUTE_MS;
    await enterLogin(client, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(client.heading).toBe('Verify your identity');
    expect(client.page.html).not.toContain(secret);
    await client.press('Verify', { 'Verification code': totpAt(secret, bank.clockMs) });
    await client.press('Accept');
    expect(client.heading).toBe('Accounts');
  });

  it('says that the login is wrong, counts it with the download, and locks the user', async () => {
    await bank.request('POST', '/harbor/export/sessions', { body: { ...login, password: 'wrong' } });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await enterLogin(client, 'harbor', { ...login, password: 'wrong' });
      expect([client.page.status, client.alerts]).toEqual([401, [harbor.signIn.rejected]]);
    }
    await enterLogin(client, 'harbor', { ...login, password: 'wrong' });
    expect([client.page.status, client.alerts]).toEqual([423, [harbor.signIn.locked]]);
    await enterLogin(client, 'harbor', login);
    expect(client.alerts).toEqual([harbor.signIn.locked]);
    expect((await bank.request('POST', '/harbor/export/sessions', { body: login })).status).toBe(423);
  });

  it('tells an unknown user, a wrong password and a form with gaps alike', async () => {
    for (const wrong of [{ username: 'nobody' }, { password: 'wrong' }, { companyId: '441' }]) {
      await enterLogin(client, 'harbor', { ...login, ...wrong });
      expect(client.alerts).toEqual([harbor.signIn.rejected]);
    }
  });

  it('asks for the password on a page of its own at Ridgeline', async () => {
    const user = await bank.createUser('ridgeline');
    const words = wordsOf('ridgeline');
    const there = new PortalClient(bank, 'ridgeline');
    await there.open('');
    await there.press('Next', { 'Customer number': user.companyId, 'User name': user.username });
    expect([there.heading, there.text.includes(user.username)]).toEqual(['Passphrase', true]);
    await there.press('Log on', { Passphrase: 'wrong' });
    expect(there.alerts).toEqual([words.signIn.rejected]);
    await orderPortal(bank, 'ridgeline', { secondFactor: 'none' });
    await there.press('Log on', { Passphrase: user.password });
    expect(there.heading).toBe('New passphrase');
  });

  it('goes through the steps of Linden in its own order', async () => {
    const user = await bank.createUser('linden');
    await orderPortal(bank, 'linden', { secondFactor: 'none' });
    const there = new PortalClient(bank, 'linden');
    await enterLogin(there, 'linden', user);
    expect(there.heading).toBe('Amendment of the terms and conditions');
    await there.press('Consent');
    expect(there.heading).toBe('PIN change');
    await chooseOwnPassword(there, 'linden');
    expect(there.heading).toBe('Financial status');
  });

  it('lets nobody step over what stands before the accounts', async () => {
    await enterLogin(client, 'harbor', login);
    for (const rest of ['accounts', 'accounts/acct-1', 'verify', 'notice', 'authenticator', '']) {
      expect((await client.open(rest)).path).toBe('/harbor/portal/new-password');
    }
  });
});

describe('a new password', () => {
  it('has to keep to the rules of the bank', async () => {
    await enterLogin(client, 'harbor', login);
    for (const [password, fault] of [
      ['Short1', '12 to 64 characters'],
      ['all-lower-case-1', 'upper-case and lower-case letters'],
      ['No-Digits-In-Here', 'at least one digit'],
      [`Aa1-${login.username}`, 'not your user name, and not the password before'],
      [login.password, 'not your user name, and not the password before'],
    ] as const) {
      await chooseOwnPassword(client, 'harbor', password);
      expect([client.page.status, client.alerts]).toEqual([422, [fault]]);
    }
    const { newPassword } = harbor;
    await client.press(newPassword.submit, {
      [newPassword.next]: GOOD_PASSWORD,
      [newPassword.repeat]: `${GOOD_PASSWORD}!`,
    });
    expect(client.alerts).toEqual([newPassword.differs]);
  });

  it('is good for the download too, and the temporary one ends', async () => {
    await signInPlainly(bank, 'harbor', login);
    expect((await bank.request('POST', '/harbor/export/sessions', { body: login })).status).toBe(401);
    await bank.signIn('harbor', { ...login, password: GOOD_PASSWORD });
  });

  it('is asked for when the old one has expired, by order or by age in bank time', async () => {
    await signInPlainly(bank, 'harbor', login);
    const changed = { ...login, password: GOOD_PASSWORD };
    const { companyId, username } = login;
    await bank.request('POST', '/harbor/control/portal/user', {
      body: { companyId, username, action: 'expirePassword' },
    });
    await enterLogin(client, 'harbor', changed);
    expect(client.text).toContain(harbor.newPassword.becauseExpired);
    await chooseOwnPassword(client, 'harbor', `${GOOD_PASSWORD}2`);
    expect(client.heading).toBe('Accounts');

    client.headers['causeway-virtual-time'] = '2027-02-10T12:00:00Z';
    await client.open('accounts');
    expect(client.alerts).toEqual(['Your password expires in 9 days.']);
    client.headers['causeway-virtual-time'] = '2027-03-01T12:00:00Z';
    const again = new PortalClient(bank, 'harbor');
    again.headers['causeway-virtual-time'] = '2027-03-01T12:00:00Z';
    await enterLogin(again, 'harbor', { ...login, password: `${GOOD_PASSWORD}2` });
    expect(again.text).toContain(harbor.newPassword.becauseExpired);
  });

  it('can be chosen later, with the present one, and ends all other visits', async () => {
    const other = await signInPlainly(bank, 'harbor', login);
    const one = await signInPlainly(bank, 'harbor', { ...login, password: GOOD_PASSWORD });
    await one.follow('Profile');
    const { newPassword } = harbor;
    const next = `${GOOD_PASSWORD}3`;
    const fields = { [newPassword.next]: next, [newPassword.repeat]: next };
    await one.press(newPassword.submit, { ...fields, [newPassword.present]: 'wrong' });
    expect(one.alerts).toEqual([newPassword.wrongPresent]);
    await one.press(newPassword.submit, { ...fields, [newPassword.present]: GOOD_PASSWORD });
    expect([one.heading, one.alerts]).toEqual(['Accounts', [newPassword.changed]]);
    await other.open('accounts');
    expect(other.alerts).toEqual([harbor.signIn.timedOut]);
  });
});

describe('a visit', () => {
  it('ends after idle minutes, and after hours however busy it was', async () => {
    const visitor = await signInPlainly(bank, 'harbor', login);
    bank.clockMs += 9 * MINUTE_MS;
    await visitor.open('accounts');
    expect(visitor.heading).toBe('Accounts');
    bank.clockMs += 10 * MINUTE_MS;
    await visitor.open('accounts');
    expect([visitor.heading, visitor.alerts]).toEqual([harbor.signIn.heading, [harbor.signIn.timedOut]]);

    const busy = await signInPlainly(bank, 'harbor', { ...login, password: GOOD_PASSWORD });
    for (let minutes = 0; minutes < 232; minutes += 8) {
      bank.clockMs += 8 * MINUTE_MS;
      await busy.open('accounts');
      expect(busy.heading).toBe('Accounts');
    }
    bank.clockMs += 8 * MINUTE_MS;
    await busy.open('accounts');
    expect(busy.alerts).toEqual([harbor.signIn.timedOut]);
  });

  it('ends at once by order, and with the process', async () => {
    const visitor = await signInPlainly(bank, 'harbor', login);
    const { companyId, username } = login;
    await bank.request('POST', '/harbor/control/portal/user', { body: { companyId, username, action: 'endSessions' } });
    await visitor.open('accounts');
    expect(visitor.alerts).toEqual([harbor.signIn.timedOut]);
    const again = await signInPlainly(bank, 'harbor', { ...login, password: GOOD_PASSWORD });
    await bank.restart();
    await again.open('accounts');
    expect(again.alerts).toEqual([harbor.signIn.timedOut]);
    await enterLogin(again, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(again.heading).toBe('Accounts');
  });
});
