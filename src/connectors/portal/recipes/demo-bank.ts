import type { AccountType } from '../../../domain/account.ts';
import { type AmountForm, type DateForm, parseBankAmount } from '../bank-text.ts';
import { PortalFormError } from '../form-error.ts';
import type { AccountPage, CodeAnswer, CodeChannelWords, Outcome, ReadAccount, Step, Target } from '../recipe.ts';
import { alert, button, credential, heading, label } from '../recipe-kit.ts';

/** Words by which the sign-in of one demo bank is known; its structure is the same at all three. */
export interface SignInWords {
  readonly rejected: string;
  readonly locked: string;
  readonly codeHeading: string;
  readonly codeField: string;
  readonly codeSubmit: string;
  readonly channels: readonly (Omit<CodeChannelWords, 'when'> & { readonly text: RegExp })[];
  readonly codeValidForMs: number;
  /** Alert of a code that was used before. */
  readonly codeUsed: string;
  /** Alerts of a code that was wrong or too old. */
  readonly codeFailed: readonly string[];
  /** Alerts of a code that could not be sent. */
  readonly codeNotSent: readonly string[];
  readonly noAddress: string;
  readonly enrolHeading: string;
  readonly passwordHeading: string;
  readonly noticeHeading: string;
  readonly noticeLater: string;
  readonly accountsHeading: string;
}

/** States in which the page is found after the password was handed over. Alerts stand in front: they say more than the heading above them. */
export function listSignInOutcomes(words: SignInWords): Outcome[] {
  const fault = (
    state: string,
    when: Target,
    code: 'credentials_rejected' | 'account_locked' | 'mfa_failed',
  ): Outcome => ({
    state,
    when,
    means: { fault: code },
  });
  const answer: CodeAnswer = {
    field: label(words.codeField),
    submit: button(words.codeSubmit),
    channels: words.channels.map(({ text, ...channel }) => ({ ...channel, when: { text } })),
    validForMs: words.codeValidForMs,
  };
  return [
    fault('login rejected', alert(words.rejected), 'credentials_rejected'),
    fault('user locked', alert(words.locked), 'account_locked'),
    ...words.codeFailed.map((text) => fault('code rejected', alert(text), 'mfa_failed')),
    ...words.codeNotSent.map(
      (text): Outcome => ({
        state: 'code not sent',
        when: alert(text),
        means: { fault: 'portal_unavailable' },
      }),
    ),
    { state: 'no address for codes', when: alert(words.noAddress), means: { fault: 'mfa_required' } },
    { state: 'code used before', when: alert(words.codeUsed), means: { answerAgain: answer } },
    { state: 'code asked for', when: heading(words.codeHeading), means: { answer } },
    { state: 'authenticator to be set up', when: heading(words.enrolHeading), means: { fault: 'mfa_required' } },
    { state: 'new password asked for', when: heading(words.passwordHeading), means: { fault: 'password_expired' } },
    {
      state: 'notice',
      when: heading(words.noticeHeading),
      // Terms are for the company to accept, so they are put off.
      means: { steps: [submitForm('put the notice off', words.noticeLater)] },
    },
    { state: 'signed in', when: heading(words.accountsHeading), means: 'goOn' },
  ];
}

export function submitForm(name: string, words: string): Step {
  return { do: 'click', name, target: button(words), submits: 'form' };
}

export function fillCredential(words: string, field: 'bankCustomerId' | 'bankUsername' | 'password'): Step {
  return { do: 'fill', name: `fill ${words}`, target: label(words), value: credential(field) };
}

/** Words by which an account's page is known. */
export interface AccountWords {
  readonly number: string;
  readonly currency: string;
  readonly ledger: string;
  readonly available: string;
  readonly hidden: string;
  readonly closed: string;
  readonly types: Readonly<Record<string, AccountType>>;
  readonly form: AmountForm;
}

export function readDemoAccount({ link, facts }: AccountPage, words: AccountWords): ReadAccount {
  const number = facts.get(words.number);
  const type = Object.entries(words.types).find(([text]) => link.listing.includes(text))?.[1] ?? 'unknown';
  return {
    number,
    details: {
      type,
      currency: facts.get(words.currency),
      name: link.text,
      status: link.listing.includes(words.closed) ? 'closed' : 'open',
      officialName: null,
      accountNumber: number,
      routingNumber: null,
      swiftBic: null,
    },
    ledger: readBalance(facts.get(words.ledger), words),
    available: readBalance(facts.get(words.available), words),
  };
}

function readBalance(text: string, { hidden, form }: AccountWords): string | null {
  if (text === hidden) return null;
  const amount = parseBankAmount(text, form);
  if (amount === null) throw new PortalFormError('a balance is no amount');
  return amount;
}

export type { AmountForm, DateForm };
