import { FieldReader } from '../bai2/field-reader.ts';
import { LogicalRecordAssembler } from '../bai2/logical-record.ts';
import { joinRecordText } from '../bai2/record-text.ts';
import { isHalf } from './outgoing-text.ts';

/** The physical record length of the standard. */
export const RECORD_LENGTH = 80;

/**
 * The lines of a record without text: fields are never cut, so that a continuation begins with a field; the border of two lines counts as a
 * comma. Every line has its end mark.
 */
export function composeRecord(code: string, fields: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `${code}`;
  for (const field of fields) {
    // One more for the end mark.
    if (line.length > 3 && line.length + field.length + 2 > RECORD_LENGTH) {
      lines.push(`${line}/`);
      line = '88';
    }
    line += `,${field}`;
  }
  return [...lines, `${line}/`];
}

/** The lines of record 16: its fields, then text that may go on in continuations. */
export function composeTextRecord(fields: readonly string[], text: string | null): string[] {
  if (text === null) return composeRecord('16', [...fields, '']);
  const lines = composeRecord('16', fields);
  const last = `${lines.pop()?.slice(0, -1)},`;
  if (last.length < RECORD_LENGTH - 10) return [...lines, ...wrapText(last, text)];
  return [...lines, `${last.slice(0, -1)}/`, ...wrapText('88,', text)];
}

/**
 * Text over lines: broken at blanks, which readers put back, or else cut where the line is full, which readers take for a cut. A slash at the
 * end of a line is written twice, as one is taken for the end mark.
 */
function wrapText(firstFront: string, text: string): string[] {
  const lines: string[] = [];
  let front = firstFront;
  for (let at = 0; at < text.length; ) {
    const end = findBreak(text, at, RECORD_LENGTH - front.length);
    const piece = text.slice(at, end);
    const line = front + piece + (piece.endsWith('/') ? '/' : '');
    lines.push(line);
    // Behind a full line the blank has to be written, as no reader puts one there.
    at = text[end] === ' ' && line.length < RECORD_LENGTH ? end + 1 : end;
    front = '88,';
  }
  return lines;
}

/** Where the piece ends that begins at `start` and has so much room: before a blank, else where the line is full. */
function findBreak(text: string, start: number, room: number): number {
  if (text.length - start < room - 1) return text.length;
  for (let at = start + room - 1; at > start; at--) {
    // A doubled slash would make the line a full one.
    if (text[at] === ' ' && !(at === start + room - 1 && text[at - 1] === '/')) return at;
  }
  const full = start + room;
  return isHalf(text, full - 1) || text[full - 1] === '/' || text[full - 2] === '/' ? full - 1 : full;
}

/** What a reader finds in the text of these lines; null when it would see another number of records. */
export function readTextBack(lines: readonly string[], fieldCount: number): { readonly text: string | null } | null {
  const assembler = new LogicalRecordAssembler(lines.length + 1);
  const before = lines.flatMap((text) => assembler.write({ text, line: 1, byteOffset: 0, isTerminated: true }));
  const [record] = assembler.end();
  if (before.length > 0 || record === undefined) return null;
  if (record.recordCount !== lines.length || record.pieces.length !== lines.length) return null;
  const fields = new FieldReader(record.pieces, false);
  for (let i = 0; i < fieldCount; i++) fields.next();
  const rest = fields.rest().filter((line) => line.text.trim() !== '');
  return { text: joinRecordText(rest, RECORD_LENGTH) };
}
