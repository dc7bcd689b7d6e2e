import type { ContentField } from './transaction.ts';

/** What the two of a suggestion are. */
export type SuggestionKind = 'transaction' | 'account';

/**
 * `open`: waits for a person. `accepted`, `rejected`: decided. `superseded`: what came later decided, or left nothing to
 * decide about.
 */
export type SuggestionStatus = 'open' | 'accepted' | 'rejected' | 'superseded';

/** Fields by which a transaction is recognised: with another value the pair that was looked at is no more. */
const IDENTIFYING: readonly ContentField[] = ['status', 'postedDate', 'amount', 'currency'];

/** Whether a change of one of the two leaves nothing of what was suggested. */
export function voidsSuggestion(changedFields: readonly ContentField[]): boolean {
  return changedFields.some((field) => IDENTIFYING.includes(field));
}
