import type { Schemas } from '../../api/operation-types.ts';
import type { Tone } from '../status/status-looks.ts';
import { type AnyConnection, faultOf } from './connection.ts';

/** What somebody can do right here. */
export type AdviceAct = 'credentials' | 'resume' | 'answer' | 'setup' | 'upload';

/** What to do next, in words for the person who looks at the page. */
export interface Advice {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly act: AdviceAct | null;
}

type Fault = Omit<Advice, 'tone'>;

/** The codes of the contract. One that is not here yet is told with the server's own message. */
const FAULTS: Readonly<Record<string, Fault>> = {
  credentials_rejected: {
    title: 'The bank refused the stored login',
    text: 'Sign in at the bank with the delegated user to see which part is wrong, then hand over the right login here. No further attempt is made before that.',
    act: 'credentials',
  },
  password_expired: {
    title: 'The bank wants a new password',
    text: 'The owner of the account chooses a new password for the delegated user at the bank. Hand it over here afterwards.',
    act: 'credentials',
  },
  invitation_invalid: {
    title: 'The invitation of the bank no longer works',
    text: 'The owner of the account has the bank send the invitation again. It is taken by itself as soon as it arrives.',
    act: null,
  },
  account_locked: {
    title: 'The bank has locked the delegated user',
    text: 'The owner of the account unlocks the delegated user at the bank. Then hand over the login again, which starts a new attempt.',
    act: 'credentials',
  },
  mfa_required: {
    title: 'The bank asks for a one-time code',
    text: 'Nobody has given it in time. Hand over the login again, the same or another: the sign-in starts anew, and the bank asks once more.',
    act: 'credentials',
  },
  mfa_failed: {
    title: 'The code was wrong or came too late',
    text: 'Hand over the login again, the same or another: the sign-in starts anew, and the bank asks for a new code, which can be entered here.',
    act: 'credentials',
  },
  delegated_user_missing_permission: {
    title: 'The delegated user may not see everything that is needed',
    text: 'The owner of the account gives the delegated user the missing permissions at the bank. Then hand over the login again, which starts a new attempt.',
    act: 'credentials',
  },
  portal_unavailable: {
    title: 'The bank cannot be reached',
    text: 'Nothing has to be done: it is tried again by itself. If it stays so while the portal works in a browser, tell the operator of this installation.',
    act: null,
  },
  portal_changed: {
    title: 'The portal of the bank has changed',
    text: 'The operator of this installation has to update the recipe of this bank. What was read before stays as it is.',
    act: null,
  },
  bank_maintenance: {
    title: 'The bank is under maintenance',
    text: 'Nothing has to be done: the next attempt is planned for its end.',
    act: null,
  },
  rate_limited_by_bank: {
    title: 'The bank limits how often it may be asked',
    text: 'Nothing has to be done: the next attempt comes later by itself.',
    act: null,
  },
  no_connector: {
    title: 'This portal cannot be read by itself yet',
    text: 'Upload the files that the bank offers for download; they make the same transactions.',
    act: 'upload',
  },
  file_unreadable: {
    title: 'A file could not be read',
    text: 'It waits in quarantine, with what is wrong in it. Nothing of it was taken in.',
    act: null,
  },
  balance_mismatch: {
    title: 'Transactions and balances do not add up',
    text: 'The accounts below show from which day on. It is looked at again with every sync; until then, do not rely on this account.',
    act: null,
  },
  internal: {
    title: 'Something is wrong in Causeway itself',
    text: 'It is tried again by itself. If it stays so, give the operator the id of the latest run.',
    act: null,
  },
};

const ACTORS: Readonly<Record<Schemas['ConnectionActor'], string>> = {
  endUser: 'The owner of the account at the bank has to act.',
  integrator: 'Somebody in this organization has to act.',
  platform: 'Nobody here has to act; it is for the operator of this installation.',
};

const ASKED: Advice = {
  ...{ tone: 'notice', title: 'The bank asks for a one-time code' },
  ...{ text: 'Enter it below, before it expires.', act: 'answer' },
};
const TELL_BELOW =
  'Once it is settled at the bank, say below that the bank side is done. The sign-in then starts anew, and asks for a new code where one is needed.';

/** What a connection needs. `actor` is who has to act, where the server has said so; `asked` is how a question of the bank stands. */
export function adviseOn(
  connection: AnyConnection,
  actor: Schemas['ConnectionActor'] | null,
  asked?: Schemas['MfaChallenge']['status'],
): Advice {
  if (asked === 'pending') return ASKED;
  const fault = faultOf(connection);
  if (connection.status !== 'revoked' && connection.status !== 'paused' && fault !== null) {
    const known = FAULTS[fault.code];
    const tone = connection.status === 'errored' ? 'notice' : 'bad';
    // A first sign-in that has failed starts anew by this word alone.
    const isToldBelow = connection.kind === 'setup' && connection.setup.nextAction === 'completeSetup';
    if (known !== undefined && isToldBelow) return { tone, title: known.title, text: TELL_BELOW, act: 'setup' };
    if (known !== undefined) return { tone, ...known };
    const text = [fault.message, actor === null ? null : ACTORS[actor]].filter((part) => part !== null).join(' ');
    return { tone, title: `Problem: ${fault.code}`, text, act: actor === 'integrator' ? 'credentials' : null };
  }
  return connection.kind === 'setup' ? adviseOnSetup(connection.setup) : adviseOnStatus(connection.status);
}

function adviseOnSetup({ nextAction }: Schemas['ConnectionSetup']): Advice {
  switch (nextAction) {
    case 'createDelegatedUser':
      return notice(
        'Create the delegated user at the bank',
        'The instructions below say exactly what to enter.',
        'setup',
      );
    case 'submitCredentials':
      return notice('Hand over the login of the delegated user', 'Enter below what the bank has given out.', 'setup');
    case 'completeSetup':
      return notice('Say that the bank side is done', 'The first sign-in starts then.', 'setup');
    case 'answerMfaChallenge':
      return ASKED;
    case 'waitForActivation':
      return {
        tone: 'busy',
        title: 'The first sign-in is under way',
        text: 'This page shows it as it happens.',
        act: null,
      };
    case 'contactOperator':
      return { tone: 'bad', title: 'The operator has to look at this', text: ACTORS.platform, act: null };
  }
}

function adviseOnStatus(status: Schemas['ConnectionStatus']): Advice {
  switch (status) {
    case 'active':
      return { tone: 'good', title: 'All is well', text: 'Syncs run as planned.', act: null };
    case 'paused':
      return {
        tone: 'calm',
        title: 'This connection is paused',
        text: 'No syncs run until somebody resumes it.',
        act: 'resume',
      };
    case 'revoked':
      return {
        tone: 'calm',
        title: 'This connection is revoked',
        text: 'Its login is gone, and syncs do not come back. What was read stays.',
        act: null,
      };
    case 'reauthRequired':
      return notice('The bank wants a new sign-in', 'Hand over the login again.', 'credentials');
    case 'errored':
      return notice('Syncs fail', 'It is tried again by itself. The latest run says more.', null);
    case 'pendingActivation':
    case 'draft':
      return {
        tone: 'busy',
        title: 'The first sign-in is under way',
        text: 'This page shows it as it happens.',
        act: null,
      };
  }
}

function notice(title: string, text: string, act: AdviceAct | null): Advice {
  return { tone: 'notice', title, text, act };
}
