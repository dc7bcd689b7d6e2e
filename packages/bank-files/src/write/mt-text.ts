import { readTag } from '../mt/tag.ts';
import { isHalf, toPlainLetters, withoutControls } from './outgoing-text.ts';

/** `swift` is the set that the network lets through; `unicode` is what files between banks and their customers hold as well. */
export type MtCharacterSet = 'swift' | 'unicode';

/** SWIFT lines hold 65 characters. */
const LINE_LENGTH = 65;

/** Field 86 has so many lines. */
export const MAX_TEXT_LINES = 6;

const KEYWORD = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|BREF|RREF|RTRN|PURP|IBAN|BIC)\+/g;

/**
 * Text as it may stand in field 86: in one line, without braces (which would close the message), and without anything that would be
 * read as a keyword of structured text.
 */
export function toMtText(text: string, characterSet: MtCharacterSet): string {
  const line = withoutControls(text)
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .replaceAll('@@', '@')
    .replaceAll(KEYWORD, '$1 +');
  return collapse(characterSet === 'swift' ? toSwift(line) : line);
}

/** A value within words between slashes, where a slash would end it. */
export function toMtWord(text: string, characterSet: MtCharacterSet): string {
  return collapse(toMtText(text, characterSet).replaceAll('/', ' '));
}

/** A reference as it may stand in field 61: no two slashes together, which part the customer's from the bank's, and none at its ends. */
export function toMtReference(text: string, characterSet: MtCharacterSet): string {
  const line = withoutControls(text).replaceAll(/[{}]/g, '.');
  return collapse(characterSet === 'swift' ? toSwift(line) : line)
    .replaceAll(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '')
    .trim();
}

function collapse(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** All but set X of SWIFT. */
const NOT_SWIFT = /[^a-zA-Z0-9/\-?:().,'+ ]/g;

function toSwift(text: string): string {
  return toPlainLetters(text.replaceAll('&', '+'), NOT_SWIFT);
}

/** Cuts text where a line is full, for sub-fields, which readers put together without regard to lines; none begins or ends with a blank. */
export function cutLines(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = findCut(text, at);
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines.map(withoutTag);
}

/**
 * Breaks text at blanks, so that readers that put a blank between lines get the same text; where there is no blank the line is cut when
 * it is full, which they take for a cut. Lines never look like tags.
 */
export function wrapLines(text: string): string[] {
  const lines: string[] = [];
  let at = 0;
  while (text.length - at > LINE_LENGTH) {
    const blank = findBreak(text, at, lines.length === 0);
    if (blank !== -1) {
      lines.push(text.slice(at, blank));
      at = blank + 1;
    } else {
      const end = findCut(text, at);
      lines.push(text.slice(at, end));
      at = end;
    }
  }
  if (at < text.length) lines.push(text.slice(at));
  return lines.map(withoutTag);
}

/** Where a line ends that begins at `start` and has no blank: where it is full, or before, so that the next one begins well. */
function findCut(text: string, start: number): number {
  let end = Math.min(start + LINE_LENGTH, text.length);
  while (end < text.length && end > start + 1 && isBadStart(text, end)) end--;
  return end;
}

/** The rare line that begins like a tag after all, as text of colons does; the first one stands behind its own tag. */
function withoutTag(line: string, index: number): string {
  return index > 0 && readTag(line) !== null ? `.${line.slice(1)}` : line;
}

function isBadStart(text: string, at: number): boolean {
  return ' :-{'.includes(text[at] ?? '') || text[at - 1] === ' ' || isHalf(text, at - 1);
}

/** The last blank of a line at which it may be broken, or -1. Some banks count the tag into their first line, hence the 60. */
function findBreak(text: string, start: number, isFirst: boolean): number {
  for (let at = start + LINE_LENGTH - 1; at > start; at--) {
    const isReadAsCut = isFirst && at - start === LINE_LENGTH - ':86:'.length && text.startsWith('/');
    if (text[at] === ' ' && !':-{/ '.includes(text[at + 1] ?? ' ') && !isReadAsCut) return at;
  }
  return -1;
}
