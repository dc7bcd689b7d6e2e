import type { Instant } from '../values/instant.ts';
import type { Fault } from './connection-fault.ts';
import type { SyncRunStatus } from './sync-run.ts';

/** How a bank asks for a one-time code; `unknown` where its page does not tell. */
export type CodeChannel = 'totp' | 'email' | 'sms' | 'unknown';

/** The same in the words of the contract. */
export type ChallengeType = 'totpCode' | 'emailCode' | 'smsCode' | 'securityQuestion';

/** Who answered. */
export type Answerer = 'person' | 'email' | 'sms';

/**
 * What became of a question. `rejected`: the bank did not take the code. `expired`: nobody answered in time.
 * `sessionLost`: the bank had forgotten the sign-in, and asked anew. `interrupted`: something else stopped the sign-in
 * before the bank said anything of the code. `withdrawn`: nobody needs the answer any more.
 */
export type ChallengeOutcome = 'accepted' | 'rejected' | 'expired' | 'sessionLost' | 'interrupted' | 'withdrawn';

/** Questions in one run. A bank that forgets each sign-in before its code can be used is not asked for ever. */
export const MAX_CHALLENGES_PER_RUN = 3;

const TYPES: Readonly<Record<CodeChannel, ChallengeType>> = {
  totp: 'totpCode',
  email: 'emailCode',
  sms: 'smsCode',
  // The page did not tell how; whoever answers is shown its words.
  unknown: 'securityQuestion',
};

/** A channel in the contract's words. */
export function challengeTypeOf(channel: CodeChannel): ChallengeType {
  return TYPES[channel];
}

/** Digits of the codes that an institution gives out in this way; null where that is not known for sure. */
export function codeDigitsOf(
  institution: { readonly codeDigits: Readonly<Partial<Record<CodeChannel, number>>> } | null,
  channel: CodeChannel,
): number | null {
  return institution?.codeDigits[channel] ?? null;
}

/**
 * Whether a text can be a code of so many digits. Only they are counted: banks write codes in groups, and some put letters before them. Null
 * digits say nothing, and everything can be one.
 */
export function canBeCode(text: string, digits: number | null): boolean {
  return digits === null || (text.match(/\p{Nd}/gu) ?? []).length === digits;
}

/**
 * How an open challenge stands: `pending` can be answered, `submitted` has been, `expired` waits for a worker to end its
 * run.
 */
export function challengeState(
  challenge: { readonly answeredAt: Instant | null; readonly expiresAt: Instant },
  now: Instant,
): 'pending' | 'submitted' | 'expired' {
  if (challenge.answeredAt !== null) return 'submitted';
  return challenge.expiresAt > now ? 'pending' : 'expired';
}

/** What the end of a run says of a question that is still open then. */
export function outcomeAtEnd(run: {
  readonly status: Extract<SyncRunStatus, 'succeeded' | 'partial' | 'failed'>;
  readonly error: Fault | null;
}): ChallengeOutcome {
  if (run.error?.code === 'mfa_failed') return 'rejected';
  if (run.error?.code === 'mfa_required') return 'expired';
  if (run.status !== 'failed') return 'accepted';
  return run.error === null ? 'withdrawn' : 'interrupted';
}
