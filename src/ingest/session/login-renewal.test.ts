import { beforeEach, describe, expect, it } from 'vitest';
import { InvitedConnection } from '../../../test/support/banks/invited-connection.ts';
import { RULES } from '../../../test/support/banks/invited-user.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { revokeConnection } from '../../commands/connections/revoke-connection.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import { breakLease } from '../../store/connections/connection-leases.ts';
import { claimTotpStep } from '../../store/connections/mfa-challenges.ts';

const database = stageDatabase();
let invited: InvitedConnection;

beforeEach(async () => {
  invited = await InvitedConnection.create(database);
});

describe('a worker that dies while it sets a first password', () => {
  it('before the bank sees it leaves nothing to be tried', async () => {
    await invited.invite();
    const id = await invited.workAndDie('written');
    expect(await invited.changes()).toMatchObject([{ field: 'password', handedOverAt: null }]);
    expect(await invited.workOff(id)).toBeNull();
    expect([invited.user.codes, invited.user.logins]).toEqual([['ABCD-2345'], [invited.user.password]]);
    expect(await invited.login()).toMatchObject({ password: invited.user.password });
  });

  it('after the click leaves a password that is tried once, before anything else', async () => {
    await invited.invite();
    const id = await invited.workAndDie('clicked');
    expect(await invited.login()).toEqual({});
    expect(await invited.workOff(id)).toBeNull();
    expect([invited.user.codes, invited.user.logins]).toEqual([['ABCD-2345'], [invited.user.password]]);
    expect(await invited.login()).toMatchObject({ bankCustomerId: '4410', password: invited.user.password });
    expect(await invited.row()).toMatchObject({ status: 'active', invitationWaits: false });
  });

  it('so that the bank never got it leaves one that is tried once; then the invitation is used', async () => {
    await invited.invite();
    const id = await invited.workAndDie('handedOver');
    expect(await invited.workOff(id)).toBeNull();
    const [lost, taken] = invited.user.logins;
    expect([invited.user.logins.length, taken, lost === taken]).toEqual([2, invited.user.password, false]);
    expect(invited.user.codes).toEqual(['ABCD-2345']);
    expect(await invited.changes()).toEqual([]);
  });

  it('and again while that one is tried does not try it a second time', async () => {
    await invited.invite();
    const id = await invited.workAndDie('handedOver');
    await invited.workAndDie('clicked');
    expect(await invited.workOff(id)).toBeNull();
    expect(new Set(invited.user.logins).size).toBe(invited.user.logins.length);
    expect(await invited.login()).toMatchObject({ password: invited.user.password });
  });

  it('at a page that leads nowhere, time and again, costs one rejected sign-in and no more', async () => {
    await invited.invite();
    const tried: (string | undefined)[] = [];
    invited.bank.signIn = async ({ renewal }) => {
      if (renewal?.unsure != null) {
        await renewal.noteHandedOver('unsureLogin');
        tried.push(renewal.unsure.password);
        await renewal.noteRefused('password', 'credentials_rejected');
      }
      await renewal?.choosePassword(RULES, {});
      await renewal?.noteHandedOver('password');
      return { ok: false, fault: faultOf('portal_changed') };
    };
    expect(await invited.work()).toBe('portal_changed');
    for (let run = 2; run <= 5; run += 1) expect(await invited.workAgain()).toBe('portal_changed');
    expect(tried).toHaveLength(1);
    expect(await invited.row()).toMatchObject({ status: 'pendingActivation', invitationWaits: true });
  });

  it('after it was taken over leaves a connection that signs in with it, whatever its status', async () => {
    await invited.arrive({ status: 'reauthRequired', fault: faultOf('credentials_rejected') });
    await invited.invite();
    const id = await invited.workAndDie('taken');
    expect(await invited.row()).toMatchObject({ credentialsUntried: true, invitationWaits: false });
    expect(await invited.workOff(id)).toBeNull();
    expect(await invited.row()).toMatchObject({ status: 'active', credentialsUntried: false });
  });
});

describe('a setup key', () => {
  beforeEach(async () => {
    invited.user.wantsSeed = true;
    await invited.invite();
  });

  it('becomes part of the login, and each of its codes is used once', async () => {
    expect(await invited.work()).toBeNull();
    expect(await invited.login()).toMatchObject({ password: invited.user.password, totpSecret: 'SEED' });
    expect(await invited.workAgain()).toBeNull();
  });

  it('that the bank took when the worker died is known by the first code that it takes', async () => {
    const id = await invited.workAndDie('keyClicked');
    expect(await invited.login()).not.toHaveProperty('totpSecret');
    expect(await invited.workOff(id)).toBeNull();
    expect(await invited.login()).toMatchObject({ totpSecret: 'SEED' });
    expect(await invited.changes()).toEqual([]);
  });

  it('that the bank did not take is forgotten at the first code that it refuses', async () => {
    const id = await invited.workAndDie('keyClicked');
    invited.user.seed = 'OTHER';
    expect(await invited.workOff(id)).toBe('mfa_failed');
    expect(await invited.login()).not.toHaveProperty('totpSecret');
    expect(await invited.changes()).toEqual([]);
  });

  it('that no bank has seen is forgotten, and another one is set up', async () => {
    const id = await invited.workAndDie('keyWritten');
    expect(await invited.changes()).toMatchObject([{ field: 'totpSecret', handedOverAt: null }]);
    expect(await invited.workOff(id)).toBeNull();
    expect(await invited.login()).toMatchObject({ totpSecret: 'SEED' });
  });
});

describe('what is renewed', () => {
  it('is handed to no bank once the connection was lost or revoked', async () => {
    await invited.invite();
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, {});
      await revokeConnection(invited.commands, invited.tenant, invited.id);
      await renewal?.noteHandedOver('password');
      throw new Error('the bank was given a password of a revoked connection');
    };
    expect(await invited.work()).toBeNull();
    expect(await invited.changes()).toEqual([]);
    expect(await invited.login()).toEqual({});
  });

  it('keeps the other fields of a login that a person stores meanwhile', async () => {
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine' });
    await invited.invite();
    invited.bank.signIn = async ({ renewal }) => {
      await renewal?.choosePassword(RULES, { bankCustomerId: '4410', bankUsername: 'cw-mine' });
      await renewal?.noteHandedOver('password');
      await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine', password: 'typed', totpSecret: 'TYPED' });
      await renewal?.noteTaken('password');
      return null;
    };
    expect(await invited.work()).toBeNull();
    expect(await invited.login()).toMatchObject({ totpSecret: 'TYPED', password: expect.not.stringMatching('typed') });
  });

  it('is forgotten when a person stores a login later', async () => {
    await invited.invite();
    await invited.workAndDie('clicked');
    await breakLease(database.sql, invited.tenant, invited.id);
    await invited.put({ bankCustomerId: '4410', bankUsername: 'cw-mine', password: 'typed' });
    expect(await invited.changes()).toEqual([]);
  });

  it('is not to be had before it was written down', async () => {
    await invited.invite();
    invited.bank.signIn = async ({ renewal }) => {
      await expect(renewal?.noteHandedOver('password')).rejects.toThrow('not written down');
      expect(await renewal?.enrol('no seed')).toBeNull();
      return { ok: false, fault: faultOf('portal_changed') };
    };
    expect(await invited.work()).toBe('portal_changed');
    // Not one step of it was used up.
    expect(await claimTotpStep(database.sql, invited.tenant, invited.id, 1)).toBe(true);
  });
});
