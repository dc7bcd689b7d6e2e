import { type Actor, FAULTS, type Fault } from './connection-fault.ts';
import type { ConnectionStatus } from './connection-lifecycle.ts';

/** Stage of onboarding, as the contract names it. */
export type SetupStage =
  | 'awaitingDelegatedUserCreation'
  | 'awaitingCredentials'
  | 'awaitingSetupCompletion'
  | 'awaitingMfa'
  | 'activating'
  | 'failed';

export type SetupAction =
  | 'createDelegatedUser'
  | 'submitCredentials'
  | 'completeSetup'
  | 'answerMfaChallenge'
  | 'waitForActivation'
  | 'contactOperator';

export interface SetupProgress {
  readonly stage: SetupStage;
  readonly nextAction: SetupAction;
  readonly actionRequiredBy: Actor;
}

/** How far an onboarding has come and who takes which step next. */
export function setupProgress(connection: {
  status: ConnectionStatus;
  setupFailed: boolean;
  fault: Fault | null;
  credentialsPresent: boolean;
  /** Whether a login is stored that is known to lack what the institution needs. */
  credentialsIncomplete?: boolean;
  /** Whether a bank waits for a one-time code. */
  codeAwaited: boolean;
  /** Whether an invitation of the bank waits. */
  invitationWaits: boolean;
}): SetupProgress {
  if (connection.status === 'revoked')
    return { stage: 'failed', nextAction: 'contactOperator', actionRequiredBy: 'integrator' };
  if (connection.status === 'pendingActivation') {
    if (connection.codeAwaited)
      return { stage: 'awaitingMfa', nextAction: 'answerMfaChallenge', actionRequiredBy: 'endUser' };
    const nextAction = connection.fault?.code === 'no_connector' ? 'contactOperator' : 'waitForActivation';
    return { stage: 'activating', nextAction, actionRequiredBy: 'platform' };
  }
  const failure = connection.setupFailed ? connection.fault : null;
  // The one that was refused is gone, so it is a new one. It would be at the bank if anything told the customer's id there.
  if (connection.invitationWaits && (failure === null || failure.code === 'invitation_invalid'))
    return { stage: 'awaitingCredentials', nextAction: 'submitCredentials', actionRequiredBy: 'integrator' };
  if (failure?.code === 'invitation_invalid')
    return { stage: 'failed', nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' };
  if (failure !== null) {
    const actor = FAULTS[failure.code].actor;
    // Something that the end user has to mend at the bank is reported with setupCompletion, a login with credentials.
    return {
      stage: 'failed',
      nextAction: actor === 'endUser' ? 'completeSetup' : 'submitCredentials',
      actionRequiredBy: actor,
    };
  }
  if (connection.credentialsIncomplete)
    return { stage: 'awaitingCredentials', nextAction: 'submitCredentials', actionRequiredBy: 'integrator' };
  return connection.credentialsPresent
    ? { stage: 'awaitingSetupCompletion', nextAction: 'completeSetup', actionRequiredBy: 'endUser' }
    : { stage: 'awaitingDelegatedUserCreation', nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' };
}
