import { CallError } from './call-error.ts';
import { createIdempotencyKey } from './idempotency-key.ts';

/** Sends the acts of one form or button, never two at a time. */
export interface OneAct<Input> {
  /**
   * Begins an act, and tells the key under which it is done once; null while the former one is under way, which is the second half of a
   * double click. The same input after an answer that was lost gets the same key, as nobody knows whether it was done.
   */
  begin(input: Input): string | null;
  /** Notes how the act ended that was begun: with an error, or without. It goes on being under way until `free`. */
  end(error?: unknown): void;
  /** Lets another act begin: when the page shows how this one ended, and no sooner. */
  free(): void;
}

export function createOneAct<Input>(): OneAct<Input> {
  let isUnderWay = false;
  let current: { readonly text: string | null; readonly key: string } | null = null;
  return {
    begin: (input) => {
      if (isUnderWay) return null;
      isUnderWay = true;
      const text = textOf(input);
      if (current === null || text === null || current.text !== text) current = { text, key: createIdempotencyKey() };
      return current.key;
    },
    end: (error) => {
      if (!isUndecided(error)) current = null;
    },
    free: () => {
      isUnderWay = false;
    },
  };
}

/** What tells an input from another; null for files, whose bytes are not looked at here. */
function textOf(input: unknown): string | null {
  const { body }: { readonly body?: unknown } = Object(input);
  return body instanceof FormData ? null : JSON.stringify(input);
}

/** Whether it may have been done although no answer says so. */
function isUndecided(error: unknown): boolean {
  if (!(error instanceof CallError)) return false;
  return (
    error.status === 0 || error.status >= 500 || ['unreadable_answer', 'idempotency_conflict'].includes(error.code)
  );
}
