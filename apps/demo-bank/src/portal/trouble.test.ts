import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, type RunningBank, runBank } from '../testing/running-bank.ts';
import { enterLogin, GOOD_PASSWORD, orderPortal, signInPlainly, wordsOf } from '../testing/sign-in.ts';

const words = wordsOf('harbor');

let bank: RunningBank;
let login: Login;
/** Delays of tasks; each runs at once. */
let delaysMs: number[];

beforeEach(async () => {
  delaysMs = [];
  const schedule = (task: () => void, delayMs: number) => {
    delaysMs.push(delayMs);
    task();
    return () => undefined;
  };
  bank = await runBank({ schedule });
  login = await bank.createUser();
});

afterEach(async () => {
  await bank.stop();
});

function order(kind: string, afterRequests = 0) {
  return bank.request('POST', `/control/users/${login.username}/trouble`, { body: { kind, afterRequests } });
}

function act(action: string) {
  const { companyId, username } = login;
  return bank.request('POST', '/harbor/control/portal/user', { body: { companyId, username, action } });
}

async function standAtDoor(): Promise<PortalClient> {
  const client = new PortalClient(bank, 'harbor');
  await client.open('sign-in');
  return client;
}

describe('trouble that is ordered', () => {
  it('closes the whole portal for maintenance, over a restart too', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await orderPortal(bank, 'harbor', { maintenance: true });
    await bank.restart();
    for (const rest of ['sign-in', 'accounts', 'activate']) {
      expect([(await client.open(rest)).status, client.heading]).toEqual([503, words.trouble.maintenanceHeading]);
    }
    await orderPortal(bank, 'harbor', { maintenance: null });
    expect((await client.open('sign-in')).status).toBe(200);
  });

  it('closes it for one user, until the maintenance is over', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await order('maintenance');
    expect((await client.open('accounts')).status).toBe(503);
    expect(client.text).toContain('We expect to be back at 15:45 UTC.');
    await enterLogin(await standAtDoor(), 'harbor', { ...login, password: GOOD_PASSWORD });
    bank.clockMs += 16 * 60_000;
    const again = await standAtDoor();
    await enterLogin(again, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(again.heading).toBe('Accounts');
  });

  it('hangs up in the middle of a visit', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await order('down', 2);
    for (const rest of ['accounts', 'statements']) expect((await client.open(rest)).status).toBe(200);
    await expect(client.open('accounts')).rejects.toThrow(TypeError);
    await order('none');
    expect((await client.open('accounts')).status).toBe(200);
  });

  it('hangs up on one sign-in with the scenario portalDown', async () => {
    const { companyId, username } = login;
    const body = { companyId, username, scenario: 'portalDown' };
    await bank.request('POST', '/harbor/control/scenarios', { body });
    await expect(enterLogin(await standAtDoor(), 'harbor', login)).rejects.toThrow(TypeError);
    const client = await standAtDoor();
    await enterLogin(client, 'harbor', login);
    expect(client.heading).toBe(words.newPassword.heading);
  });

  it('limits, locks, and takes permissions away', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await order('rateLimited');
    expect((await client.open('accounts')).status).toBe(429);
    expect(client.page.headers.get('retry-after')).toBe('30');
    await order('missingPermission');
    expect([(await client.open('accounts')).status, client.heading]).toEqual([403, words.trouble.forbiddenHeading]);
    await order('locked');
    await client.open('accounts');
    expect(client.alerts).toEqual([words.signIn.locked]);
    await enterLogin(client, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect([client.page.status, client.alerts]).toEqual([423, [words.signIn.locked]]);
  });

  it('expires the password in the middle of a visit', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await act('expirePassword');
    await client.open('accounts');
    expect([client.heading, client.text.includes(words.newPassword.becauseExpired)]).toEqual([
      words.newPassword.heading,
      true,
    ]);
  });

  it('asks for a code with the scenario mfaRequired, where sign-ins are not checked otherwise', async () => {
    await signInPlainly(bank, 'harbor', login);
    const { companyId, username } = login;
    await bank.request('POST', '/harbor/control/scenarios', { body: { companyId, username, scenario: 'mfaRequired' } });
    const client = await standAtDoor();
    await enterLogin(client, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(client.heading).toBe(words.enrol.heading);
    const again = await standAtDoor();
    await enterLogin(again, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(again.heading).toBe('Accounts');
  });

  it('locks, unlocks, and shows a notice anew', async () => {
    await signInPlainly(bank, 'harbor', login);
    await orderPortal(bank, 'harbor', { notices: true });
    const client = await standAtDoor();
    const enter = () => enterLogin(client, 'harbor', { ...login, password: GOOD_PASSWORD });
    await enter();
    await client.press('Accept');
    await client.press('Sign out');
    await enter();
    expect(client.heading).toBe('Accounts');
    await act('showNotice');
    await client.press('Sign out');
    await enter();
    expect(client.heading).toBe(words.notice.heading);
    await act('lock');
    await client.open('notice');
    await enter();
    expect(client.page.status).toBe(423);
    await act('unlock');
    await enter();
    expect(client.heading).toBe(words.notice.heading);
  });
});

