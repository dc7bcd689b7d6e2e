import { normaliseText } from '../normalise-text.ts';
import { parseGermanText } from './german-text.ts';
import { type Narrative, NO_NARRATIVE } from './narrative.ts';
import { readSepaKeywords, splitSepaKeywords } from './sepa-keyword.ts';
import { parseSlashText } from './slash-text.ts';

/** SWIFT lines hold 65 characters; a full one was cut wherever it was full. */
const LINE_LENGTH = 65;

/** What is left of the first line where the bank counts the tag into it, as some do that write structured text. */
const FIRST_LINE_LENGTH = LINE_LENGTH - ':86:'.length;

/**
 * Reads the `:86:` fields of one entry, each a list of lines: German sub-fields (`166?00...?20...`), words between slashes
 * (`/EREF/.../REMI/...`), SEPA keywords (`EREF+...SVWZ+...`), or free text. The side tells which named party is the other one.
 */
export function parseNarrative(fields: readonly (readonly string[])[], side: 'credit' | 'debit'): Narrative {
  const first = fields[0]?.[0];
  if (first === undefined) return NO_NARRATIVE;
  const german = first.length < 4 || !mayBeGerman(first) ? null : parseGermanText(joinCut(fields));
  if (german !== null) return german;
  const joined = fields.map(joinLines).reduce(joinFields, '');
  const structured = first.trimStart().startsWith('/') ? parseSlashText(joined, side) : parseSepaText(joined);
  return structured ?? { ...NO_NARRATIVE, text: normaliseText(joined) };
}

/** German text begins with three digits, or with its separator and two. */
function mayBeGerman(line: string): boolean {
  return /^\s*(?:\d{3}|[^\sA-Za-z\d/]\d\d)/.test(line);
}

/** German sub-fields are cut without regard to words, at the line's end as well as at their own. */
function joinCut(fields: readonly (readonly string[])[]): string {
  return fields.map((lines) => lines.join('')).join('');
}

/** Cut lines are joined as they were; others are lines of their own, unless the next one begins a word of structured text. */
function joinLines(lines: readonly string[]): string {
  let joined = lines[0] ?? '';
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const length = lines[i - 1]?.length ?? 0;
    const isCut = length >= LINE_LENGTH || (i === 1 && length === FIRST_LINE_LENGTH && joined.startsWith('/'));
    joined += isCut || line.startsWith('/') ? line : ` ${line}`;
  }
  return joined;
}

function joinFields(before: string, field: string): string {
  return before === '' || field.startsWith('/') ? before + field : `${before} ${field}`;
}

function parseSepaText(text: string): Narrative | null {
  const keywords = splitSepaKeywords(text);
  return keywords === null ? null : readSepaKeywords(keywords);
}
