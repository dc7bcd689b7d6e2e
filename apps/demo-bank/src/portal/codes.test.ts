import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailReceiver, receiveMail, receiveSms, type SmsReceiver } from '../testing/message-receivers.ts';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, type RunningBank, runBank } from '../testing/running-bank.ts';
import {
  chooseOwnPassword,
  enterLogin,
  GOOD_PASSWORD,
  orderPortal,
  signInAsOwner,
  signInPlainly,
  totpAt,
  wordsOf,
} from '../testing/sign-in.ts';

const MINUTE_MS = 60_000;
const ridgeline = wordsOf('ridgeline');

let mail: MailReceiver;
let sms: SmsReceiver;
let bank: RunningBank;
/** What was to be run later. */
let later: { task: () => void; delayMs: number }[];

beforeEach(async () => {
  mail = await receiveMail();
  sms = await receiveSms();
  later = [];
  const delivery = { mail: { host: '127.0.0.1', port: mail.port }, sms: { url: sms.url, secret: 'hush' } };
  const schedule = (task: () => void, delayMs: number) => {
    later.push({ task, delayMs });
    return () => undefined;
  };
  bank = await runBank({ delivery, schedule });
});

afterEach(async () => {
  await bank.stop();
  await mail.stop();
  await sms.stop();
});

/** A user with a password of its own, whose sign-ins are checked as the bank usually does. */
async function createSettledUser(bankId: string): Promise<Login> {
  const login = await bank.createUser(bankId);
  await signInPlainly(bank, bankId, login);
  await orderPortal(bank, bankId, { secondFactor: null });
  mail.mails.length = 0;
  return { ...login, password: GOOD_PASSWORD };
}

function readMailedCode(): string {
  return /passcode: (\d{4}-\d{4})/.exec(mail.mails.at(-1)?.text ?? '')?.[1] ?? '';
}

async function standAtCode(login: Login): Promise<PortalClient> {
  const client = new PortalClient(bank, 'ridgeline');
  await enterLogin(client, 'ridgeline', login);
  expect(client.heading).toBe(ridgeline.code.heading);
  return client;
}

describe('a code by e-mail', () => {
  it('comes over SMTP to the address of the user, and opens the accounts once', async () => {
    const login = await createSettledUser('ridgeline');
    const client = await standAtCode(login);
    expect(client.text).toContain('A one-time passcode was e-mailed to c•••@inbox.causeway.example.');
    expect(mail.mails.map(({ to }) => to)).toEqual([['c-7f3kq2@inbox.causeway.example']]);
    expect(mail.mails[0]?.text).toContain('Subject: Ridgeline one-time passcode');
    const code = readMailedCode();
    expect(client.page.html).not.toContain(code);
    await client.press('Confirm', { Passcode: code });
    expect(client.heading).toBe('Overview');

    const again = await standAtCode(login);
    await again.press('Confirm', { Passcode: code });
    expect([again.page.status, again.alerts]).toEqual([401, [ridgeline.code.wrong]]);
  });

  it('gets old, and a new one ends the one before', async () => {
    const login = await createSettledUser('ridgeline');
    const client = await standAtCode(login);
    const first = readMailedCode();
    bank.clockMs += 4 * MINUTE_MS;
    await client.press('Resend passcode');
    expect(client.alerts).toEqual([ridgeline.code.resent]);
    await client.press('Confirm', { Passcode: first });
    expect(client.alerts).toEqual([ridgeline.code.wrong]);
    bank.clockMs += 4 * MINUTE_MS;
    await client.open('verify');
    bank.clockMs += MINUTE_MS;
    await client.press('Confirm', { Passcode: readMailedCode() });
    expect(client.alerts).toEqual([ridgeline.code.expired]);
    await client.press('Resend passcode');
    await client.press('Confirm', { Passcode: readMailedCode() });
    expect(client.heading).toBe('Overview');
  });

  it('is void after three wrong ones, and the user is locked after ten over all visits', async () => {
    const login = await createSettledUser('ridgeline');
    const client = await standAtCode(login);
    const right = readMailedCode();
    const wrong = right.startsWith('0') ? '1111-1111' : '0000-0000';
    const alerts = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await client.press('Confirm', { Passcode: wrong });
      alerts.push(...client.alerts);
    }
    expect(alerts).toEqual([ridgeline.code.wrong, ridgeline.code.wrong, ridgeline.code.tooManyTries]);
    await client.press('Confirm', { Passcode: right });
    expect(client.alerts).toEqual([ridgeline.code.tooManyTries]);

    const again = await standAtCode(login);
    for (let attempt = 0; attempt < 6; attempt += 1) await again.press('Confirm', { Passcode: 'x' });
    expect(again.alerts).toEqual([ridgeline.signIn.locked]);
    await enterLogin(again, 'ridgeline', login);
    expect(again.alerts).toEqual([ridgeline.signIn.locked]);
    await bank.restart();
    expect((await bank.request('POST', '/ridgeline/export/sessions', { body: login })).status).toBe(423);
  });

  it('is sent five times a visit and no more', async () => {
    const client = await standAtCode(await createSettledUser('ridgeline'));
    for (let attempt = 0; attempt < 8; attempt += 1) await client.press('Resend passcode');
    expect(mail.mails).toHaveLength(5);
    expect(client.alerts).toEqual([ridgeline.code.tooManyTries]);
  });

  it('comes later where that was ordered', async () => {
    const login = await createSettledUser('ridgeline');
    await orderPortal(bank, 'ridgeline', { emailDelaySeconds: 90 });
    await bank.restart();
    const client = await standAtCode(login);
    expect([mail.mails.length, later.map(({ delayMs }) => delayMs)]).toEqual([0, [90_000]]);
    for (const { task } of later) task();
    await expect.poll(() => mail.mails.length).toBe(1);
    await client.press('Confirm', { Passcode: readMailedCode() });
    expect(client.heading).toBe('Overview');
  });

  it('says so when the mail server is gone', async () => {
    const login = await createSettledUser('ridgeline');
    await mail.stop();
    const client = await standAtCode(login);
    expect(client.alerts).toEqual([ridgeline.code.notSent]);
    expect(bank.logLines.join('\n')).not.toContain('inbox.causeway.example');
    mail = await receiveMail();
  });
});

