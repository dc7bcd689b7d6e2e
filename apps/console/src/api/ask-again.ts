import { CallError } from './call-error.ts';

/** When to ask again by itself, as the query library takes it: never for what is not there, unless it may come to be. */
export function intervalAfter(
  error: unknown,
  { everyMs, mayCome }: { readonly everyMs?: number | undefined; readonly mayCome: boolean },
): number | false {
  const isMissing = error instanceof CallError && error.status === 404;
  return isMissing && !mayCome ? false : (everyMs ?? false);
}
