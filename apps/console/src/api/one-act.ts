import { CallError } from './call-error.ts';
import { createIdempotencyKey } from './idempotency-key.ts';

/** An act that has begun, and the key under which it is done once. */
export interface BegunAct<Input> {
  readonly input: Input;
  readonly key: string;
}

/** Sends the acts of one form or button, one after the other. */
export interface OneAct<Input> {
  /**
   * Begins an act; null while another is under way. Then the input of the last one is the second half of a double click and is forgotten,
   * and any other waits for its turn. The same input after an answer that was lost gets the same key, as nobody knows whether it was done.
   */
  begin(input: Input): BegunAct<Input> | null;
  /**
   * Notes how the act under way ended: with an error, or without. Answers the one that has waited longest, which begins by that. Without
   * one, the act that ended goes on being under way until `free`.
   */
  end(error?: unknown): BegunAct<Input> | null;
  /** Lets another act begin: when the page shows how this one ended, and no sooner. */
  free(): void;
}

/** Lives as long as its form or button: with it goes the key of an act whose answer was lost. */
export function createOneAct<Input>(): OneAct<Input> {
  let underWay: { readonly text: string | null } | null = null;
  let waiting: readonly { readonly text: string; readonly input: Input }[] = [];
  let current: { readonly text: string | null; readonly key: string } | null = null;
  const start = (input: Input, text: string | null): BegunAct<Input> => {
    underWay = { text };
    if (current === null || text === null || current.text !== text) current = { text, key: createIdempotencyKey() };
    return { input, key: current.key };
  };
  return {
    begin: (input) => {
      const text = textOf(input);
      if (underWay === null) return start(input, text);
      const last = waiting.at(-1) ?? underWay;
      if (text !== null && text !== last.text) waiting = [...waiting, { text, input }];
      return null;
    },
    end: (error) => {
      if (!isUndecided(error)) current = null;
      const [next, ...others] = waiting;
      waiting = others;
      return next === undefined ? null : start(next.input, next.text);
    },
    free: () => {
      underWay = null;
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
