import { renderDecimal } from '@causeway/bank-simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownerForm, type RunningBank, runBank, STARTED_AT, type TransactionsPage } from './testing/running-bank.ts';

const WINDOW = 'from=2026-08-01&to=2026-11-20';
const MINUTE_MS = 60_000;

let bank: RunningBank;

beforeEach(async () => {
  bank = await runBank();
  return () => bank.stop();
});

async function readAllPages(bankId: string, token: string, accountId: string): Promise<TransactionsPage[]> {
  const path = `/${bankId}/export/accounts/${accountId}/transactions?${WINDOW}`;
  const first = await bank.readPage(path, token);
  const pages = [first];
  for (let page = 2; page <= first.pages; page += 1) pages.push(await bank.readPage(`${path}&page=${page}`, token));
  return pages;
}

describe('the company of a user', () => {
  /** The account numbers and first rows of two users of a new server. */
  async function draw(seed: string, usernames: readonly string[]) {
    const drawn = await runBank({ seed });
    try {
      const shown = [];
      for (const username of usernames) {
        const token = await drawn.signIn('harbor', await drawn.createUser('harbor', { username }));
        const [account] = await drawn.listAccounts('harbor', token);
        const path = `/harbor/export/accounts/${account?.id}/transactions?${WINDOW}`;
        shown.push({ account, rows: (await drawn.readPage(path, token)).rows });
      }
      return shown;
    } finally {
      await drawn.stop();
    }
  }

  it('is drawn from a seed and the order of the users, whatever they are called', async () => {
    const first = await draw('one', ['cw-first', 'cw-second']);
    expect(await draw('one', ['cw-other', 'cw-another'])).toEqual(first);
    expect(first[1]).not.toEqual(first[0]);
    expect(await draw('two', ['cw-first', 'cw-second'])).not.toEqual(first);
  });
});

describe('from the owner to the last page', () => {
  it('tells a newcomer how to log in', async () => {
    for (const path of ['/', '/harbor', '/ridgeline']) {
      const page = await bank.request('GET', path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(page.text).toContain('owner-4410027');
    }
    expect((await bank.request('GET', '/nowhere')).status).toBe(404);
  });

  it('lets the owner create a delegated user, who signs in, lists accounts and reads every row', async () => {
    const login = await bank.createUser();
    expect(login.password).toMatch(/^[A-Za-z0-9]{20}$/);
    const session = await bank.request('POST', '/harbor/export/sessions', { body: login });
    expect(session.status).toBe(201);
    expect(session.body).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), expiresInSeconds: 600 });
    const token = String(session.body.token);

    const listed = await bank.request('GET', '/harbor/export/accounts', { token });
    expect(listed.body).toMatchObject({ asOf: STARTED_AT });
    const accounts = await bank.listAccounts('harbor', token);
    expect(accounts.map(({ currency, type }) => `${currency} ${type}`)).toEqual([
      'USD checking',
      'USD savings',
      'EUR checking',
    ]);
    expect(accounts[0]).toMatchObject({ routingNumber: '800000006', bic: 'HRBDUS30' });

    const pages = await readAllPages('harbor', token, accounts[0]?.id ?? '');
    expect(pages.length).toBeGreaterThan(1);
    pages.slice(0, -1).forEach(({ rows, page }, index) => {
      expect(page).toBe(index + 1);
      expect(rows).toHaveLength(200);
      expect(rows.every(({ status }) => status === 'posted')).toBe(true);
    });
    const rows = pages.flatMap((page) => page.rows);
    expect(rows.some(({ status }) => status === 'pending')).toBe(true);
    const [opening, closing] = pages[0]?.balances ?? [];
    const posted = rows.filter(({ status }) => status === 'posted');
    const sum = [opening, ...posted].reduce((total, row) => total + BigInt(row?.amount.replace('.', '') ?? '0'), 0n);
    expect(renderDecimal(sum, 'USD')).toBe(closing?.amount);
    expect(closing).toEqual({ type: 'closingLedger', date: '2026-11-20', amount: accounts[0]?.ledgerBalance });
  });

  it('gives each delegated user a company of its own, the same at every look', async () => {
    const first = await bank.createUser();
    const second = await bank.createUser('harbor', { username: 'cw-other' });
    const firstAccounts = await bank.listAccounts('harbor', await bank.signIn('harbor', first));
    const secondAccounts = await bank.listAccounts('harbor', await bank.signIn('harbor', second));
    expect(firstAccounts[0]?.id).not.toBe(secondAccounts[0]?.id);
    expect(await bank.listAccounts('harbor', await bank.signIn('harbor', first))).toEqual(firstAccounts);
  });

  it('shows no ids and no euros at Ridgeline', async () => {
    const token = await bank.signIn('ridgeline', await bank.createUser('ridgeline'));
    const accounts = await bank.listAccounts('ridgeline', token);
    expect(accounts.map(({ currency }) => currency)).toEqual(['USD', 'USD']);
    const rows = (await readAllPages('ridgeline', token, accounts[0]?.id ?? '')).flatMap((page) => page.rows);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.every(({ id }) => id === null)).toBe(true);
  });

  it('takes the same form from a browser, and shows the password once', async () => {
    const form = new URLSearchParams({ ...ownerForm, permissions: 'viewBalances' });
    form.append('permissions', 'viewTransactions');
    const headers = { accept: 'text/html' };
    expect((await bank.request('GET', '/harbor/admin', { headers })).text).toContain('name="ownerPassword"');
    const created = await bank.request('POST', '/harbor/admin/delegated-users', { form: form.toString(), headers });
    expect(created.status).toBe(201);
    const password = /Password<\/dt><dd><code>(\w+)</.exec(created.text)?.[1] ?? '';
    await bank.signIn('harbor', { companyId: ownerForm.companyId, username: ownerForm.username, password });
    const again = await bank.request('POST', '/harbor/admin/delegated-users', { form: form.toString(), headers });
    expect(again.status).toBe(422);
    expect(again.text).toContain('<strong>username</strong> is taken');
  });
});

