/** Values shorter than this would cover half of every text; they are no secrets worth the name. */
const MIN_LENGTH = 4;

/** Covers secrets by their value, however they got into a text: as they are and as they stand in an address. */
export function createRedactor(): {
  add(secret: string): void;
  redact(text: string): string;
  values(): readonly string[];
} {
  const secrets = new Set<string>();
  return {
    add: (secret) => {
      if (secret.length >= MIN_LENGTH) secrets.add(secret);
    },
    redact: (text) => {
      // The longest first: one secret may stand inside another.
      const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
      let covered = text;
      for (const secret of longestFirst)
        for (const form of new Set([
          secret,
          encodeURIComponent(secret),
          encodeURIComponent(secret).replaceAll('%20', '+'),
          // Forms escape more than that.
          new URLSearchParams({ '': secret }).toString().slice(1),
        ]))
          covered = covered.replaceAll(form, '[redacted]');
      return covered;
    },
    values: () => [...secrets],
  };
}
