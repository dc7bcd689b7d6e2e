/** The text in one line: outer blanks gone, every run of white space one blank. Null when nothing is left. */
export function normaliseText(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return HAS_RUN.test(trimmed) ? trimmed.replaceAll(/\s+/g, ' ') : trimmed;
}

/** Most texts have no run and no white space but blanks; testing is much cheaper than replacing. */
const HAS_RUN = /\s\s|[^\S ]/;
