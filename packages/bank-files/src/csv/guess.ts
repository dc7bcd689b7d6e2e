/** Something found by the content, with how sure that is (0 to 1) and, where it is not quite, why. */
export interface Guess<T> {
  readonly value: T;
  readonly certainty: number;
  readonly doubt: string | null;
}

/** What the file itself leaves no other reading of. */
export function sure<T>(value: T): Guess<T> {
  return { value, certainty: 1, doubt: null };
}

/** What is likely; `certainty` lies between 0 and 1, and `doubt` tells a person what to look at. */
export function guess<T>(value: T, certainty: number, doubt: string): Guess<T> {
  return { value, certainty, doubt };
}
