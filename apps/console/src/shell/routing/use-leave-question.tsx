import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';

/** Asks before another page takes the place of one with something typed in it. Answers the question, to be shown with the form. */
export function useLeaveQuestion(isTyped: boolean): ReactNode {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    disabled: !isTyped,
    enableBeforeUnload: isTyped,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={blocker.status === 'blocked'}
      title="Leave this page?"
      action="Leave"
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      What you typed here is not saved, and is kept nowhere.
    </ConfirmDialog>
  );
}
