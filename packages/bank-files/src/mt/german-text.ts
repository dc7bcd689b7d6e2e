import { normaliseText } from '../normalise-text.ts';
import { type Narrative, NO_NARRATIVE } from './narrative.ts';
import { cleanValue, readSepaKeywords, splitSepaKeywords } from './sepa-keyword.ts';

/** The sub-fields by what they mean, each joined from all that hold it. */
interface SubFields {
  bookingText: string;
  purpose: string;
  bankId: string;
  account: string;
  name: string;
  iban: string;
}

/** Reads German sub-fields from text joined as it was cut; null when it has none. */
export function parseGermanText(text: string): Narrative | null {
  const front = findFront(text);
  if (front === -1) return null;
  const fields = splitSubFields(text, front);
  const keywords = splitSepaKeywords(fields.purpose);
  const sepa = keywords === null ? null : readSepaKeywords(keywords);
  const bookingText = normaliseText(fields.bookingText);
  return {
    ...(sepa ?? NO_NARRATIVE),
    text: (sepa === null ? normaliseText(fields.purpose) : sepa.text) ?? bookingText,
    bookingText,
    counterparty: {
      name: normaliseText(fields.name),
      account: cleanValue(fields.iban) ?? cleanValue(fields.account) ?? sepa?.counterparty.account ?? null,
      bankId: cleanValue(fields.bankId) ?? sepa?.counterparty.bankId ?? null,
    },
    gvcCode: isDigit(text, front - 1) ? text.slice(front - 3, front) : null,
  };
}

/** Where the first separator stands, behind three digits (absent in few files) and before two; -1 when the text does not begin so. */
function findFront(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  if (isDigit(text, at) && isDigit(text, at + 1) && isDigit(text, at + 2)) at += 3;
  if (!exists(numberAt(text, at + 1))) return -1;
  const separator = text[at] ?? '';
  return separator === '?' || isOtherSeparator(text, separator, at) ? at : -1;
}

/** Few banks take another sign than `?`; then it has to stand before several sub-fields, as `100#00` may be anything. */
function isOtherSeparator(text: string, separator: string, front: number): boolean {
  if (!'~><§&^#|%!*;=@$_'.includes(separator)) return false;
  let count = 0;
  for (let at = front; at !== -1; at = text.indexOf(separator, at + 1)) if (exists(numberAt(text, at + 1))) count++;
  return count >= 3;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function splitSubFields(text: string, front: number): SubFields {
  const separator = text[front] ?? '?';
  const fields: SubFields = { bookingText: '', purpose: '', bankId: '', account: '', name: '', iban: '' };
  let start = front + 1;
  let number = numberAt(text, start);
  while (start <= text.length) {
    let end = text.indexOf(separator, start + 2);
    // Another number behind the separator is a part of the text.
    while (end !== -1 && !exists(numberAt(text, end + 1))) end = text.indexOf(separator, end + 1);
    const stop = end === -1 ? text.length : end;
    addSubField(fields, number, text.slice(start + 2, stop));
    start = stop + 1;
    number = numberAt(text, start);
  }
  return fields;
}

/** The two digits at a place, or -1. */
function numberAt(text: string, at: number): number {
  return isDigit(text, at) && isDigit(text, at + 1) ? text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528 : -1;
}

function exists(number: number): boolean {
  return number === 0 || number === 10 || (number >= 20 && number <= 38) || (number >= 60 && number <= 63);
}

/** Sub-fields hold 27 characters and are cut in mid-word, so they are joined as they are. */
function addSubField(fields: SubFields, number: number, value: string): void {
  if ((number >= 20 && number <= 29) || number >= 60) fields.purpose += value;
  else if (number === 32 || number === 33) fields.name += value;
  else if (number === 30) fields.bankId += value;
  else if (number === 31) fields.account += value;
  else if (number === 38) fields.iban += value;
  else if (number === 0) fields.bookingText += value;
}