describe('a code by text message', () => {
  it('is posted with the secret, where the user has a phone', async () => {
    const login = await createSettledUser('linden');
    const owner = await signInAsOwner(bank, 'linden', login.companyId);
    await owner.open('users/new');
    const fields = { 'First name': 'Ada', Surname: 'Phone', 'Participant ID': 'cw-phone' };
    await owner.press('To the authorisations', {
      ...fields,
      'Mobile number': '+4915112345678',
      'TAN procedure': 'smsTAN',
    });
    await owner.press('To the authorisations', { 'Balance enquiry, Accounts added in future': true });
    await owner.press('Save participant');
    const password = /<output aria-label="Initial PIN">(\w+)</.exec(owner.page.html)?.[1] ?? '';

    const client = new PortalClient(bank, 'linden');
    await enterLogin(client, 'linden', { ...login, username: 'cw-phone', password });
    expect(client.text).toContain('A TAN has been sent to the mobile number •••• 5678.');
    expect(sms.messages).toHaveLength(1);
    expect(sms.messages[0]).toMatchObject({ secret: 'hush', body: { from: 'linden', to: '+4915112345678' } });
    const code = /TAN (\d{3} \d{3})/.exec(sms.messages[0]?.body.text ?? '')?.[1] ?? '';
    await client.press('Approve', { TAN: code });
    expect(client.heading).toBe('PIN change');
  });

  it('goes by e-mail where the user has no phone, unless texts are ordered', async () => {
    const login = await createSettledUser('linden');
    const client = new PortalClient(bank, 'linden');
    await enterLogin(client, 'linden', login);
    expect(mail.mails).toHaveLength(1);
    await orderPortal(bank, 'linden', { secondFactor: 'sms' });
    await enterLogin(new PortalClient(bank, 'linden'), 'linden', login);
    const other = new PortalClient(bank, 'linden');
    await enterLogin(other, 'linden', login);
    expect(other.alerts).toEqual([wordsOf('linden').code.noAddress]);
  });
});

describe('an authenticator app', () => {
  it('proves itself with a code before it counts, and each code is good once', async () => {
    const login = await bank.createUser();
    const words = wordsOf('harbor');
    await orderPortal(bank, 'harbor', { notices: false });
    const client = new PortalClient(bank, 'harbor');
    await enterLogin(client, 'harbor', login);
    await chooseOwnPassword(client, 'harbor');
    const secret = /<output[^>]*>([A-Z2-7]+)</.exec(client.page.html)?.[1] ?? '';
    await client.press('Turn on', { 'Verification code': '000000' });
    expect([client.page.status, client.alerts]).toEqual([401, [words.code.wrong]]);
    expect(client.page.html).toContain(secret);
    const code = totpAt(secret, bank.clockMs);
    await client.press('Turn on', { 'Verification code': code });
    expect(client.heading).toBe('Accounts');

    const again = new PortalClient(bank, 'harbor');
    await enterLogin(again, 'harbor', { ...login, password: GOOD_PASSWORD });
    await again.press('Verify', { 'Verification code': code });
    expect(again.alerts).toEqual([words.code.used]);
    bank.clockMs += 30_000;
    await again.press('Verify', { 'Verification code': totpAt(secret, bank.clockMs) });
    expect(again.heading).toBe('Accounts');
    await bank.restart();
    bank.clockMs += 30_000;
    await enterLogin(again, 'harbor', { ...login, password: GOOD_PASSWORD });
    await again.press('Verify', { 'Verification code': totpAt(secret, bank.clockMs) });
    expect(again.heading).toBe('Accounts');
  });
});

describe('without a mail server', () => {
  it('sends nothing and says so', async () => {
    const quiet = await runBank();
    const login = await quiet.createUser('ridgeline');
    const client = new PortalClient(quiet, 'ridgeline');
    await enterLogin(client, 'ridgeline', login);
    expect([client.heading, client.alerts]).toEqual([ridgeline.code.heading, [ridgeline.code.notConfigured]]);
    await client.press('Confirm', { Passcode: '0000-0000' });
    expect(client.heading).toBe(ridgeline.code.heading);
    await quiet.stop();
  });
});