describe('owner administration', () => {
  it('names every wrong field', async () => {
    const body = { ...ownerForm, companyId: '441', username: 'a b', email: 'nobody', permissions: ['everything'] };
    const { lastName: _left, ...withoutLastName } = body;
    const answer = await bank.request('POST', '/harbor/admin/delegated-users', { body: withoutLastName });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.errors).toEqual(
      ['companyId', 'username', 'lastName', 'email', 'permissions'].map((field) => ({
        field,
        message: expect.any(String),
      })),
    );
  });

  it('refuses a wrong owner and a name that is taken', async () => {
    const path = '/harbor/admin/delegated-users';
    const stranger = await bank.request('POST', path, { body: { ...ownerForm, ownerPassword: 'owner-4410028' } });
    expect([stranger.status, stranger.body.code]).toEqual([401, 'owner_rejected']);
    await bank.createUser();
    const twice = await bank.request('POST', path, { body: ownerForm });
    expect(twice.status).toBe(422);
    expect(twice.body.errors).toEqual([{ field: 'username', message: expect.stringMatching(/taken/) }]);
  });

  it('answers a body that is no JSON with 400, and one of another type with 415', async () => {
    const path = '/harbor/export/sessions';
    const broken = await bank.request('POST', path, { form: '{', headers: {} });
    expect(broken.status).toBe(415);
    const headers = { 'content-type': 'application/json' };
    expect((await bank.request('POST', path, { headers })).status).toBe(400);
  });

  it('escapes what it shows in a page', async () => {
    const form = new URLSearchParams({ ...ownerForm, permissions: '<script>' }).toString();
    const headers = { accept: 'text/html' };
    const page = await bank.request('POST', '/harbor/admin/delegated-users', { form, headers });
    expect(page.status).toBe(422);
    expect(page.text).not.toContain('<script');
  });
});

describe('sign-in', () => {
  it('locks the user after five wrong passwords in a row, until the owner resets the password', async () => {
    const login = await bank.createUser();
    const wrong = { ...login, password: 'wrong' };
    const signIn = (body: object) => bank.request('POST', '/harbor/export/sessions', { body });
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await signIn(wrong)).status);
    expect((await signIn(login)).status).toBe(201);
    for (let attempt = 0; attempt < 5; attempt += 1) statuses.push((await signIn(wrong)).status);
    expect(statuses).toEqual(Array(9).fill(401));
    const locked = await signIn(login);
    expect([locked.status, locked.body.code]).toEqual([423, 'account_locked']);
    await bank.restart();
    expect((await signIn(login)).status).toBe(423);

    const { companyId, ownerUser, ownerPassword } = ownerForm;
    const reset = await bank.request('POST', `/harbor/admin/delegated-users/${login.username}/password`, {
      body: { companyId, ownerUser, ownerPassword },
    });
    expect(reset.status).toBe(200);
    expect((await signIn(login)).body.code).toBe('credentials_rejected');
    await bank.signIn('harbor', { ...login, password: String(reset.body.temporaryPassword) });
  });

  it('tells an unknown user, a wrong password and another bank alike', async () => {
    const login = await bank.createUser();
    const answers = [
      await bank.request('POST', '/harbor/export/sessions', { body: { ...login, username: 'nobody' } }),
      await bank.request('POST', '/harbor/export/sessions', { body: { ...login, password: 'wrong' } }),
      await bank.request('POST', '/ridgeline/export/sessions', { body: login }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([401, 'credentials_rejected']);
  });

  it('names missing fields', async () => {
    const answer = await bank.request('POST', '/harbor/export/sessions', { body: [] });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/companyId is missing.*username is missing.*password is missing/);
  });
});

