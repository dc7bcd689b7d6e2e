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
  /** Whether a bank waits for a one-time code. */
  codeAwaited: boolean;
}): SetupProgress {
  if (connection.status === 'revoked')
    return { stage: 'failed', nextAction: 'contactOperator', actionRequiredBy: 'integrator' };
  if (connection.status === 'pendingActivation') {
    if (connection.codeAwaited)
      return { stage: 'awaitingMfa', nextAction: 'answerMfaChallenge', actionRequiredBy: 'endUser' };
    const nextAction = connection.fault?.code === 'no_connector' ? 'contactOperator' : 'waitForActivation';
    return { stage: 'activating', nextAction, actionRequiredBy: 'platform' };
  }
  if (connection.setupFailed && connection.fault !== null) {
    const actor = FAULTS[connection.fault.code].actor;
    // Something that the end user has to mend at the bank is reported with setupCompletion, a login with credentials.
    return {
      stage: 'failed',
      nextAction: actor === 'endUser' ? 'completeSetup' : 'submitCredentials',
      actionRequiredBy: actor,
    };
  }
  return connection.credentialsPresent
    ? { stage: 'awaitingSetupCompletion', nextAction: 'completeSetup', actionRequiredBy: 'endUser' }
    : { stage: 'awaitingDelegatedUserCreation', nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' };
}
