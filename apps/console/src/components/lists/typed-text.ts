/** What was typed into a field and told to the address, which says it again a moment later. */
export interface TypedText {
  /** Whether a text is what was told last, or what the address has said since. */
  isTold(text: string): boolean;
  tell(text: string): void;
  /** Whether the address says something of its own: the way back, or cleared filters. */
  isForeign(said: string): boolean;
}

/**
 * Begins with what the address says. A slow page comes to an earlier state of what is typed when more was typed already: that is no
 * news, and putting it into the field would take letters away under the hands.
 */
export function createTypedText(first: string): TypedText {
  let last = first;
  let said = first;
  /** Told, and not said yet. The address may pass over any but the latest. */
  let underWay: readonly string[] = [];
  return {
    isTold: (text) => text === last,
    tell: (text) => {
      last = text;
      underWay = text === said ? [] : [...underWay, text];
    },
    isForeign: (text) => {
      said = text;
      const at = underWay.indexOf(text);
      underWay = at < 0 || text === last ? [] : underWay.slice(at + 1);
      if (at >= 0 || text === last) return false;
      last = text;
      return true;
    },
  };
}
