import { Skeleton } from '@mantine/core';

/** Bars in place of what is on its way, about as tall as it will be. */
export function LoadingState({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_none, row) => (
        // The bars are all alike and never move.
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name.
        <Skeleton key={row} height={18} width={`${96 - ((row * 17) % 40)}%`} my="sm" radius="sm" />
      ))}
    </div>
  );
}
