/** The fields that MT940, MT941, MT942 and MT950 are made of; `NS` is the German one for what SWIFT does not define. */
export type MtTag =
  | '13D'
  | '20'
  | '21'
  | '25'
  | '25P'
  | '28'
  | '28C'
  | '34F'
  | '60F'
  | '60M'
  | '61'
  | '62F'
  | '62M'
  | '64'
  | '65'
  | '86'
  | '90C'
  | '90D'
  | 'NS';

const TAGS: ReadonlySet<string> = new Set(
  '13D 20 21 25 25P 28 28C 34F 60F 60M 61 62F 62M 64 65 86 90C 90D NS'.split(' '),
);

export interface TagLine {
  /** Null for a tag of this form that statements do not have. */
  readonly tag: MtTag | null;
  readonly content: string;
}

/** Reads `:61:...` at the beginning of a line; null when the line has not the form of a tag. */
export function readTag(line: string): TagLine | null {
  if (line.charCodeAt(0) !== 58) return null;
  const end = line.charCodeAt(3) === 58 ? 3 : line.charCodeAt(4) === 58 ? 4 : -1;
  if (end === -1) return null;
  const name = line.slice(1, end);
  if (!TAGS.has(name) && !/^\d\d[A-Z]?$/.test(name)) return null;
  return { tag: toTag(name), content: line.slice(end + 1) };
}

function toTag(name: string): MtTag | null {
  // The set holds exactly the members of MtTag.
  return TAGS.has(name) ? (name as MtTag) : null;
}

const TIME_TAGS: ReadonlySet<string> = new Set(['20', '21', '25', '28']);

/**
 * Whether a tag inside of free text is rather the middle of a time that the bank cut at its line length:
 * `13:20:44` becomes `13` and `:20:44`. A reference or an account is never just two digits below 60.
 */
export function isWrappedTime(tag: MtTag, content: string): boolean {
  return TIME_TAGS.has(tag) && /^[0-5]\d(?:$|\D)/.test(content);
}
