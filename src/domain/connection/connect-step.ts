import { type Actor, FAULTS, type Fault } from './connection-fault.ts';
import type { ConnectionKind, ConnectionStatus } from './connection-lifecycle.ts';
import { setupProgress } from './connection-setup.ts';

/** What comes next on the pages of a Connect session. */
export type ConnectStep =
  | 'chooseInstitution'
  | 'createDelegatedUser'
  | 'submitCredentials'
  | 'completeSetup'
  | 'answerMfaChallenge'
  /** The platform works, or waits for the bank; there is nothing to do. */
  | 'wait'
  /** Only whoever made the link, or the operator, can go on. */
  | 'askForHelp'
  | 'done';

/** The part of a connection that tells what comes next. */
export interface ConnectStanding {
  readonly kind: ConnectionKind;
  readonly status: ConnectionStatus;
  readonly setupFailed: boolean;
  readonly fault: Fault | null;
  readonly credentialsPresent: boolean;
  /** Whether a login is stored that is known to lack what the bank needs, and nothing else leads in. */
  readonly credentialsIncomplete: boolean;
  /** Whether a login is stored that the bank has not seen yet. */
  readonly credentialsUntried: boolean;
  readonly codeAwaited: boolean;
  readonly invitationWaits: boolean;
  /** Whether a sync runs, or waits for a code. */
  readonly isSyncing: boolean;
}

export interface ConnectProgress {
  readonly step: ConnectStep;
  readonly actor: Actor | null;
}

/** Steps in which a login may be put: a link never replaces one that works. */
const TAKES_LOGIN: readonly ConnectStep[] = ['createDelegatedUser', 'submitCredentials', 'completeSetup'];

/** Whether a Connect link may put a login at this step. */
export function takesLogin(step: ConnectStep): boolean {
  return TAKES_LOGIN.includes(step);
}

/** What comes next, and who does it; nobody where all is done. `connection` is null until a bank is chosen. */
export function connectProgress(connection: ConnectStanding | null): ConnectProgress {
  if (connection === null) return { step: 'chooseInstitution', actor: 'endUser' };
  const { kind, status, fault } = connection;
  if (status === 'revoked' || status === 'paused') return { step: 'askForHelp', actor: 'integrator' };
  if (kind === 'setup') return setupStep(connection);
  if (status === 'active') return { step: 'done', actor: null };
  if (status === 'errored') return { step: 'wait', actor: 'platform' };
  if (connection.codeAwaited) return { step: 'answerMfaChallenge', actor: 'endUser' };
  if (connection.isSyncing || connection.credentialsUntried) return { step: 'wait', actor: 'platform' };
  return { step: 'submitCredentials', actor: fault === null ? 'endUser' : actorOf(fault) };
}

function setupStep(connection: ConnectStanding): ConnectProgress {
  const { nextAction, actionRequiredBy } = setupProgress(connection);
  if (nextAction === 'contactOperator') return { step: 'askForHelp', actor: 'platform' };
  if (nextAction === 'waitForActivation') return { step: 'wait', actor: 'platform' };
  // On these pages the customer does what the contract of the API leaves to the integrator.
  const actor = actionRequiredBy === 'integrator' ? 'endUser' : actionRequiredBy;
  // A lock is undone together with a new login, and with a part of one nothing can be tried.
  const isLocked = connection.setupFailed && connection.fault?.code === 'account_locked';
  if (isLocked || (nextAction === 'completeSetup' && connection.credentialsIncomplete))
    return { step: 'submitCredentials', actor };
  return { step: nextAction, actor };
}

function actorOf({ code }: Fault): Actor {
  const { actor } = FAULTS[code];
  return actor === 'integrator' ? 'endUser' : actor;
}