describe('sessions', () => {
  it('end after ten idle minutes, and not before', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    bank.clockMs += 9 * MINUTE_MS;
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).status).toBe(200);
    bank.clockMs += 9 * MINUTE_MS;
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).status).toBe(200);
    bank.clockMs += 10 * MINUTE_MS;
    const late = await bank.request('GET', '/harbor/export/accounts', { token });
    expect([late.status, late.body.code]).toEqual([401, 'session_expired']);
  });

  it('end on signing out, and are good for their own bank only', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    expect((await bank.request('GET', '/ridgeline/export/accounts', { token })).status).toBe(401);
    expect((await bank.request('DELETE', '/harbor/export/sessions/current', { token })).status).toBe(204);
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).body.code).toBe('session_expired');
    expect((await bank.request('GET', '/harbor/export/accounts')).body.code).toBe('session_expired');
  });

  it('show only what the owner permits', async () => {
    const login = await bank.createUser('harbor', { permissions: 'viewBalances' });
    const token = await bank.signIn('harbor', login);
    const [account] = await bank.listAccounts('harbor', token);
    const path = `/harbor/export/accounts/${account?.id}/transactions?${WINDOW}`;
    const refused = await bank.request('GET', path, { token });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
  });
});

describe('transactions', () => {
  it('names wrong dates and pages, and unknown accounts', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    const [account] = await bank.listAccounts('harbor', token);
    const path = `/harbor/export/accounts/${account?.id}/transactions`;
    const messages: [string, RegExp][] = [
      ['', /from is missing.*to is missing/],
      ['?from=2026-02-30&to=2026-11-20', /from is not a calendar date/],
      ['?from=2026-11-21&to=2026-11-20', /from lies after to/],
      [`?${WINDOW}&page=0`, /page is not valid/],
      [`?${WINDOW}&page=99`, /page is beyond the last; there are \d/],
    ];
    for (const [query, message] of messages) {
      const answer = await bank.request('GET', path + query, { token });
      expect(answer.status, query).toBe(422);
      expect(answer.body.message, query).toMatch(message);
    }
    const unknown = await bank.request('GET', `/harbor/export/accounts/acct-0/transactions?${WINDOW}`, { token });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'account_not_found']);
  });

  it('keep one moment over all pages of an export, though the bank lives on', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    const [account] = await bank.listAccounts('harbor', token);
    const path = `/harbor/export/accounts/${account?.id}/transactions?${WINDOW}`;
    const first = await bank.readPage(path, token);
    const headers = { 'causeway-virtual-time': '2026-11-24T15:30:00Z' };
    const second = await bank.readPage(`${path}&page=2`, token, headers);
    expect(second.asOf).toBe(first.asOf);
    const fresh = await bank.readPage(path, token);
    expect(fresh.asOf).toBe('2026-11-24T15:30:00.000Z');
  });
});

