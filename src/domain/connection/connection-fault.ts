/** Who can clear a fault or take the next step of an onboarding. */
export type Actor = 'endUser' | 'integrator' | 'platform';

/** Why a connection does not work; the codes of the contract's ConnectionErrorCode. */
export type FaultCode = keyof typeof FAULTS;

/** A fault as it is stored and shown. `message` can be shown to the person who acts. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
}

interface FaultKind {
  /** Status the fault leads to; `unchanged` keeps the one the connection had. */
  readonly leadsTo: 'reauthRequired' | 'errored' | 'unchanged';
  readonly actor: Actor;
  /** Text used when the source gave none. */
  readonly message: string;
}

/** One table for status, actor and text of every fault. */
export const FAULTS = {
  credentials_rejected: {
    leadsTo: 'reauthRequired',
    actor: 'integrator',
    message: 'The bank refused the stored login. Store working credentials to go on.',
  },
  password_expired: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message: 'The bank asks for a new password for the delegated user.',
  },
  invitation_invalid: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message:
      "The bank did not take the code of its invitation. Have the bank send the delegated user's invitation again.",
  },
  account_locked: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message: 'The bank has locked the delegated user. Have it unlocked at the bank, then store its credentials again.',
  },
  mfa_required: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message: 'The bank waits for a one-time code or an approval.',
  },
  mfa_failed: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message: 'The one-time code was wrong or came too late.',
  },
  delegated_user_missing_permission: {
    leadsTo: 'reauthRequired',
    actor: 'endUser',
    message:
      'Sign-in works, but the delegated user may not see accounts or transactions. Grant it the listed permissions.',
  },
  portal_unavailable: { leadsTo: 'errored', actor: 'platform', message: 'The bank did not answer.' },
  portal_changed: {
    leadsTo: 'errored',
    actor: 'platform',
    message: 'The bank answered in a form that the connector does not know.',
  },
  bank_maintenance: { leadsTo: 'errored', actor: 'platform', message: 'The bank announces maintenance.' },
  rate_limited_by_bank: {
    leadsTo: 'errored',
    actor: 'platform',
    message: 'The bank limits how often it may be asked.',
  },
  no_connector: {
    leadsTo: 'unchanged',
    actor: 'platform',
    message: 'No connector exists for this bank yet. Files can be uploaded meanwhile.',
  },
  file_unreadable: { leadsTo: 'unchanged', actor: 'integrator', message: 'The file could not be read.' },
  balance_mismatch: {
    leadsTo: 'unchanged',
    actor: 'platform',
    message: 'Rows and the balances stated by the bank do not add up.',
  },
  internal: { leadsTo: 'errored', actor: 'platform', message: 'A fault inside Causeway stopped the sync.' },
} as const satisfies Record<string, FaultKind>;

/** The fault of a code, with the source's own message where there is one. */
export function faultOf(code: FaultCode, message: string | null = null): Fault {
  return { code, message: message ?? FAULTS[code].message };
}
