import { describe, expect, it } from 'vitest';
import { FAULTS, type FaultCode, faultOf } from './connection-fault.ts';
import { setupProgress } from './connection-setup.ts';

const DRAFT = {
  status: 'draft',
  setupFailed: false,
  fault: null,
  credentialsPresent: false,
  codeAwaited: false,
  invitationWaits: false,
} as const;

describe('setup progress', () => {
  it('first asks for the delegated user, then for the word that the bank side is done', () => {
    expect(setupProgress(DRAFT)).toEqual({
      stage: 'awaitingDelegatedUserCreation',
      nextAction: 'createDelegatedUser',
      actionRequiredBy: 'endUser',
    });
    expect(setupProgress({ ...DRAFT, credentialsPresent: true })).toEqual({
      stage: 'awaitingSetupCompletion',
      nextAction: 'completeSetup',
      actionRequiredBy: 'endUser',
    });
  });

  it('asks for the rest of a login of which a part is stored', () => {
    expect(setupProgress({ ...DRAFT, credentialsPresent: true, credentialsIncomplete: true })).toEqual({
      stage: 'awaitingCredentials',
      nextAction: 'submitCredentials',
      actionRequiredBy: 'integrator',
    });
  });

  it('waits for the customer id where an invitation came that does not name it', () => {
    expect(setupProgress({ ...DRAFT, invitationWaits: true })).toEqual({
      stage: 'awaitingCredentials',
      nextAction: 'submitCredentials',
      actionRequiredBy: 'integrator',
    });
  });

  it('tells a fault that stopped the activation first, although its invitation still waits', () => {
    const stopped = { ...DRAFT, setupFailed: true, fault: faultOf('account_locked'), invitationWaits: true };
    expect(setupProgress(stopped)).toEqual({
      stage: 'failed',
      nextAction: 'completeSetup',
      actionRequiredBy: 'endUser',
    });
    expect(setupProgress({ ...stopped, fault: faultOf('invitation_invalid') })).toMatchObject({
      stage: 'awaitingCredentials',
    });
  });

  it('wants another invitation from the bank where it did not take the last one', () => {
    const failed = { ...DRAFT, setupFailed: true, fault: faultOf('invitation_invalid') };
    expect(setupProgress(failed)).toMatchObject({ nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' });
    expect(setupProgress({ ...failed, status: 'pendingActivation', invitationWaits: true })).toMatchObject({
      nextAction: 'waitForActivation',
    });
  });

  it('then waits for the platform, whose operator has to act only where no connector exists', () => {
    const activating = { ...DRAFT, status: 'pendingActivation', credentialsPresent: true } as const;
    const waiting = { stage: 'activating', nextAction: 'waitForActivation', actionRequiredBy: 'platform' };
    expect(setupProgress(activating)).toEqual(waiting);
    expect(setupProgress({ ...activating, fault: faultOf('portal_unavailable') })).toEqual(waiting);
    expect(setupProgress({ ...activating, fault: faultOf('no_connector') })).toEqual({
      ...waiting,
      nextAction: 'contactOperator',
    });
  });

  it('asks for the code that the bank waits for', () => {
    const activating = { ...DRAFT, status: 'pendingActivation', credentialsPresent: true } as const;
    expect(setupProgress({ ...activating, codeAwaited: true })).toEqual({
      stage: 'awaitingMfa',
      nextAction: 'answerMfaChallenge',
      actionRequiredBy: 'endUser',
    });
  });

  it.each([
    ['credentials_rejected', 'submitCredentials', 'integrator'],
    ['password_expired', 'completeSetup', 'endUser'],
    ['invitation_invalid', 'createDelegatedUser', 'endUser'],
    ['account_locked', 'completeSetup', 'endUser'],
    ['mfa_required', 'completeSetup', 'endUser'],
    ['mfa_failed', 'completeSetup', 'endUser'],
    ['delegated_user_missing_permission', 'completeSetup', 'endUser'],
  ] as const)('after %s asks for %s by the %s', (code, nextAction, actionRequiredBy) => {
    const failed = { ...DRAFT, setupFailed: true, fault: faultOf(code), credentialsPresent: true };
    expect(setupProgress(failed)).toEqual({ stage: 'failed', nextAction, actionRequiredBy });
  });

  it('knows a next step for every fault that can end an attempt', () => {
    const codes = Object.keys(FAULTS) as FaultCode[]; // Object.keys says string[] of any record.
    const ending = codes.filter((code) => FAULTS[code].leadsTo === 'reauthRequired');
    expect(ending).toHaveLength(7);
    expect(ending.every((code) => FAULTS[code].actor !== 'platform')).toBe(true);
  });

  it('is over for a connection that was revoked', () => {
    expect(setupProgress({ ...DRAFT, status: 'revoked' })).toEqual({
      stage: 'failed',
      nextAction: 'contactOperator',
      actionRequiredBy: 'integrator',
    });
  });
});
