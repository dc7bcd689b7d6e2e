import { addDecimals, compareDecimals } from '../values/decimal.ts';
import type { ChangeSet } from './change-set.ts';
import type { SignEvidence } from './check-signs.ts';
import { findStatedSpan, isInSpan, sumInSpan } from './stated-span.ts';

/**
 * Takes posted rows out of what a complete read lacks where the bank's own balances of that read still count them: they add
 * up with those rows and not without. The bank then merely left them out, however often, and they are not on their way out.
 */
export function keepCounted(changes: ChangeSet, evidence: SignEvidence): ChangeSet {
  const { rows, statedBalances, currency, mirror } = evidence;
  const absent = new Set(changes.missed);
  for (const { id, reason } of changes.remove) if (reason === 'withdrawnByBank') absent.add(id);
  const span = absent.size === 0 ? null : findStatedSpan(statedBalances);
  if (span === null) return changes;
  const shown = sumInSpan(
    rows.map(({ content }) => content),
    span,
    currency,
  );
  if (compareDecimals(shown, span.moved) === 0) return changes;
  const left = mirror.filter(({ id, content }) => absent.has(id) && isInSpan(content, span, currency));
  const leftOut = sumInSpan(
    left.map(({ content }) => content),
    span,
    currency,
  );
  if (compareDecimals(addDecimals(shown, leftOut), span.moved) !== 0) return changes;
  const counted = new Set(left.map(({ id }) => id));
  return {
    ...changes,
    missed: changes.missed.filter((id) => !counted.has(id)),
    remove: changes.remove.filter(({ id, reason }) => reason !== 'withdrawnByBank' || !counted.has(id)),
  };
}
