import { hashDigits } from '../random.ts';
import type { TextHabits } from '../style.ts';
import type { SelectedRow, View } from './view.ts';

const CUT_AT = 22;
const CARD_MASKS = ['XXXX', '****', 'XX'];

/** The text of a row as it is printed at one moment; `place` is its place in the answer, from 0. */
export function presentText(row: SelectedRow, place: number, { seed, style, atMs }: View): string {
  const { record, posting } = row;
  const { details, isRetexted } = record.plan;
  const text = posting === null && isRetexted ? presentPendingText(details, style.texts.pending) : details.text;
  const { volatile } = style.texts;
  if (volatile.length === 0) return text;
  const parts = [text];
  if (details.rail === 'card') {
    const digits = hashDigits(9, seed, 'print', `${atMs}`, record.plan.id);
    if (volatile.includes('clockTime')) parts.push(presentTime(Number(digits.slice(0, 4)) % 1_440));
    // The card stays the same; only its masking does not.
    if (volatile.includes('maskedCard')) parts.push(`${CARD_MASKS[Number(digits.slice(4)) % CARD_MASKS.length]}4417`);
  }
  if (volatile.includes('runningNumber')) parts.push(`NR ${`${place + 1}`.padStart(6, '0')}`);
  return parts.join(' ');
}

function presentPendingText(details: SelectedRow['record']['plan']['details'], habit: TextHabits['pending']): string {
  switch (habit) {
    case 'prefixed':
      return `PENDING - ${details.text}`;
    case 'cut':
      return details.text.slice(0, CUT_AT).trimEnd();
    case 'merchantOnly':
      return details.merchantName?.toUpperCase() ?? details.text;
  }
}

function presentTime(minuteOfDay: number): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
