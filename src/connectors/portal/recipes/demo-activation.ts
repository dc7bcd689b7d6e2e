import type { PasswordRules } from '../../../domain/access/password-rules.ts';
import type { InvitationForm } from '../../../domain/connection/invitation.ts';
import type { ActivationRecipe, Step } from '../recipe.ts';
import { alert, credential, fill } from '../recipe-kit.ts';

/** Words by which the activation of an invited user is known at one demo bank. */
export interface ActivationWords {
  readonly invitation: Omit<InvitationForm, 'asks' | 'validForMs'>;
  readonly rules: PasswordRules;
  readonly companyId: string;
  readonly username: string;
  readonly code: string;
  readonly next: string;
  readonly repeat: string;
  readonly submit: string;
  readonly rejected: string;
  readonly done: string;
}

/** All three banks say it. */
const VALID_MS = 7 * 86_400_000;

/** One page takes customer, user, code and the new password twice; its structure is the same at all three. */
export function createDemoActivation(words: ActivationWords): ActivationRecipe {
  const submit: Step = {
    do: 'click',
    name: 'set the first password',
    target: { role: 'button', name: words.submit },
    submits: 'newPassword',
  };
  return {
    invitation: { ...words.invitation, asks: ['bankCustomerId', 'bankUsername'], validForMs: VALID_MS },
    rules: words.rules,
    steps: [
      { do: 'goTo', name: 'open the activation', url: ({ portalUrl }) => `${portalUrl}/activate` },
      fill(words.companyId, credential('bankCustomerId')),
      fill(words.username, credential('bankUsername')),
      fill(words.code, ({ invitationCode = '' }) => invitationCode),
      fill(words.next, credential('password')),
      fill(words.repeat, credential('password')),
      submit,
      {
        do: 'expect',
        name: 'see whether the password was taken',
        oneOf: [
          { state: 'code rejected', when: alert(words.rejected), means: { refused: 'invitation_invalid' } },
          { state: 'activated', when: { role: 'status', hasText: words.done }, means: 'goOn' },
          // The page says first what is wrong with the password, and looks at the code only then.
          { state: 'password not taken', when: { role: 'alert' }, means: { refused: 'portal_changed' } },
        ],
      },
    ],
  };
}
