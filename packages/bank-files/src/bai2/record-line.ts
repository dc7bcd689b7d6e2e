import type { PhysicalLine } from '../line-splitter.ts';

export type RecordCode = '01' | '02' | '03' | '16' | '49' | '88' | '98' | '99';

/** One record as it stands on a line; `code` is null for a line that begins with none. */
export interface RecordPiece {
  readonly code: RecordCode | null;
  /** What follows the code and its comma, trailing blanks and one end mark removed. */
  readonly body: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly endsWithSlash: boolean;
  /** False when the file ended within this piece. */
  readonly isTerminated: boolean;
  /** Length of the whole physical line: a full one breaks words in the middle. */
  readonly lineLength: number;
}

const CODES: ReadonlySet<string> = new Set(['01', '02', '03', '16', '49', '88', '98', '99']);

/**
 * What a record must look like to be believed in the middle of a line. Free text may hold `/ 16,` too,
 * so the fields behind the code have to fit as well.
 */
const INNER_RECORD: Readonly<Record<RecordCode, RegExp>> = {
  '01': /^01,[^,/]*,[^,/]*,\d{6}/,
  '02': /^02,[^,/]*,[^,/]*,\d?,\d{6}/,
  '03': /^03,[^,/]+,(?:[A-Z]{3})?[,/]/,
  '16': /^16,\d{3},[+-]?\d*[,/]/,
  '49': /^49,[+-]?\d*,\d+\s*(?:\/|$)/,
  '88': /^88,/,
  '98': /^98,[+-]?\d*,\d+,\d+/,
  '99': /^99,[+-]?\d*,\d+,\d+/,
};

/** Splits a physical line into its records: nearly always one, but some banks write several with `/` and blanks between. */
export function splitRecordLine(line: PhysicalLine): RecordPiece[] {
  const text = line.text.trimEnd();
  const pieces: RecordPiece[] = [];
  let start = 0;
  let slash = text.indexOf('/');
  while (slash !== -1 && slash < text.length - 1) {
    const next = skipBlanks(text, slash + 1);
    if (isRecordStart(text, next) && isBelievable(text, start, slash, next)) {
      pieces.push(buildPiece(line, text, { start, end: slash + 1, isTerminated: true }));
      start = next;
      slash = text.indexOf('/', next);
    } else {
      slash = text.indexOf('/', slash + 1);
    }
  }
  const last = buildPiece(line, text, { start, end: text.length, isTerminated: line.isTerminated });
  if (last.body !== '' || last.code !== null || pieces.length > 0) pieces.push(last);
  return pieces;
}

function isBelievable(text: string, start: number, slash: number, next: number): boolean {
  const code = readCode(text, start);
  const isText = code === '16' || code === '88' || code === null;
  // Behind text, an end mark counts only with a blank after it: `1/88,5` may be a part of the text.
  if (isText && next === slash + 1) return false;
  const nextCode = readCode(text, next);
  return nextCode !== null && INNER_RECORD[nextCode].test(text.slice(next, next + 200));
}

interface PieceSpan {
  readonly start: number;
  readonly end: number;
  readonly isTerminated: boolean;
}

function buildPiece(line: PhysicalLine, text: string, { start, end, isTerminated }: PieceSpan): RecordPiece {
  const first = skipBlanks(text, start);
  const code = readCode(text, first);
  const endsWithSlash = text.charCodeAt(end - 1) === 47;
  const bodyStart = code === null ? start : Math.min(first + 3, end);
  return {
    code,
    body: text.slice(bodyStart, Math.max(bodyStart, endsWithSlash ? end - 1 : end)),
    line: line.line,
    // Records are ASCII up to here but for rare text, so characters stand for bytes within the line.
    byteOffset: line.byteOffset + start,
    endsWithSlash,
    isTerminated,
    lineLength: text.length,
  };
}

function readCode(text: string, at: number): RecordCode | null {
  return isRecordStart(text, at) ? toCode(text.slice(at, at + 2)) : null;
}

function toCode(text: string): RecordCode | null {
  // The set holds exactly the members of RecordCode.
  return CODES.has(text) ? (text as RecordCode) : null;
}

/** Two digits of a known code and then a comma, an end mark, or nothing. */
function isRecordStart(text: string, at: number): boolean {
  const behind = text.charCodeAt(at + 2);
  return (behind === 44 || behind === 47 || Number.isNaN(behind)) && CODES.has(text.slice(at, at + 2));
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}
