/** Something found by the content, with how sure that is (0 to 1) and, where it is not quite, why. */
export interface Guess<T> {
  readonly value: T;
  readonly certainty: number;
  readonly doubt: string | null;
}

export function sure<T>(value: T): Guess<T> {
  return { value, certainty: 1, doubt: null };
}

export function guess<T>(value: T, certainty: number, doubt: string): Guess<T> {
  return { value, certainty, doubt };
}