describe('bank time', () => {
  it('is real time', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    bank.clockMs += 5 * MINUTE_MS;
    const { body } = await bank.request('GET', '/harbor/export/accounts', { token });
    expect(body.asOf).toBe('2026-11-20T15:35:00.000Z');
  });

  it('follows the header forwards only, for the one user, and over a restart', async () => {
    const login = await bank.createUser();
    const other = await bank.createUser('harbor', { username: 'cw-other' });
    const token = await bank.signIn('harbor', login);
    const asOf = async (accessToken: string, virtualTime?: string) => {
      const headers = virtualTime === undefined ? {} : { 'causeway-virtual-time': virtualTime };
      const { body } = await bank.request('GET', '/harbor/export/accounts', { token: accessToken, headers });
      return body.asOf;
    };
    const before = await bank.listAccounts('harbor', token);
    expect(await asOf(token, '2026-12-01T12:00:00Z')).toBe('2026-12-01T12:00:00.000Z');
    expect(await asOf(token, '2026-11-25T12:00:00Z')).toBe('2026-12-01T12:00:00.000Z');
    expect(await asOf(token)).toBe('2026-12-01T12:00:00.000Z');
    expect(await asOf(await bank.signIn('harbor', other))).toBe(STARTED_AT);
    const moved = await bank.listAccounts('harbor', token);
    expect(moved).not.toEqual(before);

    await bank.restart();
    const again = await bank.signIn('harbor', login);
    expect(await asOf(again)).toBe('2026-12-01T12:00:00.000Z');
    expect(await bank.listAccounts('harbor', again)).toEqual(moved);
  });

  it('posts what was pending under the same id when it moves on', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    const [account] = await bank.listAccounts('harbor', token);
    const path = `/harbor/export/accounts/${account?.id}/transactions?from=2026-11-10&to=2026-12-01`;
    const before = await bank.readPage(path, token);
    const after = await bank.readPage(path, token, { 'causeway-virtual-time': '2026-12-01T15:30:00Z' });
    const postedIds = new Set(after.rows.filter(({ status }) => status === 'posted').map(({ id }) => id));
    const pending = before.rows.filter(({ status }) => status === 'pending');
    expect(pending.some(({ id }) => postedIds.has(id))).toBe(true);
  });

  it('begins where the platform already is when the user is created in virtual time', async () => {
    const headers = { 'causeway-virtual-time': '2027-03-05T12:00:00Z' };
    const created = await bank.request('POST', '/harbor/admin/delegated-users', { body: ownerForm, headers });
    const { companyId, username, temporaryPassword } = created.body;
    const login = { companyId: `${companyId}`, username: `${username}`, password: `${temporaryPassword}` };
    const token = await bank.signIn('harbor', login);
    const { body } = await bank.request('GET', '/harbor/export/accounts', { token });
    expect(body.asOf).toBe('2027-03-05T12:00:00.000Z');
  });

  it('is not moved by who only claims to be the user', async () => {
    const login = await bank.createUser();
    const headers = { 'causeway-virtual-time': '2026-12-01T12:00:00Z' };
    await bank.request('POST', '/harbor/export/sessions', { body: { ...login, password: 'wrong' }, headers });
    const token = await bank.signIn('harbor', login);
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).body.asOf).toBe(STARTED_AT);
  });

  it('refuses a time that is none or lies out of reach', async () => {
    const token = await bank.signIn('harbor', await bank.createUser());
    for (const virtualTime of ['tomorrow', '2026-12-01', '2099-01-01T00:00:00Z']) {
      const headers = { 'causeway-virtual-time': virtualTime };
      const answer = await bank.request('GET', '/harbor/export/accounts', { token, headers });
      expect([answer.status, answer.body.code], virtualTime).toEqual([400, 'virtual_time_invalid']);
    }
  });
});

describe('what is kept and what is told', () => {
  it('keeps users, but no session and no password, over a restart', async () => {
    const login = await bank.createUser();
    const token = await bank.signIn('harbor', login);
    const accounts = await bank.listAccounts('harbor', token);
    expect(await bank.readStateText()).not.toContain(login.password);
    await bank.restart();
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).body.code).toBe('session_expired');
    expect(await bank.listAccounts('harbor', await bank.signIn('harbor', login))).toEqual(accounts);
  });

  it('logs requests by route and status, never a password, a token or an account', async () => {
    const login = await bank.createUser();
    await bank.request('POST', '/harbor/export/sessions', { body: { ...login, password: 'wrong-canary' } });
    const token = await bank.signIn('harbor', login);
    const [account] = await bank.listAccounts('harbor', token);
    await bank.readPage(`/harbor/export/accounts/${account?.id}/transactions?${WINDOW}`, token);
    await bank.stop();
    const log = bank.logLines.join('\n');
    expect(log).toContain('/harbor/export/accounts/:accountId/transactions');
    const secrets = [login.password, 'wrong-canary', 'owner-4410027', token, account?.id ?? '', account?.number ?? ''];
    for (const secret of secrets) expect(log).not.toContain(secret);
    bank = await runBank();
  });
});
