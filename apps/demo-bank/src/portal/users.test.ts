import { beforeEach, describe, expect, it } from 'vitest';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, type RunningBank, runBank } from '../testing/running-bank.ts';
import { enterLogin, GOOD_PASSWORD, orderPortal, signInAsOwner, signInPlainly, totpAt } from '../testing/sign-in.ts';

const COMPANY = '4410027';

let bank: RunningBank;
let owner: PortalClient;

beforeEach(async () => {
  bank = await runBank();
  owner = await signInAsOwner(bank, 'harbor', COMPANY);
  return () => bank.stop();
});

const person = { 'First name': 'Causeway', 'Last name': 'Service', 'User ID': 'cw-new' };

/** Creates a user with rights by their labels; labels of accounts begin with the account's name. */
async function create(rights: readonly string[], fields: Record<string, string> = {}): Promise<Login> {
  await owner.open('users/new');
  await owner.press('Next: permissions', { ...person, ...fields });
  const ticked = rights.map((right) => labelOf(right));
  await owner.press('Next: permissions', Object.fromEntries(ticked.map((label) => [label, true])));
  await owner.press('Create user');
  const read = (label: string) => new RegExp(`<output aria-label="${label}">([^<]+)<`).exec(owner.page.html)?.[1] ?? '';
  return { companyId: read('Company ID'), username: read('User ID'), password: read('Temporary password') };
}

/** The whole label of a box, which ends with digits of the account's number. */
function labelOf(beginning: string): string {
  const labels = [...owner.page.html.matchAll(/aria-label="([^"]+)"/g)].map((each) => each[1] ?? '');
  return labels.find((label) => label === beginning || label.startsWith(`${beginning} `)) ?? beginning;
}

