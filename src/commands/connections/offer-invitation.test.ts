import { beforeEach, describe, expect, it } from 'vitest';
import { createInstitution } from '../../../test/support/banks/institutions.ts';
import { DAY_MS, InvitedConnection, MAIL } from '../../../test/support/banks/invited-connection.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { CredentialField } from '../../domain/institution.ts';
import { countCodeMessages } from '../../store/connections/code-messages.ts';
import { createCatalog } from '../../store/institutions.ts';
import { purgeBankInvitations } from '../purges/purge-bank-invitations.ts';
import { completeSetup } from './complete-setup.ts';
import { pauseConnection } from './pause-connection.ts';
import { resumeConnection } from './resume-connection.ts';
import { revokeConnection } from './revoke-connection.ts';

const database = stageDatabase();
let invited: InvitedConnection;

beforeEach(async () => {
  invited = await InvitedConnection.create(database);
});

describe('an invitation', () => {
  it('activates a connection that has nothing else, and supplies its whole login', async () => {
    expect(await invited.invite()).toBe('taken');
    expect(await invited.row()).toMatchObject({ status: 'pendingActivation', credentialsPresent: false });
    expect(await invited.progress()).toEqual({
      ...{ stage: 'activating', nextAction: 'waitForActivation', actionRequiredBy: 'platform' },
    });
    expect(await invited.work()).toBeNull();
    const { delegatedUsername, ...row } = await invited.row();
    expect(row).toMatchObject({ kind: 'ready', status: 'active', invitationWaits: false, credentialsUntried: false });
    expect(await invited.login()).toEqual({
      bankCustomerId: '4410',
      bankUsername: delegatedUsername,
      password: invited.user.password,
    });
    expect([invited.user.codes, invited.user.logins]).toEqual([['ABCD-2345'], [invited.user.password]]);
    expect(await invited.changes()).toEqual([]);
    // A later sync signs in with it.
    expect(await invited.workAgain()).toBeNull();
    expect(invited.user.logins).toEqual([invited.user.password, invited.user.password]);
  });

  it('that comes twice is used once, also after it was refused', async () => {
    invited.user.code = 'ANOTHER';
    expect([await invited.invite(), await invited.invite()]).toEqual(['taken', 'ignored']);
    expect(await invited.work()).toBe('invitation_invalid');
    expect(await invited.row()).toMatchObject({ status: 'draft', setupFailed: true, errorCode: 'invitation_invalid' });
    expect(await invited.progress()).toEqual({
      ...{ stage: 'failed', nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' },
    });
    expect([await invited.invite(), await invited.waitingRun()]).toEqual(['ignored', null]);
    expect(invited.user.codes).toEqual(['ABCD-2345']);
    // A new one is.
    expect(await invited.invite({ text: MAIL.text.replace('ABCD-2345', 'ANOTHER') })).toBe('taken');
    expect(await invited.work()).toBeNull();
    expect(await invited.row()).toMatchObject({ status: 'active' });
  });

  it('that comes while another one is used is of no use once the user is let in', async () => {
    await invited.invite();
    const asUsual = invited.bank.signIn;
    invited.bank.signIn = async (context) => {
      expect(await invited.invite({ text: MAIL.text.replace('ABCD', 'WXYZ') })).toBe('taken');
      return (await asUsual?.(context)) ?? null;
    };
    expect(await invited.work()).toBeNull();
    invited.bank.signIn = asUsual;
    expect(await invited.row()).toMatchObject({ status: 'active', invitationWaits: false });
    // The run that was queued for it reads the bank as any other.
    expect(await invited.work()).toBeNull();
    expect([invited.user.codes, invited.user.logins]).toEqual([
      ['ABCD-2345'],
      [invited.user.password, invited.user.password],
    ]);
  });

  it('takes the place of the one that the bank refuses meanwhile', async () => {
    await invited.invite();
    invited.user.code = 'WXYZ-2345';
    const asUsual = invited.bank.signIn;
    invited.bank.signIn = async (context) => {
      invited.bank.signIn = asUsual;
      await invited.invite({ text: MAIL.text.replace('ABCD', 'WXYZ') });
      return (await asUsual?.(context)) ?? null;
    };
    expect(await invited.work()).toBe('invitation_invalid');
    expect(await invited.row()).toMatchObject({ status: 'pendingActivation', errorCode: null });
    expect(await invited.work()).toBeNull();
    expect([invited.user.codes, (await invited.row()).status]).toEqual([['ABCD-2345', 'WXYZ-2345'], 'active']);
  });

  it('is known by the definition that a bank has got since the connection was made', async () => {
    const portalUrl = 'https://new.bank.example/login';
    await invited.connect(null, portalUrl);
    expect(await invited.invite()).toBe('none');
    const listed = createInstitution({ id: 'new-bank', defaultPortalUrl: portalUrl });
    const institutions = createCatalog([listed]);
    invited.inviting = { ...invited.inviting, institutions };
    invited.parts = { ...invited.parts, institutions };
    expect(await invited.invite()).toBe('taken');
    expect(await invited.work()).toBeNull();
    expect(await invited.row()).toMatchObject({ status: 'active', institutionId: 'new-bank' });
  });

  it('is one of twenty at most, until they expire', async () => {
    const inviteWith = (code: string) => invited.invite({ text: `code: ${code}` });
    for (let count = 1; count <= 20; count += 1) expect(await inviteWith(`CODE-${count}`)).toBe('taken');
    expect(await inviteWith('CODE-21')).toBe('ignored');
    invited.commands.clock.nowMs += 7 * DAY_MS;
    await purgeBankInvitations(invited.commands);
    expect(await inviteWith('CODE-21')).toBe('taken');
  });

  it.each([
    ['of another sender', { from: 'no-reply@invited.bank.example.evil' }, 'none'],
    ['without a code', { text: 'Welcome.' }, 'none'],
    ['with two codes', { text: `${MAIL.text}\ncode: EFGH-6789` }, 'none'],
    ['that is too long', { text: MAIL.text.padEnd(20_001) }, 'none'],
    ['that is too old', { sentAtMs: Date.parse('2026-11-13T05:59:59.000Z') }, 'ignored'],
  ] as const)('%s is none', async (_, mail, outcome) => {
    expect(await invited.invite(mail)).toBe(outcome);
    expect(await invited.row()).toMatchObject({ status: 'draft', invitationWaits: false });
  });

  it('of another customer or user than is stored is not taken', async () => {
    await invited.put({ bankCustomerId: '9999' });
    expect(await invited.invite()).toBe('ignored');
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine' });
    expect(await invited.invite({ text: `${MAIL.text}\nuser: cw-yours` })).toBe('ignored');
    expect(await invited.invite({ text: `${MAIL.text}\nuser: CW-Mine` })).toBe('taken');
    expect(await invited.work()).toBeNull();
    expect(await invited.login()).toMatchObject({ bankCustomerId: '4410', bankUsername: 'cw-mine' });
  });

  it('that came before the customer id waits for it', async () => {
    expect(await invited.invite({ text: 'code: ABCD-2345' })).toBe('taken');
    expect(await invited.row()).toMatchObject({ status: 'draft' });
    expect(await invited.progress()).toEqual({
      ...{ stage: 'awaitingCredentials', nextAction: 'submitCredentials', actionRequiredBy: 'integrator' },
    });
    await invited.put({ bankCustomerId: '4410' });
    expect(await invited.work()).toBeNull();
    expect(await invited.login()).toMatchObject({ bankCustomerId: '4410', password: invited.user.password });
  });

  it('gives way to a login that a person stores', async () => {
    await invited.invite({ text: 'code: ABCD-2345' });
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine', password: 'typed by hand' });
    expect(await invited.row()).toMatchObject({ status: 'draft', invitationWaits: false });
    expect(await invited.invite({ text: `${MAIL.text.replace('ABCD', 'WXYZ')}` })).toBe('ignored');
  });

  it('that expires is told, and neither its code nor an old login is tried', async () => {
    await invited.invite();
    invited.bank.signIn = async () => ({ ok: false, fault: faultOf('portal_unavailable') });
    expect(await invited.work()).toBe('portal_unavailable');
    expect(await invited.row()).toMatchObject({ status: 'pendingActivation', errorCode: 'portal_unavailable' });
    invited.commands.clock.nowMs += 8 * DAY_MS;
    // One that a run is to use is left to that run.
    await purgeBankInvitations(invited.commands);
    expect(await invited.row()).toMatchObject({ invitationWaits: true });
    expect(await invited.workAgain()).toBe('invitation_invalid');
    expect(await invited.row()).toMatchObject({ status: 'draft', setupFailed: true, invitationWaits: false });
    expect(invited.user.logins).toEqual([]);
    expect(await purgeBankInvitations(invited.commands)).toBeGreaterThanOrEqual(1);
  });

  it('that nobody could use is erased when it expires', async () => {
    await invited.invite({ text: 'code: ABCD-2345' });
    invited.commands.clock.nowMs += 7 * DAY_MS;
    expect(await purgeBankInvitations(invited.commands)).toBeGreaterThanOrEqual(1);
    expect(await invited.progress()).toMatchObject({ stage: 'awaitingDelegatedUserCreation' });
  });

  it('brings back a connection whose login was rejected, and that login is not tried again', async () => {
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine', password: 'old' });
    await invited.arrive({ status: 'active' });
    expect(await invited.invite()).toBe('ignored');
    expect(await invited.workAgain()).toBe('credentials_rejected');
    expect(await invited.row()).toMatchObject({ status: 'reauthRequired' });
    expect(await invited.invite()).toBe('taken');
    invited.bank.signIn = ((before) => async () => {
      invited.bank.signIn = before;
      return { ok: false, fault: faultOf('bank_maintenance') };
    })(invited.bank.signIn);
    expect(await invited.work()).toBe('bank_maintenance');
    expect(await invited.row()).toMatchObject({ status: 'errored' });
    expect(await invited.workAgain()).toBeNull();
    expect(invited.user.logins).toEqual(['old', invited.user.password]);
    expect(await invited.row()).toMatchObject({ status: 'active' });
  });

  it('that a fault at the bank has stopped goes on when the bank side is said to be mended', async () => {
    await invited.invite();
    const before = invited.bank.signIn;
    invited.bank.signIn = async () => ({ ok: false, fault: faultOf('account_locked') });
    expect(await invited.work()).toBe('account_locked');
    expect(await invited.row()).toMatchObject({ status: 'draft', setupFailed: true, invitationWaits: true });
    expect(await invited.progress()).toMatchObject({
      stage: 'failed',
      nextAction: 'completeSetup',
      actionRequiredBy: 'endUser',
    });
    invited.bank.signIn = before;
    const storedCredentialFields = async () => new Set<CredentialField>();
    expect(
      await completeSetup({ ...invited.commands, storedCredentialFields }, invited.tenant, invited.id),
    ).toMatchObject({
      ok: true,
    });
    expect(await invited.work()).toBeNull();
    expect(await invited.row()).toMatchObject({ status: 'active' });
  });

  it('that waits for the customer id makes no setup complete', async () => {
    await invited.invite({ text: 'code: ABCD-2345' });
    const storedCredentialFields = async () => new Set<CredentialField>();
    const refused = await completeSetup({ ...invited.commands, storedCredentialFields }, invited.tenant, invited.id);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'setup_incomplete' } });
  });

  it('that comes while the connection is paused is used once it is resumed', async () => {
    await invited.arrive({ status: 'reauthRequired', fault: faultOf('password_expired') });
    await pauseConnection(invited.commands, invited.tenant, invited.id);
    expect(await invited.invite()).toBe('taken');
    expect(await invited.waitingRun()).toBeNull();
    await resumeConnection(invited.commands, invited.tenant, invited.id);
    expect(await invited.work()).toBeNull();
    expect(await invited.row()).toMatchObject({ status: 'active' });
  });

  it('of a revoked connection is not taken, and one that waits is erased with it', async () => {
    await invited.invite({ text: 'code: ABCD-2345' });
    await revokeConnection(invited.commands, invited.tenant, invited.id);
    expect((await invited.row()).invitationWaits).toBe(false);
    expect(await invited.invite()).toBe('ignored');
    expect(await countCodeMessages(database.sql, invited.tenant.organizationId, invited.id)).toBe(0);
  });
});
