import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CallOptions, call, isKeyed } from './call.ts';
import type { CallError } from './call-error.ts';
import { createOneAct } from './one-act.ts';
import type { AnswerOf, InputOf, OperationId } from './operation-types.ts';

/** How it stands with something that is done. */
export type Act<Id extends OperationId> = WithoutSending<UseMutationResult<AnswerOf<Id>, CallError, InputOf<Id>>> & {
  readonly mutate: (input: InputOf<Id>) => void;
};
/** Of each of the states by itself, so that one still tells what the others have. */
type WithoutSending<Result> = Result extends unknown ? Omit<Result, 'mutate' | 'mutateAsync'> : never;

/**
 * Does something; afterwards the reads of the named operations are asked again. While it is under way, doing it again does nothing:
 * `isPending` reaches the page later than a second click.
 */
export function useAct<Id extends OperationId>(
  id: Id,
  { changes = [], onDone }: { readonly changes?: readonly OperationId[]; onDone?(answer: AnswerOf<Id>): void } = {},
): Act<Id> {
  const client = useQueryClient();
  const [act] = useState(() => createOneAct<InputOf<Id>>());
  const key = useRef<string | null>(null);
  const mutation = useMutation<AnswerOf<Id>, CallError, InputOf<Id>>({
    mutationFn: (input) => call(id, input, headersFor(id, key.current)),
    onSuccess: async (answer) => {
      onDone?.(answer);
      await Promise.all(changes.map((changed) => client.invalidateQueries({ queryKey: [changed] })));
    },
    onSettled: (_answer, error) => act.end(error),
  });
  const { isPending, submittedAt } = mutation;
  const send: (input: InputOf<Id>) => void = mutation.mutate;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of two acts that end before the page is drawn, the time tells.
  useEffect(() => {
    if (!isPending) act.free();
  }, [act, isPending, submittedAt]);
  const mutateOnce = useCallback(
    (input: InputOf<Id>) => {
      const begun = act.begin(input);
      if (begun === null) return;
      key.current = begun;
      send(input);
    },
    [act, send],
  );
  return { ...mutation, mutate: mutateOnce };
}

/** Operations of the API itself are done once per key. */
function headersFor(id: OperationId, key: string | null): CallOptions {
  return key !== null && isKeyed(id) ? { headers: { 'idempotency-key': key } } : {};
}
