import { describe, expect, it } from 'vitest';
import type { LoginRenewal } from '../../contract.ts';
import type { ClickStep, CodeAnswer, EnrolForm, Outcome } from '../recipe.ts';
import { createHandOver } from './hand-over.ts';

type Means = Outcome['means'];

const BUTTON = { role: 'button', name: 'Go' } as const;
const enrol: EnrolForm = { key: BUTTON, field: BUTTON, submit: BUTTON };
const answer: CodeAnswer = { field: BUTTON, submit: BUTTON, channels: [], validForMs: 1 };

function createRenewal(unsure: LoginRenewal['unsure'] = null): { renewal: LoginRenewal; acts: string[] } {
  const acts: string[] = [];
  return {
    acts,
    // Whatever else a renewal does is not asked for here.
    renewal: {
      unsure,
      noteHandedOver: async (what) => void acts.push(`${what} handed over`),
      noteTaken: async (field) => void acts.push(`${field} taken`),
      noteRefused: async (field, fault) => void acts.push(`${field} refused: ${fault}`),
    } satisfies Partial<LoginRenewal> as LoginRenewal,
  };
}

/** What is noted when that is handed over and the page comes to that state. */
async function note(submits: NonNullable<ClickStep['submits']>, means: Means, isUnsure = false): Promise<string[]> {
  const credentials = { password: 'any' };
  const { renewal, acts } = createRenewal(isUnsure ? credentials : { ...credentials });
  const handOver = createHandOver({ renewal, credentials });
  await handOver.begin(submits);
  await handOver.settle(means);
  // It is settled once.
  await handOver.settle('goOn');
  return acts;
}

describe('what is handed to the bank', () => {
  it.each([
    ['newPassword', 'goOn', ['password handed over', 'password taken']],
    ['newPassword', { answer }, ['password handed over', 'password taken']],
    ['newPassword', { enrol }, ['password handed over', 'password taken']],
    [
      'newPassword',
      { refused: 'invitation_invalid' },
      ['password handed over', 'password refused: invitation_invalid'],
    ],
    ['setupKey', 'goOn', ['totpSecret handed over', 'totpSecret taken']],
    ['setupKey', { steps: [] }, ['totpSecret handed over', 'totpSecret taken']],
    ['setupKey', { fault: 'mfa_failed' }, ['totpSecret handed over', 'totpSecret refused: mfa_failed']],
    ['setupKey', { answerAgain: answer }, ['totpSecret handed over', 'totpSecret refused: mfa_failed']],
    ['credentials', 'goOn', []],
    ['credentials', { fault: 'credentials_rejected' }, []],
    ['code', 'goOn', []],
    ['form', 'goOn', []],
  ] as const)('as %s is settled by the state %j', async (submits, means, acts) => {
    expect(await note(submits, means)).toEqual(acts);
  });

  it.each([
    ['newPassword', { fault: 'portal_unavailable' }],
    ['newPassword', { fault: 'mfa_failed' }],
    ['setupKey', { fault: 'account_locked' }],
    ['setupKey', { fault: 'portal_changed' }],
  ] as const)('as %s stays unsettled by %j, which says nothing of it', async (submits, means) => {
    expect(await note(submits, means)).toHaveLength(1);
  });

  it.each([
    ['goOn', 'password taken'],
    [{ fault: 'mfa_required' }, 'password taken'],
    [
      { newPassword: { rules: { minLength: 1, maxLength: 1, kinds: [] }, fields: [], submit: BUTTON } },
      'password taken',
    ],
    [{ fault: 'credentials_rejected' }, 'password refused: credentials_rejected'],
    [{ fault: 'account_locked' }, undefined],
    [{ fault: 'bank_maintenance' }, undefined],
    [{ fault: 'rate_limited_by_bank' }, undefined],
  ] as const)('as a login of which nobody knows is settled by %j: %s', async (means, act) => {
    expect(await note('credentials', means, true)).toEqual([
      'unsureLogin handed over',
      ...(act === undefined ? [] : [act]),
    ]);
  });

  it('is not handed over where it cannot be written down', async () => {
    const plain = createHandOver({ credentials: {} });
    await plain.begin('credentials');
    await plain.settle('goOn');
    await expect(plain.begin('newPassword')).rejects.toThrow(TypeError);
    const { renewal } = createRenewal();
    const lost = new Error('the lease was lost');
    const losing = createHandOver({
      credentials: {},
      renewal: { ...renewal, noteHandedOver: () => Promise.reject(lost) },
    });
    await expect(losing.begin('setupKey')).rejects.toBe(lost);
  });
});
