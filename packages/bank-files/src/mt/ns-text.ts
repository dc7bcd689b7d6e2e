import { normaliseText } from '../normalise-text.ts';
import { type Narrative, NO_NARRATIVE } from './narrative.ts';

/** Reads the German field `:NS:` behind an entry: lines that begin with two digits, 01 to 14 the text, 15 and 16 the other party. */
export function parseNsText(lines: readonly string[]): Narrative {
  const subFields = new Map<string, string>();
  for (const line of lines) subFields.set(line.slice(0, 2), line.slice(2));
  const purpose: string[] = [];
  for (let number = 1; number <= 14; number++) purpose.push(subFields.get(String(number).padStart(2, '0')) ?? '');
  return {
    ...NO_NARRATIVE,
    text: normaliseText(purpose.join(' ')),
    bookingText: normaliseText(subFields.get('17') ?? ''),
    counterparty: {
      name: normaliseText(`${subFields.get('15') ?? ''}${subFields.get('16') ?? ''}`),
      account: normaliseText(subFields.get('34') ?? ''),
      bankId: normaliseText(subFields.get('33') ?? ''),
    },
  };
}
