import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';

export interface Draft {
  /** For the dialog or drawer itself. */
  readonly frame: {
    readonly onClose: () => void;
    readonly closeOnClickOutside: false;
    readonly closeOnEscape: boolean;
  };
  /** For the element around the fields. */
  readonly fields: { readonly onChange: (event: FormEvent) => void };
  /** The question whether to throw away what was typed. Belongs beside the fields. */
  readonly question: ReactNode;
}

/**
 * Keeps what is typed into a dialog or drawer: a click outside does nothing, and Escape asks once something was typed. What is shown
 * only once (`holdsSecret`) goes by its own button alone.
 */
export function useDraft({
  isOpen,
  onClose,
  holdsSecret = false,
  timesSent = 0,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly holdsSecret?: boolean;
  /** For those that stay open: what was sent is no draft any more. */
  readonly timesSent?: number;
}): Draft {
  const isTyped = useRef(false);
  const [isAsking, setAsking] = useState(false);
  // Every dialog hears each key, one after the other: the question would answer the very press that asks it.
  const askLater = (isAsked: boolean) => void setTimeout(() => setAsking(isAsked));
  useEffect(() => {
    if (!isOpen || holdsSecret || timesSent > 0) isTyped.current = false;
    if (!isOpen) setAsking(false);
  }, [isOpen, holdsSecret, timesSent]);
  return {
    frame: {
      onClose: () => (isTyped.current ? askLater(true) : onClose()),
      closeOnClickOutside: false,
      closeOnEscape: !isAsking && !holdsSecret,
    },
    fields: {
      onChange: ({ target }) => {
        // A file is still where it was chosen.
        if (!(target instanceof HTMLInputElement && target.type === 'file')) isTyped.current = true;
      },
    },
    question: (
      <ConfirmDialog
        isOpen={isAsking}
        title="Discard what you typed?"
        action="Discard"
        onConfirm={onClose}
        onClose={() => askLater(false)}
      >
        It is kept nowhere.
      </ConfirmDialog>
    ),
  };
}
