/** What went wrong, in words for somebody who has never heard of an API. */
export interface FaultText {
  readonly title: string;
  /** What happened. */
  readonly what: string;
  /** What comes next, and who does it. */
  readonly next: string;
}

const FAULTS: Readonly<Record<string, FaultText>> = {
  credentials_rejected: {
    title: 'The bank did not accept this login',
    what: 'User name, password or customer number is not what the bank has. Nothing is tried a second time, so that the user is not locked.',
    next: 'Check the login at the bank, then enter it here once more.',
  },
  password_expired: {
    title: 'The bank wants a new password',
    what: 'The password of the user has expired, or was only meant for the first sign-in.',
    next: 'Set a new password for the user at the bank, then enter it here.',
  },
  invitation_invalid: {
    title: 'The bank did not take its own invitation',
    what: 'The code in the invitation was refused, or it is too old.',
    next: 'Have the bank send the invitation once more. This page goes on by itself when it arrives.',
  },
  account_locked: {
    title: 'The bank has locked this user',
    what: 'Too many attempts, or the bank wants to check something.',
    next: 'Unlock the user at the bank, then enter its login here again.',
  },
  mfa_required: {
    title: 'The bank waited for a code, and none came',
    what: 'The time to answer the bank’s question was over.',
    next: 'Try again, and have the phone or the mailbox at hand to which the bank sends its codes.',
  },
  mfa_failed: {
    title: 'The bank did not take the code',
    what: 'The code was wrong, or it came too late.',
    next: 'Try again with the next code.',
  },
  delegated_user_missing_permission: {
    title: 'The user may not see the accounts',
    what: 'Signing in works, but a right is missing.',
    next: 'Give the user the rights listed below at the bank, then try again.',
  },
  portal_unavailable: {
    title: 'The bank does not answer',
    what: 'Its portal cannot be reached just now.',
    next: 'Nothing to do: it is tried again by itself. You can close this page and come back with the same link.',
  },
  bank_maintenance: {
    title: 'The bank is under maintenance',
    what: 'Its portal says that it is being worked on.',
    next: 'Nothing to do: it is tried again by itself. You can close this page and come back with the same link.',
  },
  rate_limited_by_bank: {
    title: 'The bank asks for a pause',
    what: 'It limits how often it may be asked.',
    next: 'Nothing to do: it is tried again by itself after a while.',
  },
  portal_changed: {
    title: 'The bank’s pages have changed',
    what: 'They look different from what we know.',
    next: 'We have to adapt to it. You need not do anything; whoever sent you this link is told.',
  },
  no_connector: {
    title: 'This bank is not connected yet',
    what: 'What you entered is kept safe.',
    next: 'We add the bank, and the connection starts by itself. You need not do anything.',
  },
};

const OTHER: FaultText = {
  title: 'Something went wrong on our side',
  what: 'The connection could not be made just now.',
  next: 'It is tried again by itself. If it stays like this, tell whoever sent you this link.',
};

/** The words for an error code of a connection; codes that come later have words of their own kind. */
export function faultTextOf(code: string): FaultText {
  return FAULTS[code] ?? OTHER;
}

/** Codes that have words of their own. */
export const TOLD_FAULTS: readonly string[] = Object.keys(FAULTS);
