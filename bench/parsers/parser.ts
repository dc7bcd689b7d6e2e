import type { Facts } from '../../packages/bank-files/src/testing/corpus.ts';

/** A package that reads bank files, used as its own description shows. */
export interface Parser {
  readonly name: string;
  /** Reads the file from the disk to its last entry; gives the number of entries. Throws where the package does. */
  countEntries(path: string): Promise<number>;
  /** What it finds in a file of the corpus. Throws where the package does. */
  describe(folder: string, bytes: Buffer): Promise<FoundFile>;
}

/** What a package found, in the words of the corpus; a fact that it does not tell is left out. */
export interface FoundFile {
  readonly statements: readonly Facts[];
  /** True where the package gave statements and said as well that something is wrong with the file. */
  readonly hasProblem: boolean;
}

/** The text of a file for packages that take text: UTF-8, or where it is not, each byte as the character of that number. */
export function decodeSample(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** The sums of both sides, as the corpus has them: neither is negative. */
export function sumSides(amounts: readonly number[]): { readonly sumCredits: number; readonly sumDebits: number } {
  return {
    sumCredits: sumOf(amounts.filter((amount) => amount > 0)),
    sumDebits: -sumOf(amounts.filter((amount) => amount < 0)),
  };
}

/** First and last of the days that are there; null without any. */
export function spanOfDays(days: readonly (string | null)[]): {
  readonly first: string | null;
  readonly last: string | null;
} {
  const sorted = days.filter((day) => day !== null && day !== '').sort();
  return { first: sorted[0] ?? null, last: sorted.at(-1) ?? null };
}

/** The calendar day of a `Date` that stands for one, as packages build them: at midnight UTC. */
export function dayOf(date: Date | null | undefined): string | null {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : null;
}
