import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

/** One name and a button beside it. */
export function NameForm({
  label,
  name,
  action,
  autoComplete = 'off',
  isBusy,
  onSubmit,
}: {
  readonly label: string;
  readonly name: string;
  readonly action: string;
  readonly autoComplete?: string;
  readonly isBusy: boolean;
  readonly onSubmit: (name: string) => void;
}) {
  const [typed, setTyped] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={label}
          autoComplete={autoComplete}
          required
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          loading={isBusy}
          disabled={typed.trim() === '' || typed.trim() === name}
        >
          {action}
        </Button>
      </Group>
    </form>
  );
}
