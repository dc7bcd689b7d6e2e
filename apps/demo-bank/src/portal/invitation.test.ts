import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailReceiver, receiveMail } from '../testing/message-receivers.ts';
import { PortalClient } from '../testing/portal-client.ts';
import { ownerForm, type RunningBank, runBank } from '../testing/running-bank.ts';
import { enterLogin, GOOD_PASSWORD, signInAsOwner, wordsOf } from '../testing/sign-in.ts';

const DAY_MS = 86_400_000;
const { activation } = wordsOf('harbor');
const { companyId, username } = ownerForm;

let mail: MailReceiver;
let bank: RunningBank;
let client: PortalClient;

beforeEach(async () => {
  mail = await receiveMail();
  bank = await runBank({ delivery: { mail: { host: '127.0.0.1', port: mail.port }, sms: null } });
  client = new PortalClient(bank, 'harbor');
});

afterEach(async () => {
  await bank.stop();
  await mail.stop();
});

function readInvitation(): { code: string; url: string } {
  const text = mail.mails.at(-1)?.text ?? '';
  return { code: /code: ([A-Z2-9-]+)/.exec(text)?.[1] ?? '', url: /(http:\S+)/.exec(text)?.[1] ?? '' };
}

async function activate(code: string, password = GOOD_PASSWORD, who = { companyId, username }): Promise<void> {
  await client.open('activate');
  const fields = { 'Company ID': who.companyId, 'User ID': who.username, 'Activation code': code };
  await client.press('Activate', { ...fields, 'New password': password, 'Confirm new password': password });
}

describe('an invitation', () => {
  it('comes with a code by which the user sets the first password', async () => {
    await bank.createUser();
    const { code, url } = readInvitation();
    expect(mail.mails.map(({ to }) => to)).toEqual([[ownerForm.email]]);
    expect(mail.mails[0]?.text).toContain(username);
    expect(url).toBe(`${bank.url}/harbor/portal/activate`);
    await activate(code.toLowerCase());
    expect(client.alerts).toEqual([activation.done]);
    await enterLogin(client, 'harbor', { companyId, username, password: GOOD_PASSWORD });
    expect(client.heading).toBe('Set up your authenticator app');
    await activate(code);
    expect(client.alerts).toEqual([activation.rejected]);
  });

  it('leaves the password alone that the owner was given, until it is used', async () => {
    const login = await bank.createUser();
    await bank.signIn('harbor', login);
    await activate(readInvitation().code);
    expect((await bank.request('POST', '/harbor/export/sessions', { body: login })).status).toBe(401);
  });

  it('keeps its code when only the password is not good', async () => {
    await bank.createUser();
    await activate(readInvitation().code, 'short');
    expect(client.page.status).toBe(422);
    await activate(readInvitation().code);
    expect(client.alerts).toEqual([activation.done]);
  });

  it('is void after five wrong codes, after seven days, and when a new one is sent', async () => {
    await bank.createUser();
    const first = readInvitation().code;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await activate('AAAA-AAAA-AAAA');
      expect([client.page.status, client.alerts]).toEqual([401, [activation.rejected]]);
    }
    await activate(first);
    expect(client.alerts).toEqual([activation.rejected]);

    const owner = await signInAsOwner(bank, 'harbor', companyId);
    await owner.open(`users/${username}`);
    await owner.press('Send invitation again');
    expect(owner.alerts).toEqual([`An invitation with an activation code was sent to ${ownerForm.email}.`]);
    const second = readInvitation().code;
    bank.clockMs += 7 * DAY_MS;
    await activate(second);
    expect(client.alerts).toEqual([activation.rejected]);
    const later = await signInAsOwner(bank, 'harbor', companyId);
    await later.open(`users/${username}`);
    await later.press('Send invitation again');
    await activate(second);
    expect(client.alerts).toEqual([activation.rejected]);
    await activate(readInvitation().code);
    expect(client.alerts).toEqual([activation.done]);
  });

  it('tells a stranger nothing, and is good for its own user only', async () => {
    await bank.createUser();
    const { code } = readInvitation();
    await bank.createUser('harbor', { username: 'cw-other', email: 'other@inbox.causeway.example' });
    for (const who of [
      { companyId, username: 'cw-other' },
      { companyId: '4410028', username },
      { companyId, username: 'nobody' },
    ]) {
      await activate(code, GOOD_PASSWORD, who);
      expect([client.page.status, client.alerts]).toEqual([401, [activation.rejected]]);
    }
  });

  it('is not named in the log or kept in the clear', async () => {
    await bank.createUser();
    const { code } = readInvitation();
    await activate('AAAA-AAAA-AAAA');
    const kept = (await bank.readStateText()) + bank.logLines.join('\n');
    for (const text of [code, code.replaceAll('-', ''), GOOD_PASSWORD]) expect(kept).not.toContain(text);
  });
});
