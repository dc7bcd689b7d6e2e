import type { Instant } from './values/instant.ts';

/** What a sandbox can make happen at a simulated bank; the contract's SandboxScenario. */
export type SandboxScenario =
  | 'newTransactions'
  | 'pendingToPosted'
  | 'pendingDropped'
  | 'amountChangedOnPosting'
  | 'backdated'
  | 'removedByBank'
  | 'duplicateLookalikes'
  | 'idsReissued'
  | 'credentialsExpired'
  | 'mfaRequired'
  | 'portalDown'
  | 'portalLayoutChanged'
  | 'accountClosed'
  | 'accountAdded'
  | 'accountRenumbered';

/** What a simulated bank made of a scenario. */
export type ScenarioAnswer =
  | {
      readonly kind: 'played';
      readonly appliedAt: Instant;
      readonly accounts: readonly { readonly number: string; readonly currency: string }[];
    }
  | { readonly kind: 'unknownUser' }
  /** The bank does not take the account; `message` says why, as the end of a sentence. */
  | { readonly kind: 'accountRefused'; readonly message: string }
  /** Anything else: no answer of a bank that can be steered. */
  | { readonly kind: 'unintelligible' };

/**
 * Reads a bank's answer to a scenario. Strict: what has another form than the page on sandbox control describes is
 * unintelligible.
 */
export function readScenarioAnswer(status: number, body: unknown): ScenarioAnswer {
  const answer = fieldsOf(body);
  if (status === 200) return readPlayed(answer);
  if (status === 404 && answer.code === 'user_not_found') return { kind: 'unknownUser' };
  const refused = listOf(answer.errors).map(fieldsOf);
  const { message } = refused.find(({ field }) => field === 'accountNumber') ?? {};
  // A field of ours that the bank does not take would be a fault of ours, and is none of the client's.
  if (status === 422 && refused.length === 1 && typeof message === 'string') return { kind: 'accountRefused', message };
  return { kind: 'unintelligible' };
}

function readPlayed({ appliedAt, accounts }: Fields): ScenarioAnswer {
  const epochMs = typeof appliedAt === 'string' ? Date.parse(appliedAt) : Number.NaN;
  if (Number.isNaN(epochMs) || !Array.isArray(accounts)) return { kind: 'unintelligible' };
  const named = accounts
    .map(fieldsOf)
    .flatMap(({ number, currency }) =>
      typeof number === 'string' && typeof currency === 'string' ? [{ number, currency }] : [],
    );
  if (named.length !== accounts.length) return { kind: 'unintelligible' };
  return { kind: 'played', appliedAt: new Date(epochMs).toISOString(), accounts: named };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  // An object has string keys; whatever else came has no fields.
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
