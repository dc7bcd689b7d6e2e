import { beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, InvitedConnection } from '../../../test/support/banks/invited-connection.ts';
import { RULES } from '../../../test/support/banks/invited-user.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { completeSetup } from '../../commands/connections/complete-setup.ts';
import { pauseConnection } from '../../commands/connections/pause-connection.ts';
import { resumeConnection } from '../../commands/connections/resume-connection.ts';
import { purgeBankInvitations } from '../../commands/purges/purge-bank-invitations.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { CredentialField } from '../../domain/institution.ts';

const database = stageDatabase();
let invited: InvitedConnection;

beforeEach(async () => {
  invited = await InvitedConnection.create(database);
});

const TYPED = { bankCustomerId: '4410', bankUsername: 'cw-mine', password: 'typed' };

describe('a login that a person stores', () => {
  it('while an invitation is looked at is not overruled by it', async () => {
    const { readLogin } = invited.inviting;
    invited.inviting = {
      ...invited.inviting,
      readLogin: async (tenant, id) => {
        const before = await readLogin(tenant, id);
        await invited.put(TYPED);
        return before;
      },
    };
    expect(await invited.invite()).toBe('ignored');
    expect(await invited.row()).toMatchObject({ status: 'draft', invitationWaits: false });
    expect(await invited.waitingRun()).toBeNull();
  });

  it('for another user while a session hands a new password over stays as it is', async () => {
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-former', password: 'former' });
    await invited.arrive({ status: 'active' });
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, { bankCustomerId: '4410', bankUsername: 'cw-former' });
      await renewal?.noteHandedOver('password');
      await renewal?.enrol('SEED');
      await invited.put(TYPED);
      await renewal?.noteTaken('password');
      await renewal?.noteTaken('totpSecret');
      return null;
    };
    expect(await invited.workAgain()).toBeNull();
    expect([await invited.login(), await invited.changes()]).toEqual([TYPED, []]);
  });

  it('for another user while nobody knows of a new password is the only one that is tried', async () => {
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-former', password: 'former' });
    await invited.arrive({ status: 'active' });
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, { bankCustomerId: '4410', bankUsername: 'cw-former' });
      await renewal?.noteHandedOver('password');
      await invited.put(TYPED);
      return { ok: false, fault: faultOf('portal_unavailable') };
    };
    expect(await invited.workAgain()).toBe('portal_unavailable');
    const tried: unknown[] = [];
    invited.bank.signIn = async ({ renewal, credentials }) => {
      tried.push(renewal?.unsure, renewal?.tried, credentials);
      return null;
    };
    expect(await invited.workAgain()).toBeNull();
    expect([tried, await invited.changes()]).toEqual([[null, null, TYPED], []]);
  });

  it('and that works puts an end to a new one of which nobody knew', async () => {
    await invited.put(TYPED);
    await invited.arrive({ status: 'active' });
    invited.user.password = 'typed';
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, {});
      await renewal?.noteHandedOver('password');
      return { ok: false, fault: faultOf('portal_unavailable') };
    };
    await invited.workAgain();
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.noteHandedOver('unsureLogin');
      return { ok: false, fault: faultOf('portal_unavailable') };
    };
    await invited.workAgain();
    expect(await invited.changes()).toMatchObject([{ field: 'password', triedAt: expect.any(String) }]);
    invited.bank.signIn = async () => null;
    expect(await invited.workAgain()).toBeNull();
    expect(await invited.changes()).toEqual([]);
  });
});

describe('a login that the bank has rejected', () => {
  it('in setup is not tried again after an invitation has come to nothing', async () => {
    const storedCredentialFields = async () => new Set<CredentialField>(['bankUsername', 'password']);
    const complete = () => completeSetup({ ...invited.commands, storedCredentialFields }, invited.tenant, invited.id);
    await invited.put(TYPED);
    await complete();
    expect(await invited.work()).toBe('credentials_rejected');
    expect(await invited.invite({ text: 'code: WRONG-1' })).toBe('taken');
    expect(await invited.work()).toBe('invitation_invalid');
    expect(await complete()).toMatchObject({ ok: false, refusal: { code: 'setup_incomplete' } });
    expect(invited.user.logins).toEqual(['typed']);
  });

  it('in setup is not tried again once an invitation has expired that a fault had stopped', async () => {
    const storedCredentialFields = async () => new Set<CredentialField>(['bankUsername', 'password']);
    const complete = () => completeSetup({ ...invited.commands, storedCredentialFields }, invited.tenant, invited.id);
    await invited.put(TYPED);
    await complete();
    expect(await invited.work()).toBe('credentials_rejected');
    await invited.invite();
    const asUsual = invited.bank.signIn;
    invited.bank.signIn = async () => ({ ok: false, fault: faultOf('account_locked') });
    expect(await invited.work()).toBe('account_locked');
    invited.bank.signIn = asUsual;
    invited.commands.clock.nowMs += 8 * DAY_MS;
    await purgeBankInvitations(invited.commands);
    expect(await complete()).toMatchObject({ ok: true });
    expect(await invited.work()).toBe('invitation_invalid');
    expect(await complete()).toMatchObject({ ok: false });
    expect(invited.user.logins).toEqual(['typed']);
  });

  it('is not tried again after a new one of which nobody knew, once the invitation of that one has expired', async () => {
    await invited.put(TYPED);
    await invited.arrive({ status: 'active' });
    expect(await invited.workAgain()).toBe('credentials_rejected');
    await invited.invite();
    const asUsual = invited.bank.signIn;
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, {});
      await renewal?.noteHandedOver('password');
      return { ok: false, fault: faultOf('account_locked') };
    };
    expect(await invited.work()).toBe('account_locked');
    invited.bank.signIn = asUsual;
    await pauseConnection(invited.commands, invited.tenant, invited.id);
    invited.commands.clock.nowMs += 8 * DAY_MS;
    await purgeBankInvitations(invited.commands);
    await resumeConnection(invited.commands, invited.tenant, invited.id);
    expect(await invited.work()).toBe('credentials_rejected');
    expect(invited.user.logins.filter((each) => each === 'typed')).toHaveLength(1);
    expect(invited.user.logins).toHaveLength(3);
  });

  it('is not tried again after a pause in which the invitation has expired', async () => {
    await invited.put(TYPED);
    await invited.arrive({ status: 'active' });
    expect(await invited.workAgain()).toBe('credentials_rejected');
    await invited.invite();
    const asUsual = invited.bank.signIn;
    invited.bank.signIn = async () => ({ ok: false, fault: faultOf('portal_unavailable') });
    expect(await invited.work()).toBe('portal_unavailable');
    invited.bank.signIn = asUsual;
    await pauseConnection(invited.commands, invited.tenant, invited.id);
    invited.commands.clock.nowMs += 8 * DAY_MS;
    await purgeBankInvitations(invited.commands);
    await resumeConnection(invited.commands, invited.tenant, invited.id);
    expect(await invited.workAgain()).toBe('invitation_invalid');
    expect([invited.user.logins, (await invited.row()).status]).toEqual([['typed'], 'reauthRequired']);
  });
});
