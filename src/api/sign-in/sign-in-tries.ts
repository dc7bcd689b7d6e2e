import { type Refusal, refuse } from '../../domain/refusal.ts';
import { instantFromMs, instantToMs } from '../../domain/values/instant.ts';
import { beginTry, type FailureRule, forgetTries, takeBackTry } from '../../store/people/sign-in-failures.ts';
import type { RequestClient } from '../http/request-client.ts';
import { networkOf } from '../limits/network-of.ts';
import type { ApiParts } from '../parts.ts';
import { findKnownBrowser } from './known-browser.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/**
 * Of one e-mail address from one network or known browser, and of a person who shows their password again: whoever mistypes a few times
 * never waits, and whoever guesses gets four tries an hour in the end.
 */
const BY_PERSON: FailureRule = { free: 5, firstWaitMs: 1_000, longestWaitMs: 15 * MINUTE_MS, memoryMs: DAY_MS };
/** Of one e-mail address from all networks together, but for known browsers: 400 tries on the first day, then 288 a day. */
const BY_EMAIL: FailureRule = { free: 100, firstWaitMs: 1_000, longestWaitMs: 5 * MINUTE_MS, memoryMs: DAY_MS };
/** From one network: an office behind one address has more people in it. */
const BY_NETWORK: FailureRule = {
  free: 20,
  firstWaitMs: 1_000,
  longestWaitMs: 15 * MINUTE_MS,
  memoryMs: 60 * MINUTE_MS,
};

/** One try to sign in, counted as refused until it has come to a good end. */
export interface SignInTry {
  /** Whoever it was has signed in. */
  succeed(email: string): Promise<void>;
  /** It was not made after all. */
  takeBack(): Promise<void>;
  /** The password was right, and a code is asked for now: the network has done nothing wrong. */
  passFirstStep(): Promise<void>;
}

type Parts = Pick<ApiParts, 'console' | 'hashWithKey' | 'nowMs'>;
type Client = Pick<RequestClient, 'address' | 'headers'>;
type Counted = readonly [subject: Uint8Array, rule: FailureRule];

/**
 * Counts a try in the database, where all processes see it, or refuses it while its address or its network has to wait. The answer is the same
 * for an address that nobody has. Without `email`, as in a second step, the network alone is counted.
 */
export async function beginSignInTry(parts: Parts, client: Client, email: string | null): Promise<SignInTry | Refusal> {
  const { sql } = parts.console;
  const byNetwork = parts.hashWithKey(`sign-in from ${networkOf(client.address)}`);
  const counted: Counted[] = [[byNetwork, BY_NETWORK], ...(email === null ? [] : countedOf(parts, client, email))];
  const refusal = await countTries(parts, counted);
  if (refusal !== null) return refusal;
  return {
    succeed: async (known) => {
      const [own, ...others] = countedOf(parts, client, known);
      if (own !== undefined) await forgetTries(sql, own[0]);
      // What others have tried from elsewhere stays counted, so that a sign-in gives nobody new tries.
      for (const [subject] of others) await takeBackTry(sql, subject);
      await takeBackTry(sql, byNetwork);
    },
    takeBack: async () => {
      for (const [subject] of counted) await takeBackTry(sql, subject);
    },
    passFirstStep: () => takeBackTry(sql, byNetwork),
  };
}

/**
 * Counts a try of somebody who is signed in to show that they are themselves. Wrong tries to sign in do not count here, or strangers
 * could keep a person from changing the password. Answers what to do when it has come to a good end.
 */
export async function beginProof(parts: Parts, personId: string): Promise<{ succeed(): Promise<void> } | Refusal> {
  const subject = parts.hashWithKey(`proof of ${personId}`);
  const refusal = await countTries(parts, [[subject, BY_PERSON]]);
  return refusal ?? { succeed: () => forgetTries(parts.console.sql, subject) };
}

/** What is counted of an e-mail address. A browser that its person has used before waits for nothing but its own tries. */
function countedOf({ hashWithKey }: Parts, client: Client, address: string): readonly Counted[] {
  const email = address.toLowerCase();
  const browser = findKnownBrowser({ hashWithKey }, client, email);
  if (browser !== null) return [[hashWithKey(`sign-in as ${email} by browser ${browser}`), BY_PERSON]];
  return [
    [hashWithKey(`sign-in as ${email} from ${networkOf(client.address)}`), BY_PERSON],
    [hashWithKey(`sign-in as ${email}`), BY_EMAIL],
  ];
}

/** A refused try is not made, and counts for none of its subjects. */
async function countTries({ console: { sql }, nowMs }: Parts, counted: readonly Counted[]): Promise<Refusal | null> {
  const at = instantFromMs(nowMs());
  for (const [index, [subject, rule]] of counted.entries()) {
    const waits = await beginTry(sql, subject, rule, at);
    if (waits === null) continue;
    for (const [earlier] of counted.slice(0, index)) await takeBackTry(sql, earlier);
    return refuseUntil(instantToMs(waits) - nowMs());
  }
  return null;
}

/** The refusal of a try that comes too early. */
export function refuseUntil(waitMs: number): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
  return {
    ...refuse('rate_limited', `Too many refused tries to sign in. Wait ${wait}, then try again.`),
    retryAfterSeconds,
  };
}
