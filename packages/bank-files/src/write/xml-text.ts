import { normaliseText } from '../normalise-text.ts';
import { quote } from '../problem.ts';
import { cleanText, cutText, withoutControls } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';

/** An element of XML text and what is allowed in it. */
export interface TextElement {
  readonly element: string;
  /** Where the value stands in what is written, for losses. */
  readonly field: string;
  readonly maxLength: number;
  /** What does not fit is cut for people to read, or left out where a part would be another reference. */
  readonly overflow: 'cut' | 'leaveOut';
}

/** Writes the element, or nothing for a blank value; reports what is left out or changed. */
export function writeText(value: string | null | undefined, target: TextElement, scope: WriteScope): string {
  const carried = carryText(value, target, scope);
  return carried === null ? '' : `<${target.element}>${escapeXml(carried)}</${target.element}>`;
}

/** The value as it can stand in XML of this length, losses reported. */
export function carryText(
  value: string | null | undefined,
  { field, maxLength, overflow }: Omit<TextElement, 'element'>,
  scope: WriteScope,
): string | null {
  const meant = cleanText(value);
  if (meant === null) return null;
  const safe = normaliseText(withoutControls(meant)) ?? '';
  const fits = safe.length <= maxLength ? safe : overflow === 'cut' ? cutText(safe, maxLength) : '';
  scope.compare(field, meant, fits === '' ? null : fits);
  return fits === '' ? null : fits;
}

/** For what identifies a file, statement or account: refuses what does not fit. */
export function requireText(value: string, target: Omit<TextElement, 'overflow'>, scope: WriteScope): string {
  const text = normaliseText(withoutControls(value.toWellFormed())) ?? '';
  if (text === '') scope.refuse(target.field, 'is blank');
  if (text !== value) scope.refuse(target.field, `${quote(value)} has blanks or characters that XML does not keep`);
  if (text.length > target.maxLength) {
    scope.refuse(target.field, `${quote(value)} is longer than the ${target.maxLength} characters of the format`);
  }
  return `<${target.element}>${escapeXml(text)}</${target.element}>`;
}

/** The element around something; nothing around nothing. */
export function wrap(element: string, inner: string): string {
  return inner === '' ? '' : `<${element}>${inner}</${element}>`;
}

/** For text and for attributes in double quotes. Characters that XML forbids are not looked at here. */
export function escapeXml(value: string): string {
  return /[&<>"]/.test(value)
    ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : value;
}