describe('a visit that is too fast', () => {
  it('is slowed down more and more, then stopped until somebody continues it', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    await orderPortal(bank, 'harbor', { slowdown: true });
    bank.clockMs += 60_000;
    const statuses = [];
    for (let page = 0; page < 10; page += 1) statuses.push((await client.open('accounts')).status);
    expect(statuses).toEqual([...Array(9).fill(200), 429]);
    expect(delaysMs).toEqual([400, 800, 1_200, 1_600, 2_000]);
    expect(client.heading).toBe(words.trouble.pausedHeading);
    bank.clockMs += 60_000;
    expect((await client.open('accounts')).status).toBe(429);
    await client.press(words.trouble.goOn);
    expect(client.heading).toBe('Accounts');
  });

  it('is let alone at the speed of people, and as a rule of patient programs', async () => {
    const client = await signInPlainly(bank, 'harbor', login);
    for (let page = 0; page < 30; page += 1) expect((await client.open('accounts')).status).toBe(200);
    await orderPortal(bank, 'harbor', { slowdown: true });
    bank.clockMs += 60_000;
    for (let page = 0; page < 8; page += 1) {
      bank.clockMs += 4_000;
      expect((await client.open('accounts')).status).toBe(200);
    }
    expect(delaysMs).toEqual([]);
  });
});

describe('control of a portal', () => {
  it('tells what holds, for a bank and for a user', async () => {
    const { companyId, username } = login;
    await orderPortal(bank, 'harbor', { layout: 2, emailDelaySeconds: 5 });
    await orderPortal(bank, 'harbor', { companyId, username, layout: 1, secondFactor: 'email' });
    const settings = async (query: string) =>
      (await bank.request('GET', `/harbor/control/portal${query}`)).body.settings;
    expect(await settings('')).toEqual({
      ...{ layout: 2, slowdown: false, emailDelaySeconds: 5, notices: true, downloads: true, maintenance: false },
    });
    expect(await settings(`?companyId=${companyId}&username=${username}`)).toMatchObject({
      ...{ layout: 1, emailDelaySeconds: 5, secondFactor: 'email' },
    });
    expect((await bank.request('GET', '/ridgeline/control/portal')).body.settings).toMatchObject({ layout: 1 });
  });

  it('names what is wrong and whom it does not know', async () => {
    const body = { layout: 3, secondFactor: 'pigeon', slowdown: 'yes', emailDelaySeconds: -1, username: 'cw-x' };
    const wrong = await bank.request('POST', '/harbor/control/portal', { body });
    const fields = (wrong.body.errors as { field: string }[]).map(({ field }) => field);
    expect([wrong.status, fields]).toEqual([
      422,
      ['companyId', 'layout', 'secondFactor', 'slowdown', 'emailDelaySeconds'],
    ]);
    const unknown = await bank.request('POST', '/harbor/control/portal/user', {
      body: { companyId: '4410027', username: 'nobody', action: 'lock' },
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'user_not_found']);
    const action = await bank.request('POST', '/harbor/control/portal/user', { body: { ...login, action: 'dance' } });
    expect(action.body.errors).toMatchObject([{ field: 'action' }]);
  });
});
