import { normaliseText } from '../normalise-text.ts';
import type { OutgoingEntry } from './outgoing.ts';
import type { WriteScope } from './write-scope.ts';

/** The text in one line, white space normalised and halves of characters replaced; null when nothing is left. */
export function cleanText(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  return normaliseText(text.toWellFormed());
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/g;

/** Control characters and those that no text format has become blanks. */
export function withoutControls(text: string): string {
  return text.replaceAll(CONTROLS, ' ');
}

/** The parts of an entry that a format may or may not have a place for, with their values; null for what is not given. */
export function listParts(entry: OutgoingEntry): ReadonlyMap<string, string | null> {
  const parts = new Map<string, string | null>();
  for (const [name, value] of Object.entries(entry.counterparty ?? {})) parts.set(`counterparty.${name}`, value);
  for (const [name, value] of Object.entries(entry.references ?? {})) parts.set(`references.${name}`, value);
  for (const [name, value] of Object.entries(entry.codes ?? {})) parts.set(`codes.${name}`, value);
  parts.set('bankReference', entry.bankReference ?? null);
  parts.set('customerReference', entry.customerReference ?? null);
  parts.set('isReversal', entry.isReversal === true ? 'true' : null);
  parts.set('instructed', entry.instructed?.amount ?? null);
  parts.set('charges', countOrNull(entry.charges?.length));
  parts.set('availability', countOrNull(entry.availability?.length));
  // A single detail says no more than its entry.
  parts.set('details', (entry.details?.length ?? 0) > 1 ? String(entry.details?.length) : null);
  return parts;
}

function countOrNull(count: number | undefined): string | null {
  return count === undefined || count === 0 ? null : String(count);
}

/** Reports every part that is given and not among those the format has a place for. */
export function reportUnplaced(entry: OutgoingEntry, placed: ReadonlySet<string>, scope: WriteScope): void {
  for (const [field, value] of listParts(entry)) {
    if (placed.has(field)) continue;
    const meant = cleanText(value);
    if (meant !== null) scope.compare(field, meant, null);
  }
}

/** Pieces of at most this length; no character is cut in two. */
export function cutPieces(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + length - (isHalf(text, at + length - 1) ? 1 : 0);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Whether the character at a place is the first half of one that takes two. */
export function isHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}

/** Cuts at a length without cutting a character in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, isHalf(text, length - 1) ? length - 1 : length).trimEnd();
}

/** Text without the characters that are forbidden: each becomes the letter below the mark, or a point. */
export function toPlainLetters(text: string, forbidden: RegExp): string {
  if (text.search(forbidden) === -1) return text;
  const plain = text.replaceAll(/[ßÆæØøŁłĐđ]/g, (letter) => PLAIN[letter] ?? letter).normalize('NFD');
  return plain
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, '.')
    .replaceAll(forbidden, '.');
}

const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  Æ: 'AE',
  æ: 'ae',
  Ø: 'O',
  ø: 'o',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
};
