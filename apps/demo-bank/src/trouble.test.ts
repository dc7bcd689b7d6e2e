import { beforeEach, describe, expect, it } from 'vitest';
import { type Login, ownerForm, type RunningBank, runBank } from './testing/running-bank.ts';

let bank: RunningBank;
let login: Login;

beforeEach(async () => {
  bank = await runBank();
  login = await bank.createUser();
  return () => bank.stop();
});

function order(body: object) {
  return bank.request('POST', `/control/users/${login.username}/trouble`, { body });
}

function list(token: string) {
  return bank.request('GET', '/harbor/export/accounts', { token });
}

function tryToSignIn(password = login.password) {
  return bank.request('POST', '/harbor/export/sessions', { body: { ...login, password } });
}

describe('trouble', () => {
  it('maintenance answers 503 with its end, on every request, and is over by then', async () => {
    const token = await bank.signIn('harbor', login);
    await order({ kind: 'maintenance' });
    const expected = { code: 'bank_maintenance', until: '2026-11-20T15:45:00.000Z' };
    for (const answer of [await list(token), await tryToSignIn()]) {
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject(expected);
    }
    bank.clockMs += 5 * 60_000;
    expect((await list(token)).body).toMatchObject(expected);
    bank.clockMs += 10 * 60_000;
    expect((await tryToSignIn()).status).toBe(201);
  });

  it('down closes the line without an answer', async () => {
    const token = await bank.signIn('harbor', login);
    await order({ kind: 'down' });
    await expect(list(token)).rejects.toThrow(TypeError);
    await expect(tryToSignIn()).rejects.toThrow(TypeError);
    await order({ kind: 'none' });
    expect((await list(token)).status).toBe(200);
  });

  it('rateLimited answers 429 and says when to come back', async () => {
    await order({ kind: 'rateLimited' });
    const answer = await tryToSignIn();
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([429, 'rate_limited', '30']);
  });

  it('passwordExpired shows to the right password only, and in open sessions', async () => {
    const token = await bank.signIn('harbor', login);
    await order({ kind: 'passwordExpired' });
    expect((await tryToSignIn('wrong')).body.code).toBe('credentials_rejected');
    for (const answer of [await tryToSignIn(), await list(token)]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'password_expired']);
    }
    const { companyId, ownerUser, ownerPassword } = ownerForm;
    const path = `/harbor/admin/delegated-users/${login.username}/password`;
    const reset = await bank.request('POST', path, { body: { companyId, ownerUser, ownerPassword } });
    expect((await list(token)).body.code).toBe('session_expired');
    expect((await tryToSignIn(String(reset.body.temporaryPassword))).status).toBe(201);
  });

  it('locked answers 423', async () => {
    await order({ kind: 'locked' });
    expect([(await tryToSignIn()).status, (await tryToSignIn('wrong')).status]).toEqual([423, 423]);
  });

  it('missingPermission lets the user sign in and out, and see nothing', async () => {
    await order({ kind: 'missingPermission' });
    const token = await bank.signIn('harbor', login);
    const answer = await list(token);
    expect([answer.status, answer.body.code]).toEqual([403, 'permission_missing']);
    expect((await bank.request('DELETE', '/harbor/export/sessions/current', { token })).status).toBe(204);
  });

  it('codeRequired asks every sign-in with the right password for a code, and leaves open sessions alone', async () => {
    const token = await bank.signIn('harbor', login);
    await order({ kind: 'codeRequired' });
    expect((await tryToSignIn('wrong')).body.code).toBe('credentials_rejected');
    for (const _ of [1, 2]) expect((await tryToSignIn()).body.code).toBe('code_required');
    expect((await list(token)).status).toBe(200);
    await order({ kind: 'none' });
    await bank.signIn('harbor', login);
  });

  it('lets as many requests pass as it was told, over a restart too, so that a session dies on the way', async () => {
    await order({ kind: 'down', afterRequests: 4 });
    const token = await bank.signIn('harbor', login);
    expect((await list(token)).status).toBe(200);
    await bank.restart();
    const again = await bank.signIn('harbor', login);
    expect((await list(again)).status).toBe(200);
    await expect(list(again)).rejects.toThrow(TypeError);
  });

  it('strikes only the user it was ordered for', async () => {
    const other = await bank.createUser('harbor', { username: 'cw-other' });
    await order({ kind: 'down' });
    await bank.signIn('harbor', other);
  });

  it('can be narrowed to one bank where a name exists in several', async () => {
    const atRidgeline = await bank.createUser('ridgeline');
    const ordered = await order({ kind: 'locked', bank: 'ridgeline' });
    expect(ordered.body).toMatchObject({ users: [{ bank: 'ridgeline', username: login.username }] });
    expect((await tryToSignIn()).status).toBe(201);
    const refused = await bank.request('POST', '/ridgeline/export/sessions', { body: atRidgeline });
    expect(refused.status).toBe(423);
  });
});

describe('control', () => {
  it('names what is wrong and whom it does not know', async () => {
    const wrong = await order({ kind: 'earthquake', afterRequests: -1, bank: 'nowhere' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toMatchObject([{ field: 'kind' }, { field: 'afterRequests' }, { field: 'bank' }]);
    const unknown = await bank.request('POST', '/control/users/nobody/trouble', { body: { kind: 'down' } });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'user_not_found']);
  });

  it('does not answer to pages in a browser', async () => {
    const headers = { origin: 'http://evil.example' };
    const path = `/control/users/${login.username}/trouble`;
    expect((await bank.request('POST', path, { body: { kind: 'down' }, headers })).status).toBe(404);
    expect((await bank.request('POST', path, { form: 'kind=down' })).status).toBe(415);
    await bank.signIn('harbor', login);
  });

  it('plays scenarios that last over a restart', async () => {
    const path = `/control/users/${login.username}/scenarios`;
    const body = { scenario: 'newTransactions', count: 4 };
    const played = await bank.request('POST', path, { body });
    expect(played.body).toMatchObject({
      applied: [{ kind: 'newTransactions', appliedAt: '2026-11-20T15:30:00.000Z' }],
    });
    const read = async () => {
      const token = await bank.signIn('harbor', login);
      const [account] = await bank.listAccounts('harbor', token);
      return bank.readPage(`/harbor/export/accounts/${account?.id}/transactions?from=2026-11-01&to=2026-11-20`, token);
    };
    const before = await read();
    expect(before.rows.filter(({ authorisedDate }) => authorisedDate === '2026-11-20').length).toBeGreaterThanOrEqual(
      2,
    );
    await bank.restart();
    expect(await read()).toEqual(before);
    const wrong = await bank.request('POST', path, { body: { scenario: 'backdated', accountId: 'acct-0' } });
    expect(wrong.body.errors).toMatchObject([{ field: 'accountId' }]);
  });

  it('changes the layout of downloads with layoutChanged, until it is played again', async () => {
    const namesOfPage = async () => {
      const token = await bank.signIn('harbor', login);
      const [account] = await bank.listAccounts('harbor', token);
      const path = `/harbor/export/accounts/${account?.id}/transactions?from=2026-11-01&to=2026-11-20`;
      return Object.keys((await bank.request('GET', path, { token })).body);
    };
    const change = () =>
      bank.request('POST', `/control/users/${login.username}/scenarios`, { body: { scenario: 'layoutChanged' } });
    const before = await namesOfPage();
    await change();
    for (const _ of [1, 2]) expect(await namesOfPage()).toContain('movements');
    await change();
    expect(await namesOfPage()).toEqual(before);
  });
});
