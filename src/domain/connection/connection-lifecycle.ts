import { type Actor, FAULTS, type Fault } from './connection-fault.ts';

export type ConnectionStatus =
  | 'draft'
  | 'pendingActivation'
  | 'active'
  | 'reauthRequired'
  | 'errored'
  | 'paused'
  | 'revoked';
export type ConnectionKind = 'setup' | 'ready';

/** What of a connection takes part in its lifecycle. */
export interface LifecycleState {
  readonly kind: ConnectionKind;
  readonly status: ConnectionStatus;
  /** Status to go back to; set exactly while `paused`. */
  readonly resumeStatus: ConnectionStatus | null;
  /** The most recent fault; null after a success. */
  readonly fault: Fault | null;
  /** True while onboarding stopped at a fault that somebody has to clear. */
  readonly setupFailed: boolean;
}

/** Everything that can move a connection. */
export type LifecycleCause =
  | { readonly type: 'credentialsStored' }
  | { readonly type: 'setupCompleted' }
  /** The bank has invited the delegated user, and all that its activation needs is known. */
  | { readonly type: 'invitationReceived' }
  | { readonly type: 'syncSucceeded' }
  | { readonly type: 'syncFailed'; readonly fault: Fault }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'revoked' };

export type LifecycleStep =
  | { readonly kind: 'moved'; readonly next: LifecycleState }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly code: 'conflict' | 'connection_not_ready'; readonly message: string };

/** Who is behind a cause, for the timeline. */
export const ACTOR_OF_CAUSE: Readonly<Record<LifecycleCause['type'], Actor>> = {
  credentialsStored: 'integrator',
  setupCompleted: 'integrator',
  invitationReceived: 'platform',
  syncSucceeded: 'platform',
  syncFailed: 'platform',
  paused: 'integrator',
  resumed: 'integrator',
  revoked: 'integrator',
};

type Move = (state: LifecycleState, cause: LifecycleCause) => LifecycleStep;

const UNCHANGED: LifecycleStep = { kind: 'unchanged' };
const stay: Move = () => UNCHANGED;
const clearFault: Move = (state) =>
  state.fault === null && !state.setupFailed ? UNCHANGED : moved({ ...state, fault: null, setupFailed: false });
const becomeReady: Move = () =>
  moved({ kind: 'ready', status: 'active', resumeStatus: null, fault: null, setupFailed: false });
const revoke: Move = (state) =>
  moved({ ...state, status: 'revoked', resumeStatus: null, fault: null, setupFailed: false });
const pause: Move = (state) => moved({ ...state, status: 'paused', resumeStatus: state.status });
const activate: Move = (state) => moved({ ...state, status: 'pendingActivation', fault: null, setupFailed: false });
const refuse =
  (code: 'conflict' | 'connection_not_ready', message: string): Move =>
  () => ({ kind: 'refused', code, message });

const REVOKED = refuse('conflict', 'The connection is revoked, which is final. Create a new connection instead.');
const IN_SETUP = refuse('connection_not_ready', 'The connection is still in setup. Finish its onboarding first.');

/**
 * The whole lifecycle: one row per status, one column per cause. A cause that is listed as `stay` is legal and has no
 * effect. A running sync may end after the connection was paused or revoked, so those rows take results as well: a
 * paused connection notes where it will resume, a revoked one stays as it is.
 */
export const LIFECYCLE: Readonly<Record<ConnectionStatus, Readonly<Record<LifecycleCause['type'], Move>>>> = {
  draft: {
    credentialsStored: clearFault,
    setupCompleted: activate,
    invitationReceived: activate,
    syncSucceeded: stay,
    syncFailed: stay,
    paused: IN_SETUP,
    resumed: IN_SETUP,
    revoked: revoke,
  },
  pendingActivation: {
    credentialsStored: stay,
    setupCompleted: stay,
    invitationReceived: stay,
    syncSucceeded: becomeReady,
    // A fault that somebody has to clear ends the attempt; one that the platform waits out is tried again by itself.
    syncFailed: (state, cause) => {
      const fault = faultOfCause(cause);
      return FAULTS[fault.code].leadsTo === 'reauthRequired'
        ? moved({ ...state, status: 'draft', fault, setupFailed: true })
        : moved({ ...state, fault });
    },
    paused: IN_SETUP,
    resumed: IN_SETUP,
    revoked: revoke,
  },
  active: readyRow('active'),
  errored: readyRow('errored'),
  reauthRequired: readyRow('reauthRequired'),
  paused: {
    credentialsStored: stay,
    setupCompleted: stay,
    invitationReceived: stay,
    syncSucceeded: (state) =>
      state.resumeStatus === 'active' && state.fault === null
        ? UNCHANGED
        : moved({ ...state, resumeStatus: 'active', fault: null }),
    syncFailed: (state, cause) => {
      const fault = faultOfCause(cause);
      return moved({ ...state, resumeStatus: statusAfterFault(state.resumeStatus ?? 'active', fault), fault });
    },
    paused: stay,
    resumed: (state) => moved({ ...state, status: state.resumeStatus ?? 'active', resumeStatus: null }),
    revoked: revoke,
  },
  revoked: {
    credentialsStored: REVOKED,
    setupCompleted: REVOKED,
    invitationReceived: stay,
    syncSucceeded: stay,
    syncFailed: stay,
    paused: REVOKED,
    resumed: REVOKED,
    revoked: stay,
  },
};

/** Applies one cause. Pure; the caller stores the result and announces a change of `kind` or `status`. */
export function moveConnection(state: LifecycleState, cause: LifecycleCause): LifecycleStep {
  return LIFECYCLE[state.status][cause.type](state, cause);
}

function readyRow(status: 'active' | 'errored' | 'reauthRequired'): Record<LifecycleCause['type'], Move> {
  return {
    credentialsStored: stay,
    setupCompleted: stay,
    invitationReceived: stay,
    syncSucceeded: (state) =>
      status === 'active' && state.fault === null ? UNCHANGED : moved({ ...state, status: 'active', fault: null }),
    syncFailed: (state, cause) => {
      const fault = faultOfCause(cause);
      return moved({ ...state, status: statusAfterFault(status, fault), fault });
    },
    paused: pause,
    resumed: stay,
    revoked: revoke,
  };
}

function statusAfterFault(status: ConnectionStatus, fault: Fault): ConnectionStatus {
  const { leadsTo } = FAULTS[fault.code];
  return leadsTo === 'unchanged' ? status : leadsTo;
}

function faultOfCause(cause: LifecycleCause): Fault {
  if (cause.type !== 'syncFailed') throw new TypeError(`a ${cause.type} has no fault`);
  return cause.fault;
}

function moved(next: LifecycleState): LifecycleStep {
  return { kind: 'moved', next };
}