describe('an owner', () => {
  it('creates a user who signs in with the temporary password, with rights in some accounts', async () => {
    const login = await create([
      'View balances, Operating Checking',
      'View transactions, Operating Checking',
      'View balances, Payroll Savings',
    ]);
    expect(owner.heading).toBe('User created');
    expect(login).toMatchObject({ companyId: COMPANY, username: 'cw-new' });
    const user = await signInPlainly(bank, 'harbor', login);
    expect(
      user
        .table('Accounts')
        .slice(1)
        .map(([name]) => name),
    ).toEqual(['Operating Checking', 'Payroll Savings']);
    await user.follow('Operating Checking');
    expect(user.table('Posted transactions').length).toBeGreaterThan(5);
    await user.follow('Accounts');
    await user.follow('Payroll Savings');
    expect(user.alerts).toEqual(['You do not have permission to see transactions of this account.']);
    expect(user.page.html).not.toContain('<table');
  });

  it('gives rights that hold at the download too', async () => {
    const login = await create(['View balances, Operating Checking', 'View transactions, Euro Account']);
    const token = await bank.signIn('harbor', login);
    const accounts = await bank.listAccounts('harbor', token);
    expect(accounts.map(({ name }) => name)).toEqual(['Operating Checking']);
    const path = `/harbor/export/accounts/${accounts[0]?.id}/transactions?from=2026-11-01&to=2026-11-20`;
    expect((await bank.request('GET', path, { token })).body.code).toBe('permission_missing');
  });

  it('hides a balance that was not released, and shows the rows that were', async () => {
    const user = await signInPlainly(bank, 'harbor', await create(['View transactions, Operating Checking']));
    expect(user.table('Accounts')[1]?.slice(-2)).toEqual(['Not available', 'Not available']);
    await user.follow('Operating Checking');
    expect(user.table('Posted transactions').length).toBeGreaterThan(5);
  });

  it('decides about accounts that are opened later', async () => {
    const seen = await create(['View balances, Operating Checking', 'View balances, Accounts opened later']);
    const unseen = await create(['View balances, Operating Checking'], { 'User ID': 'cw-unseen' });
    for (const login of [seen, unseen]) {
      const { companyId, username } = login;
      await bank.request('POST', '/harbor/control/scenarios', {
        body: { companyId, username, scenario: 'accountAdded' },
      });
    }
    const accountsOf = async (login: Login) =>
      (await signInPlainly(bank, 'harbor', login)).table('Accounts').length - 1;
    expect([await accountsOf(seen), await accountsOf(unseen)]).toEqual([2, 1]);
  });

  it('changes rights while the user is signed in', async () => {
    const login = await create(['View balances, Operating Checking']);
    const user = await signInPlainly(bank, 'harbor', login);
    await owner.open('users/cw-new');
    await owner.press('Save permissions', {
      [labelOf('View balances, Operating Checking')]: false,
      [labelOf('View transactions, Euro Account')]: true,
    });
    expect(owner.alerts).toEqual(['The permissions have been saved.']);
    await user.open('accounts');
    expect(
      user
        .table('Accounts')
        .slice(1)
        .map(([name]) => name),
    ).toEqual(['Euro Account']);
    await owner.press('Save permissions', { [labelOf('View transactions, Euro Account')]: false });
    expect(owner.alerts).toEqual(['Tick at least one permission.']);
  });

  it('resets the password, which ends a lock and every visit', async () => {
    const login = await create(['View balances, Operating Checking']);
    const user = await signInPlainly(bank, 'harbor', login);
    await bank.request('POST', '/harbor/control/portal/user', {
      body: { companyId: COMPANY, username: 'cw-new', action: 'lock' },
    });
    await owner.open('users');
    expect(owner.table('User administration')[1]?.at(-1)).toBe('Locked');
    await owner.follow('Causeway Service');
    await owner.press('Reset password');
    expect(owner.heading).toBe('Password reset');
    const password = /aria-label="Temporary password">([^<]+)</.exec(owner.page.html)?.[1] ?? '';
    await user.open('accounts');
    expect(user.heading).toBe('Sign in to Business Online');
    await enterLogin(user, 'harbor', { ...login, password });
    expect(user.heading).toBe('Change your password');
  });

  it('deletes a user, who is out at once and whose name is free again', async () => {
    const login = await create(['View balances, Operating Checking']);
    const user = await signInPlainly(bank, 'harbor', login);
    const token = await bank.signIn('harbor', { ...login, password: GOOD_PASSWORD });
    await owner.open('users/cw-new');
    await owner.follow('Delete user');
    await owner.press('Yes, delete user');
    expect(owner.alerts).toEqual(['Causeway Service has been deleted.']);
    expect(owner.text).toContain('There are no users yet.');
    await user.open('accounts');
    expect(user.heading).toBe('Sign in to Business Online');
    expect((await bank.request('GET', '/harbor/export/accounts', { token })).status).toBe(401);
    await enterLogin(user, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(user.page.status).toBe(401);
    expect((await create(['View balances, Operating Checking'])).username).toBe('cw-new');
  });

  it('resets the authenticator app', async () => {
    const login = await create(['View balances, Operating Checking']);
    await orderPortal(bank, 'harbor', { notices: false });
    await owner.open('users/cw-new');
    expect(owner.text).not.toContain('Reset authenticator app');
    await signInPlainly(bank, 'harbor', login);
    await orderPortal(bank, 'harbor', { secondFactor: null });
    const user = new PortalClient(bank, 'harbor');
    await enterLogin(user, 'harbor', { ...login, password: GOOD_PASSWORD });
    const secret = /<output[^>]*>([A-Z2-7]+)</.exec(user.page.html)?.[1] ?? '';
    await user.press('Turn on', { 'Verification code': totpAt(secret, bank.clockMs) });
    expect(user.heading).toBe('Accounts');
    await owner.open('users/cw-new');
    await owner.press('Reset authenticator app');
    await user.press('Sign out');
    await enterLogin(user, 'harbor', { ...login, password: GOOD_PASSWORD });
    expect(user.heading).toBe('Set up your authenticator app');
    expect(user.page.html).not.toContain(secret);
  });

  it('is told what is wrong with a new user', async () => {
    await owner.open('users/new');
    const wrong = {
      'First name': '',
      'Last name': 'x'.repeat(90),
      'User ID': 'a b',
      'E-mail address': 'x',
      'Mobile phone': '12',
    };
    await owner.press('Next: permissions', wrong);
    expect([owner.page.status, owner.alerts]).toEqual([
      422,
      [
        'First name is missing or not valid. Last name is missing or not valid. User ID is missing or not valid. ' +
          'E-mail address is missing or not valid. Mobile phone is missing or not valid.',
      ],
    ]);
    await owner.press('Next: permissions', { ...person, 'User ID': 'owner', 'E-mail address': '', 'Mobile phone': '' });
    expect(owner.alerts).toEqual(['This User ID is taken. Choose another one.']);
    await owner.press('Next: permissions', { ...person, 'Verification method': 'E-mail' });
    expect(owner.alerts).toEqual(['E-mail address is missing or not valid.']);
    await owner.press('Next: permissions', { ...person, 'Verification method': 'Authenticator app' });
    await owner.press('Next: permissions');
    expect(owner.alerts).toEqual(['Tick at least one permission.']);
  });
});
