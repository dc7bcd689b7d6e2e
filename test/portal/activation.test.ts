import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailReceiver, receiveMail } from '../../apps/demo-bank/src/testing/message-receivers.ts';
import type { AnswerCode, LoginRenewal } from '../../src/connectors/contract.ts';
import { portalConnector } from '../../src/connectors/portal/connector-set.ts';
import { readInvitation } from '../../src/domain/connection/invitation.ts';
import { readMail } from '../../src/infra/inbound/read-mail.ts';
import { BANKS, type BankId, openPortalStage, type PortalStage } from './portal-stage.ts';
import { createTestRenewal, type TestRenewal } from './test-renewal.ts';

const COMPANY = '4410027';

let mail: MailReceiver;
let stage: PortalStage;

beforeAll(async () => {
  mail = await receiveMail();
  stage = await openPortalStage(2, { delivery: { mail: { host: '127.0.0.1', port: mail.port }, sms: null } });
});
afterAll(async () => {
  await stage?.stop();
  await mail?.stop();
});

let users = 0;
/** A user whom the bank has invited, with what its mail says by the recipe. */
async function invite(bankId: BankId): Promise<NonNullable<LoginRenewal['invitation']>> {
  users += 1;
  const username = `cw-invited-${users}`;
  const email = `${username}@inbox.causeway.example`;
  await stage.bank.createUser(bankId, { username, email, companyId: COMPANY });
  const last = mail.mails.at(-1);
  expect(last?.to).toEqual([email]);
  const { institution } = stage.context(bankId, {});
  const form = portalConnector.findInvitationForm?.(institution);
  if (form == null) throw new Error(`${bankId} invites nobody`);
  const read = await readMail(Buffer.from(last?.text ?? ''));
  const invitation = readInvitation(read, form);
  expect(invitation?.names).toEqual({ bankCustomerId: COMPANY, bankUsername: username });
  expect(readInvitation({ ...read, from: 'no-reply@elsewhere.example' }, form)).toBeNull();
  if (invitation === null) throw new Error('the mail is no invitation');
  return invitation;
}

/** Whether a session comes about, and what the connector says of it. */
async function open(bankId: BankId, { renewal }: TestRenewal, credentials = {}, answerCode?: AnswerCode) {
  const context = stage.context(bankId, credentials, { renewal, ...(answerCode === undefined ? {} : { answerCode }) });
  const opened = await portalConnector.open(context);
  if (opened.ok) await opened.value.close(AbortSignal.timeout(30_000));
  return opened.ok ? 'open' : opened.fault.code;
}

/** No step tells a secret, whatever became of it. */
function expectSilence({ secrets, renewal }: TestRenewal): void {
  const told = JSON.stringify(stage.steps.map(({ screenshot, ...step }) => step));
  for (const secret of [...Object.values(secrets), renewal.invitation?.code ?? 'no code'])
    expect([secret, told.includes(secret)]).toEqual([secret, false]);
}

const FIRST = [`password written down for ${COMPANY}`, 'password handed over', 'password taken'];

describe('an invited user', () => {
  it('sets a first password at Harbor and then an authenticator app', async () => {
    const desk = createTestRenewal({ invitation: await invite('harbor') }, () => stage.bank.clockMs);
    expect(await open('harbor', desk)).toBe('open');
    expect(desk.acts).toEqual([...FIRST, 'key written down', 'totpSecret handed over', 'totpSecret taken']);
    expectSilence(desk);
  });

  it.each(BANKS.slice(1))('sets a first password at %s and is asked for a code', async (bankId) => {
    const desk = createTestRenewal({ invitation: await invite(bankId) });
    const channels: string[] = [];
    const answerCode: AnswerCode = async ({ channel }) => {
      channels.push(channel);
      return { kind: 'later' };
    };
    expect(await open(bankId, desk, {}, answerCode)).toBe('mfa_required');
    expect([desk.acts, channels]).toEqual([FIRST, ['email']]);
    expectSilence(desk);
  });

  it("whose code is not the bank's is refused, and nothing of its login stays", async () => {
    const invitation = { ...(await invite('linden')), code: 'AAAA-AAAA-AAAA' };
    const desk = createTestRenewal({ invitation });
    expect(await open('linden', desk)).toBe('invitation_invalid');
    expect(desk.acts).toEqual([...FIRST.slice(0, 2), 'password refused: invitation_invalid']);
    expectSilence(desk);
  });
});

describe('a password of which nobody knows', () => {
  it('that the bank has taken is found out by one sign-in', async () => {
    const invitation = await invite('harbor');
    // The worker is killed after the click: nobody notes what came of it.
    const killed = new Error('killed');
    const first = createTestRenewal({ invitation, noteTaken: () => Promise.reject(killed) }, () => stage.bank.clockMs);
    await expect(open('harbor', first)).rejects.toBe(killed);
    const unsure = { ...invitation.names, password: first.secrets.password ?? '' };
    const second = createTestRenewal({ invitation, unsure }, () => stage.bank.clockMs);
    expect(await open('harbor', second)).toBe('open');
    expect(second.acts.slice(0, 3)).toEqual(['unsureLogin handed over', 'password taken', 'key written down']);
  });

  it('that the bank has not got is tried once, and then the invitation is used', async () => {
    const invitation = await invite('harbor');
    const unsure = { ...invitation.names, password: 'Never-Handed-Over-1' };
    const desk = createTestRenewal({ invitation, unsure }, () => stage.bank.clockMs);
    expect(await open('harbor', desk)).toBe('open');
    expect(desk.acts.slice(0, 5)).toEqual([
      'unsureLogin handed over',
      'password refused: credentials_rejected',
      ...FIRST,
    ]);
    expectSilence(desk);
  });
});

describe('a setup key', () => {
  it('whose first code the bank does not take is refused, and is in no picture of the failure', async () => {
    const invitation = await invite('harbor');
    const desk = createTestRenewal({ invitation });
    const wrong: TestRenewal = {
      ...desk,
      renewal: { ...desk.renewal, enrol: async (key) => ((await desk.renewal.enrol(key)) === null ? null : '000000') },
    };
    expect(await open('harbor', wrong)).toBe('mfa_failed');
    expect(desk.acts.slice(3)).toEqual([
      'key written down',
      'totpSecret handed over',
      'totpSecret refused: mfa_failed',
    ]);
    expectSilence(desk);
    expect(stage.steps.at(-1)?.screenshot).toBeInstanceOf(Uint8Array);
  });
});
