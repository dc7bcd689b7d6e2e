import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CallOptions, call, isKeyed } from './call.ts';
import type { CallError } from './call-error.ts';
import { type BegunAct, createOneAct } from './one-act.ts';
import type { AnswerOf, InputOf, OperationId } from './operation-types.ts';

/** How it stands with something that is done. */
export interface Act<Id extends OperationId> {
  /** Does it; what differs from the act under way is done after that one. */
  mutate(input: InputOf<Id>): void;
  /** Forgets how the last one ended. */
  reset(): void;
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  /** What is done now, or was done last. */
  readonly variables: InputOf<Id> | undefined;
  readonly data: AnswerOf<Id> | undefined;
  /** Why the last one failed, or one of those that it came after without a pause. */
  readonly error: CallError | null;
}

/**
 * Does something; afterwards the reads of the named operations are asked again. While it is under way, doing the same again does nothing:
 * `isPending` reaches the page later than a second click. Another choice is no second click, and waits for its turn, even when the page
 * that it was made on is left meanwhile.
 */
export function useAct<Id extends OperationId>(
  id: Id,
  {
    changes = [],
    onDone,
  }: {
    readonly changes?: readonly OperationId[];
    onDone?(answer: AnswerOf<Id>, input: InputOf<Id>): void;
  } = {},
): Act<Id> {
  const client = useQueryClient();
  const [act] = useState(() => createOneAct<InputOf<Id>>());
  const key = useRef<string | null>(null);
  const [passedError, setPassedError] = useState<CallError | null>(null);
  const mutation = useMutation<AnswerOf<Id>, CallError, InputOf<Id>>({
    mutationFn: (input) => call(id, input, headersFor(id, key.current)),
    onSuccess: async (answer, input) => {
      onDone?.(answer, input);
      await Promise.all(changes.map((changed) => client.invalidateQueries({ queryKey: [changed] })));
    },
    onSettled: (_answer, error) => {
      const next = act.end(error);
      if (next === null) return;
      // The next one takes the place of this one, whose end the page would not hear of otherwise.
      if (error !== null) setPassedError(error);
      send(next);
    },
  });
  const { isPending, isSuccess, submittedAt, variables, data } = mutation;
  const { mutate, reset } = mutation;
  const send = useCallback(
    (begun: BegunAct<InputOf<Id>> | null) => {
      if (begun === null) return;
      key.current = begun.key;
      mutate(begun.input);
    },
    [mutate],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: of two acts that end before the page is drawn, the time tells.
  useEffect(() => {
    if (!isPending) act.free();
  }, [act, isPending, submittedAt]);
  const mutateInTurn = useCallback(
    (input: InputOf<Id>) => {
      const begun = act.begin(input);
      if (begun !== null) setPassedError(null);
      send(begun);
    },
    [act, send],
  );
  const forget = useCallback(() => {
    setPassedError(null);
    reset();
  }, [reset]);
  return {
    mutate: mutateInTurn,
    reset: forget,
    isPending,
    isSuccess,
    variables,
    data,
    error: mutation.error ?? passedError,
  };
}

/** Operations of the API itself are done once per key. */
function headersFor(id: OperationId, key: string | null): CallOptions {
  return key !== null && isKeyed(id) ? { headers: { 'idempotency-key': key } } : {};
}
