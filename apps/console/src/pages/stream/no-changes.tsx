import { IconActivity } from '@tabler/icons-react';
import { EmptyState } from '../../components/states/empty-state.tsx';
import type { StreamView } from './use-stream.ts';

/** Stands where the changes will be. Promises changes only while somebody listens for them. */
export function NoChanges({ state }: { readonly state: StreamView['state'] }) {
  if (state === 'ended')
    return (
      <EmptyState icon={IconActivity} title="The stream has ended">
        Begin at the head, at the beginning or from another cursor.
      </EmptyState>
    );
  if (state === 'paused')
    return (
      <EmptyState icon={IconActivity} title="Nothing has changed yet">
        What changes meanwhile is shown when you go on.
      </EmptyState>
    );
  return (
    <EmptyState icon={IconActivity} title="Nothing has changed yet">
      What is added, modified or removed from now on appears here at once. Begin at the beginning to see what is there.
    </EmptyState>
  );
}
