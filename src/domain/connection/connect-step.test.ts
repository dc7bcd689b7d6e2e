import { describe, expect, it } from 'vitest';
import { type ConnectStanding, connectProgress, takesLogin } from './connect-step.ts';
import { faultOf } from './connection-fault.ts';

const draft: ConnectStanding = {
  kind: 'setup',
  status: 'draft',
  setupFailed: false,
  fault: null,
  credentialsPresent: false,
  credentialsIncomplete: false,
  credentialsUntried: false,
  codeAwaited: false,
  invitationWaits: false,
  isSyncing: false,
};
const reauth: ConnectStanding = {
  ...draft,
  kind: 'ready',
  status: 'reauthRequired',
  fault: faultOf('credentials_rejected'),
  credentialsPresent: true,
};

describe('what comes next on the pages of a link', () => {
  it.each<[string, ConnectStanding | null, string, string | null]>([
    ['without a bank', null, 'chooseInstitution', 'endUser'],
    ['with a new connection', draft, 'createDelegatedUser', 'endUser'],
    ['with a login', { ...draft, credentialsPresent: true }, 'completeSetup', 'endUser'],
    [
      'with a part of a login',
      { ...draft, credentialsPresent: true, credentialsIncomplete: true },
      'submitCredentials',
      'endUser',
    ],
    [
      'with a part of a login, after a wrong code',
      {
        ...draft,
        setupFailed: true,
        fault: faultOf('mfa_failed'),
        credentialsPresent: true,
        credentialsIncomplete: true,
      },
      'submitCredentials',
      'endUser',
    ],
    ['with an invitation', { ...draft, invitationWaits: true }, 'submitCredentials', 'endUser'],
    ['during the first sign-in', { ...draft, status: 'pendingActivation' }, 'wait', 'platform'],
    [
      'while a code is awaited',
      { ...draft, status: 'pendingActivation', codeAwaited: true },
      'answerMfaChallenge',
      'endUser',
    ],
    [
      'at a bank without a connector',
      { ...draft, status: 'pendingActivation', fault: faultOf('no_connector') },
      'askForHelp',
      'platform',
    ],
    [
      'after a wrong login',
      { ...draft, setupFailed: true, credentialsPresent: true, fault: faultOf('credentials_rejected') },
      'submitCredentials',
      'endUser',
    ],
    [
      'after a wrong code',
      { ...draft, setupFailed: true, credentialsPresent: true, fault: faultOf('mfa_failed') },
      'completeSetup',
      'endUser',
    ],
    [
      'with a locked user',
      { ...draft, setupFailed: true, credentialsPresent: true, fault: faultOf('account_locked') },
      'submitCredentials',
      'endUser',
    ],
    ['when it works', { ...reauth, status: 'active', fault: null }, 'done', null],
    [
      'when the bank is down',
      { ...reauth, status: 'errored', fault: faultOf('portal_unavailable') },
      'wait',
      'platform',
    ],
    ['when the bank lets nobody in', reauth, 'submitCredentials', 'endUser'],
    ['while a new login is tried', { ...reauth, credentialsUntried: true }, 'wait', 'platform'],
    [
      'while the bank asks for a code',
      { ...reauth, codeAwaited: true, isSyncing: true },
      'answerMfaChallenge',
      'endUser',
    ],
    ['while paused', { ...reauth, status: 'paused' }, 'askForHelp', 'integrator'],
    ['when revoked', { ...reauth, status: 'revoked' }, 'askForHelp', 'integrator'],
  ])('%s', (_, standing, step, actor) => {
    expect(connectProgress(standing)).toEqual({ step, actor });
  });

  it('lets a login be put only where none works', () => {
    const open = ['createDelegatedUser', 'submitCredentials', 'completeSetup'] as const;
    for (const step of open) expect(takesLogin(step)).toBe(true);
    for (const step of ['chooseInstitution', 'wait', 'answerMfaChallenge', 'askForHelp', 'done'] as const)
      expect(takesLogin(step)).toBe(false);
  });
});
