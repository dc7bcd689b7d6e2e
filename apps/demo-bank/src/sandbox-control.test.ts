import { beforeEach, describe, expect, it } from 'vitest';
import { sandboxScenarios } from './sandbox-scenario.ts';
import { type Login, type RunningBank, runBank, STARTED_AT } from './testing/running-bank.ts';

const WINDOW = 'from=2026-11-01&to=2026-11-21';

let bank: RunningBank;
let login: Login;

beforeEach(async () => {
  bank = await runBank();
  login = await bank.createUser();
  return () => bank.stop();
});

function play(body: object, headers: Record<string, string> = {}, bankId = 'harbor') {
  const { companyId, username } = login;
  return bank.request('POST', `/${bankId}/control/scenarios`, { body: { companyId, username, ...body }, headers });
}

function tryToSignIn(password = login.password) {
  return bank.request('POST', '/harbor/export/sessions', { body: { ...login, password } });
}

const listAccounts = async () => bank.listAccounts('harbor', await bank.signIn('harbor', login));

describe('steering the bank of one user', () => {
  it.each(sandboxScenarios)('plays %s and tells when', async (scenario) => {
    const played = await play({ scenario });
    expect([played.status, played.body.appliedAt]).toEqual([200, STARTED_AT]);
  });

  it('names accounts as the bank prints them, and keeps to the one that is named', async () => {
    const accounts = await listAccounts();
    for (const { number, currency } of accounts) {
      const played = await play({ scenario: 'newTransactions', accountNumber: number, currency, count: 2 });
      expect(played.body.accounts).toEqual([{ number, currency }]);
    }
    const all = await play({ scenario: 'idsReissued' });
    expect(all.body.accounts).toEqual(accounts.map(({ number, currency }) => ({ number, currency })));
    expect((await play({ scenario: 'portalDown', accountNumber: accounts[0]?.number })).body.accounts).toEqual([]);
  });

  it('happens once under an idempotency key, and again under another', async () => {
    const order = { scenario: 'newTransactions', count: 3 };
    const timesPlayed = async () => (await bank.readStateText()).match(/"newTransactions"/g)?.length;
    const first = await play(order, { 'idempotency-key': 'a' });
    expect((await play(order, { 'idempotency-key': 'a' })).body).toEqual(first.body);
    expect(await timesPlayed()).toBe(1);
    await play(order, { 'idempotency-key': 'b' });
    await play(order);
    await play(order);
    expect(await timesPlayed()).toBe(4);
  });

  it('happens at the virtual time that is sent, which the bank then has reached', async () => {
    const headers = { 'causeway-virtual-time': '2026-12-01T10:00:00.000Z' };
    const played = await play({ scenario: 'newTransactions' }, headers);
    expect(played.body.appliedAt).toBe('2026-12-01T10:00:00.000Z');
    const down = await play({ scenario: 'portalDown' });
    expect(down.body.appliedAt).toBe('2026-12-01T10:00:00.000Z');
    const tooFar = await play({ scenario: 'portalDown' }, { 'causeway-virtual-time': '2100-01-01T00:00:00Z' });
    expect([tooFar.status, tooFar.body.code]).toEqual([400, 'virtual_time_invalid']);
  });

  it('names what is wrong and whom it does not know', async () => {
    const wrong = await play({ scenario: 'earthquake', count: 501, accountNumber: '%' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toMatchObject([{ field: 'scenario' }, { field: 'accountNumber' }, { field: 'count' }]);
    const elsewhere = await play({ scenario: 'portalDown' }, {}, 'ridgeline');
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'user_not_found']);
    const [account] = await listAccounts();
    for (const named of [{ accountNumber: '1' }, { accountNumber: account?.number, currency: 'CHF' }]) {
      const unknown = await play({ scenario: 'backdated', ...named });
      expect(unknown.body.errors).toMatchObject([
        { field: 'accountNumber', message: 'is not an account of this user' },
      ]);
    }
  });

  it('plays nothing in a closed account', async () => {
    const [{ number, currency } = { number: '', currency: '' }] = await listAccounts();
    const named = { accountNumber: number, currency };
    expect((await play({ scenario: 'accountClosed', ...named })).body.accounts).toEqual([{ number, currency }]);
    for (const scenario of ['newTransactions', 'idsReissued', 'accountClosed']) {
      const refused = await play({ scenario, ...named });
      expect(refused.body.errors).toMatchObject([{ field: 'accountNumber', message: 'is a closed account' }]);
    }
    expect((await play({ scenario: 'accountAdded', ...named })).status).toBe(200);
    const statuses = (await listAccounts()).map(({ status }) => status);
    expect(statuses).toEqual(['closed', 'open', 'open', 'open']);
  });

  it('does not answer to pages in a browser', async () => {
    expect((await play({ scenario: 'portalDown' }, { origin: 'http://evil.example' })).status).toBe(404);
    expect((await tryToSignIn()).status).toBe(201);
  });
});

describe('trouble for one visit', () => {
  it('portalDown hangs up on the next sign-in and is over then; an open session goes on', async () => {
    const token = await bank.signIn('harbor', login);
    await play({ scenario: 'portalDown' });
    expect((await bank.listAccounts('harbor', token)).length).toBe(3);
    await expect(tryToSignIn()).rejects.toThrow(TypeError);
    expect((await tryToSignIn()).status).toBe(201);
  });

  it('mfaRequired asks the right password for a code, once, over a restart too', async () => {
    await play({ scenario: 'mfaRequired' });
    await bank.restart();
    expect((await tryToSignIn('wrong')).body.code).toBe('credentials_rejected');
    const asked = await tryToSignIn();
    expect([asked.status, asked.body.code]).toEqual([401, 'code_required']);
    expect((await tryToSignIn()).status).toBe(201);
  });

  it('credentialsExpired lasts until the owner sets a new password', async () => {
    await play({ scenario: 'credentialsExpired' });
    for (const _ of [1, 2]) expect((await tryToSignIn()).body.code).toBe('password_expired');
    const path = `/harbor/admin/delegated-users/${login.username}/password`;
    const owner = { companyId: login.companyId, ownerUser: 'owner', ownerPassword: `owner-${login.companyId}` };
    const reset = await bank.request('POST', path, { body: owner });
    expect((await tryToSignIn(String(reset.body.temporaryPassword))).status).toBe(201);
  });

  it('portalLayoutChanged shows downloads of one session in another layout, with nothing of the first in it', async () => {
    const path = async (token: string) =>
      `/harbor/export/accounts/${(await bank.listAccounts('harbor', token))[0]?.id}/transactions?${WINDOW}`;
    const usual = await bank.signIn('harbor', login);
    const first = (await bank.request('GET', await path(usual), { token: usual })).body;
    await play({ scenario: 'portalLayoutChanged' });
    const token = await bank.signIn('harbor', login);
    const changed = (await bank.request('GET', await path(token), { token })).body;
    expect(Object.keys(changed).filter((name) => name in first)).toEqual([]);
    const amounts = (changed.movements as { debit: string; credit: string }[]).map(
      ({ debit, credit }) => (debit === '' ? '' : '-') + debit + credit,
    );
    expect(amounts).toEqual((first.rows as { amount: string }[]).map(({ amount }) => amount));
    for (const each of [usual, await bank.signIn('harbor', login)])
      expect((await bank.request('GET', await path(each), { token: each })).body).toEqual(first);
  });
});
