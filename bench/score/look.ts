import type { TextHabits } from '@causeway/bank-simulator';
import type { NormalisedRow } from '../../src/domain/observation.ts';

/** How each volatile part is printed by the simulator; it says nothing about the transaction. */
const PRINTED: Record<TextHabits['volatile'][number], RegExp> = {
  clockTime: /\s\d\d:\d\d(?=\s|$)/g,
  maskedCard: /\s(?:XXXX|\*\*\*\*|XX)4417(?=\s|$)/g,
  runningNumber: /\sNR \d{6}(?=\s|$)/g,
};

/** Everything that is shown of a row but its id and the parts of its text that differ each time it is shown. */
export function lookOf({ content, pendingDate, valueDate }: NormalisedRow, { volatile }: TextHabits): string {
  if (volatile.length === 0) return JSON.stringify([content, pendingDate, valueDate]);
  const text = volatile.reduce((left, part) => left.replaceAll(PRINTED[part], ''), content.rawDescription ?? '');
  return JSON.stringify([{ ...content, rawDescription: null, description: text }, pendingDate, valueDate]);
}
