import { normaliseText } from '../normalise-text.ts';
import type { TextLine } from './field-reader.ts';

/** The physical record length of the standard, used where the file header names none. */
export const DEFAULT_RECORD_LENGTH = 80;

/**
 * Joins the text lines of a 16 record into one line. A line that fills the physical record was cut by the bank, often
 * in mid-word, and is joined without a blank; but not when the next line begins a tag of its own (`ORG:=`, `FR:`).
 * Returns null when there is no text.
 */
export function joinRecordText(lines: readonly TextLine[], recordLength: number): string | null {
  let joined = '';
  let previousIsFull = false;
  for (const line of lines) {
    const glue = joined === '' || (previousIsFull && !beginsWithTag(line.text)) ? '' : ' ';
    joined += glue + line.text;
    previousIsFull = line.lineLength === recordLength;
  }
  return normaliseText(joined);
}

function beginsWithTag(text: string): boolean {
  return /^[A-Z][A-Z0-9 ]{0,24}:/.test(text);
}
