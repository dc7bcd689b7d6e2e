import type { TextHabits } from '@causeway/bank-simulator';
import type { NormalisedRow } from '../../src/domain/observation.ts';

/** How each volatile part is printed by the simulator; it says nothing about the transaction. */
const PRINTED: Record<TextHabits['volatile'][number], RegExp> = {
  clockTime: /\s\d\d:\d\d(?=\s|$)/g,
  maskedCard: /\s(?:XXXX|\*\*\*\*|XX)4417(?=\s|$)/g,
  runningNumber: /\sNR \d{6}(?=\s|$)/g,
};

/** Everything that is shown of a row but its id and the parts of its text that differ each time it is shown. */
export function lookOf(row: NormalisedRow, texts: TextHabits): string {
  const { content, pendingDate, valueDate } = row;
  if (texts.volatile.length === 0) return JSON.stringify([content, pendingDate, valueDate]);
  const lasting = { ...content, rawDescription: null, description: textOf(row, texts) };
  return JSON.stringify([lasting, pendingDate, valueDate]);
}

/** The text of a row without the parts that differ each time it is shown. */
export function textOf({ content }: NormalisedRow, { volatile }: TextHabits): string {
  return volatile.reduce((left, part) => left.replaceAll(PRINTED[part], ''), content.rawDescription ?? '');
}
