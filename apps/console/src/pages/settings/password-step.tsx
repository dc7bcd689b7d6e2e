import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';

/** Asks for the password before something that changes how one signs in. */
export function PasswordStep({
  action,
  children,
  isBusy,
  error,
  onSubmit,
  onCancel,
}: {
  readonly action: string;
  readonly children: ReactNode;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (password: string) => void;
  readonly onCancel: () => void;
}) {
  const [password, setPassword] = useState('');
  const wrong = findFieldMessage(error, 'password');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(password);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <div>{children}</div>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          required
          data-autofocus
          value={password}
          error={wrong === null ? undefined : 'This is not your password'}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {wrong === null ? <ErrorNotice error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
