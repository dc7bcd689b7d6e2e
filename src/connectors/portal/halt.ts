/** Where a sign-in stopped at the question for a code, and how to come back there. */
export interface Halt {
  /** Name of the step that looked at the page. */
  readonly step: string;
  readonly state: string;
  readonly url: string;
  /** Cookies and storage of the browser. */
  readonly browser: string;
}

/** JSON; the caller seals it, because it holds the cookies of a sign-in. */
export function writeHalt(halt: Halt): string {
  return JSON.stringify(halt);
}

/** Null where the text has another form, such as that of another version. */
export function parseHalt(text: string): Halt | null {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) return null;
  const { step, state, url, browser } = read as Partial<Record<keyof Halt, unknown>>; // Looked into field by field below.
  return typeof step === 'string' && typeof state === 'string' && typeof url === 'string' && typeof browser === 'string'
    ? { step, state, url, browser }
    : null;
}
