import type { Coverage } from '../observation.ts';
import type { Suggestion, SuggestionReason } from './change-set.ts';
import type { EvidenceOutcome, PossiblePair } from './match-by-evidence.ts';
import { isProvenAbsent } from './plan-removals.ts';

/** More than this about one transaction or row help nobody. */
const MOST_PER_ROW = 3;

/**
 * Rule 5: pairs that were kept apart because nothing decides. Only where one of the two would otherwise be left
 * unexplained: the known row is not shown any more, or may not be, and the other one is new.
 */
export function suggestPairs({ possible }: EvidenceOutcome, coverage: Coverage): Suggestion[] {
  const counts = new Map<unknown, number>();
  const suggestions: Suggestion[] = [];
  for (const pair of [...possible].sort(strongerFirst)) {
    const reasons = reasonsOf(pair, isProvenAbsent(pair.mirror, coverage));
    const [known, shown] = [counts.get(pair.mirror.id) ?? 0, counts.get(pair.row) ?? 0];
    if (reasons.length === 0 || known >= MOST_PER_ROW || shown >= MOST_PER_ROW) continue;
    counts.set(pair.mirror.id, known + 1).set(pair.row, shown + 1);
    suggestions.push({ transactionId: pair.mirror.id, row: pair.row, reasons });
  }
  return suggestions;
}

/** Empty for pairs of which so little is known that proposing them would be noise. */
function reasonsOf({ evidence, isContested }: PossiblePair, isGone: boolean): SuggestionReason[] {
  const { amount, text, step } = evidence;
  if (amount === 'tolerable' && text !== 'same' && text !== 'agrees') return [];
  const isAlike = text === 'same' || text === 'agrees';
  // A posted row that the bank may still show elsewhere, or one that only has the amount in common, says nothing.
  if (step === 'restated' && (!isGone || (!isContested && !isAlike))) return [];
  const reasons: SuggestionReason[] = [];
  if (isContested) reasons.push('severalCandidates');
  if (text === 'differs') reasons.push('textDiffers');
  if (text === 'silent') reasons.push('textSilent');
  if (amount === 'tolerable') reasons.push('amountDiffers');
  if (!isGone) reasons.push('mayStillBePending');
  return reasons;
}

function strongerFirst(a: PossiblePair, b: PossiblePair): number {
  return rankOf(a) - rankOf(b);
}

function rankOf({ evidence: { amount, text } }: PossiblePair): number {
  return (amount === 'exact' ? 0 : 4) + ['same', 'agrees', 'silent', 'differs'].indexOf(text);
}
