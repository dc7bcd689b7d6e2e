import { Alert, Button, Code, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../../components/values/copy-button.tsx';

/** The secret of a receiver, which is never shown again. */
export function SecretOnce({
  secret,
  children,
  onClose,
}: {
  readonly secret: string;
  readonly children?: ReactNode;
  readonly onClose: () => void;
}) {
  return (
    <Stack>
      <Alert variant="outline" title="It is shown only now">
        Your program proves with it that a delivery is from here. Whoever has it can make up events.
        {children}
      </Alert>
      <Group wrap="nowrap" align="center">
        <Code block flex={1} aria-label="The secret">
          {secret}
        </Code>
        <CopyButton value={secret} label="Copy the secret" />
      </Group>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  );
}
