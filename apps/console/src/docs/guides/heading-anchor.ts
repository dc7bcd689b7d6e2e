/** The anchor of a heading, as the usual renderers make it: lower case, punctuation dropped, blanks to hyphens. */
export function anchorOfHeading(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
