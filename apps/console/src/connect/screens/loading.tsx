import { Skeleton } from '@mantine/core';
import type { CallError } from '../../api/call-error.ts';
import { CallNotice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';

/** Grey shapes where the first answer will stand, or why none came. */
export function Loading({ trouble }: { readonly trouble: CallError | null }) {
  return (
    <>
      <StepTitle title="Connect a bank" />
      {trouble === null ? (
        <div role="status" aria-label="Loading">
          <Skeleton height={20} width="70%" mb="md" />
          <Skeleton height={44} mb="sm" />
          <Skeleton height={44} />
        </div>
      ) : (
        <CallNotice error={trouble} />
      )}
    </>
  );
}
