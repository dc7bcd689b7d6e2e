import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../states/error-notice.tsx';

/** Asks before something that cannot be taken back. Names the act on its button, and stays open when it fails. */
export function ConfirmDialog({
  isOpen,
  title,
  action,
  children,
  onConfirm,
  onClose,
  isBusy = false,
  isDangerous = true,
  error = null,
}: {
  readonly isOpen: boolean;
  readonly title: string;
  /** What the button says, such as `Revoke connection`. */
  readonly action: string;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly isBusy?: boolean;
  readonly isDangerous?: boolean;
  readonly error?: unknown;
}) {
  return (
    <Modal opened={isOpen} onClose={onClose} closeOnClickOutside={false} title={title}>
      <Stack>
        <div>{children}</div>
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button {...(isDangerous ? { color: 'red.9' } : {})} onClick={onConfirm} loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
