import { type CalendarDate, parseIsoDate, type ReadDate } from '../calendar-date.ts';
import { findChild, type XmlElement } from './xml-element.ts';

/** A date element as found: absent or blank, a day, or something else. */
export type CamtDate =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly read: ReadDate }
  | { readonly kind: 'garbled'; readonly text: string; readonly element: XmlElement };

/**
 * Reads an element that holds `Dt` or `DtTm`, or the date itself as the oldest versions do. Banks also put a
 * date-time into `Dt`; the day is taken as written.
 */
export function readDate(parent: XmlElement | null): CamtDate {
  if (parent === null) return { kind: 'absent' };
  const element = findChild(parent, 'Dt') ?? findChild(parent, 'DtTm') ?? parent;
  const text = element.text.trim();
  if (text === '') return { kind: 'absent' };
  const read = parseIsoDate(text);
  return read === null ? { kind: 'garbled', text, element } : { kind: 'read', read };
}

/** The day in an element that may hold one, or null. */
export function findDate(parent: XmlElement | null): CalendarDate | null {
  const date = readDate(parent);
  return date.kind === 'read' ? date.read.date : null;
}
