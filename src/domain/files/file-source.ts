export type FileSourceKind = 'folder' | 'sftp';
/** `stopped`: it needs a person, and is not asked again before. */
export type FileSourceStatus = 'active' | 'paused' | 'stopped';
/** What becomes of a file once it was taken in or lies in quarantine. */
export type AfterTaking = 'keep' | 'move' | 'delete';

/** Why a source, or a file of it, could not be read. */
export const FILE_SOURCE_ERRORS = [
  'notConfigured',
  'addressRefused',
  'unreachable',
  'timeout',
  'interrupted',
  'hostKeyMismatch',
  'loginRejected',
  'pathRefused',
  'notFound',
  'permissionDenied',
  'tooManyFiles',
  'tooLarge',
  'refusedByServer',
  'internal',
] as const;
export type FileSourceErrorCode = (typeof FILE_SOURCE_ERRORS)[number];

export interface FileSourceError {
  readonly code: FileSourceErrorCode;
  readonly message: string;
}

/** Errors that no later try can change: banks lock users who are refused again and again. */
export function stopsSource(code: FileSourceErrorCode): boolean {
  return code === 'loginRejected';
}

/** What senders call a file while they write it. */
const PARTIAL_NAME = /^\.|(?:\.(?:part|partial|tmp|temp|filepart|crdownload|swp|writing|inprogress)|~)$/i;

/** Whether a file can be one for a source: its name is not that of an unfinished one, and fits the pattern. */
export function isWantedName(name: string, pattern: string | null): boolean {
  return !PARTIAL_NAME.test(name) && (pattern === null || matches(name.toLowerCase(), pattern.toLowerCase()));
}

/** `*` stands for any characters and `?` for one; linear in both texts, whatever the pattern. */
function matches(name: string, pattern: string): boolean {
  let [at, rule, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    if (rule < pattern.length && pattern[rule] === '*') {
      star = rule;
      rule += 1;
      resume = at;
    } else if (rule < pattern.length && (pattern[rule] === '?' || pattern[rule] === name[at])) {
      at += 1;
      rule += 1;
    } else if (star >= 0) {
      rule = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  return [...pattern.slice(rule)].every((character) => character === '*');
}

/** The longest name that file systems take, in bytes. */
const MOST_NAME_BYTES = 255;

/** What a file is called where it is moved to: its content keeps apart what came under one name again and again. */
export function movedName(name: string, sha256: string): string {
  const prefix = `${sha256.slice(0, 12)}-`;
  const bytes = new TextEncoder();
  // A name that gets too long loses its beginning: the end tells the kind of file.
  const characters = [...name];
  let length = bytes.encode(name).length;
  while (prefix.length + length > MOST_NAME_BYTES) length -= bytes.encode(characters.shift()).length;
  return prefix + characters.join('');
}

const SHORTEST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 3_600_000;

/** Wait after so many failures in a row: doubled each time, up to an hour, and never shorter than the source's own pace. */
export function backoffMs(failures: number, pollSeconds: number): number {
  const doubled = SHORTEST_BACKOFF_MS * 2 ** Math.min(Math.max(failures - 1, 0), 20);
  return Math.min(Math.max(doubled, Math.min(pollSeconds * 1_000, LONGEST_BACKOFF_MS)), LONGEST_BACKOFF_MS);
}
