import type { PasswordRules } from '../../../domain/access/password-rules.ts';
import type { CodeAnswer, CodeChannelWords, Outcome, Step, Target } from '../recipe.ts';
import { alert, button, credential, heading, label, submit } from '../recipe-kit.ts';

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
  readonly enrolKey: string;
  readonly enrolSubmit: string;
  /** Page for a new password, in place of one that is temporary or has expired. */
  readonly newPassword: {
    readonly heading: string;
    readonly rules: PasswordRules;
    readonly next: string;
    readonly repeat: string;
    readonly submit: string;
  };
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
  const { newPassword } = words;
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
    {
      state: 'authenticator to be set up',
      when: heading(words.enrolHeading),
      means: { enrol: { key: label(words.enrolKey), field: answer.field, submit: button(words.enrolSubmit) } },
    },
    // A password that breaks the bank's rules is left to a person, who sees them.
    { state: 'new password not taken', when: alert(PASSWORD_FAULTS), means: { refused: 'password_expired' } },
    {
      state: 'new password asked for',
      when: heading(newPassword.heading),
      means: {
        newPassword: {
          rules: newPassword.rules,
          fields: [label(newPassword.next), label(newPassword.repeat)],
          submit: button(newPassword.submit),
        },
      },
    },
    {
      state: 'notice',
      when: heading(words.noticeHeading),
      // Terms are for the company to accept, so they are put off.
      means: { steps: [submit('put the notice off', words.noticeLater)] },
    },
    { state: 'signed in', when: heading(words.accountsHeading), means: 'goOn' },
  ];
}

/** What the demo banks say of a password that they do not take; they word their rules alike. */
const PASSWORD_FAULTS =
  /\d+ to \d+ characters|at least one |upper-case and lower-case letters|not your user name| differ/;

/** Fills the field that carries this label. */
export function fillCredential(words: string, field: 'bankCustomerId' | 'bankUsername' | 'password'): Step {
  return { do: 'fill', name: `fill ${words}`, target: label(words), value: credential(field) };
}
