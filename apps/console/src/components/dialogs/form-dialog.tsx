import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDraft } from './use-draft.tsx';

/** A dialog in which something is typed, or shown only once: it does not go away by mistake. */
export function FormDialog({
  isOpen,
  onClose,
  title,
  size,
  holdsSecret = false,
  timesSent = 0,
  children,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly size?: NonNullable<ModalProps['size']>;
  /** While it shows what is never shown again. */
  readonly holdsSecret?: boolean;
  readonly timesSent?: number;
  readonly children: ReactNode;
}) {
  const draft = useDraft({ isOpen, onClose, holdsSecret, timesSent });
  return (
    <Modal opened={isOpen} title={title} {...(size === undefined ? {} : { size })} {...draft.frame}>
      <div {...draft.fields}>{children}</div>
      {draft.question}
    </Modal>
  );
}
