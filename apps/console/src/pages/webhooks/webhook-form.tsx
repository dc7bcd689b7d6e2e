import { Button, Checkbox, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { EVENT_TYPES, type EventType, meaningOf } from '../../components/events/event-types.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';

export interface WebhookInput {
  readonly url: string;
  readonly events: EventType[];
}

/** Address and event types of a receiver. */
export function WebhookForm({
  initial,
  action,
  isBusy,
  error,
  onSubmit,
  onCancel,
}: {
  readonly initial?: WebhookInput;
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (input: WebhookInput) => void;
  readonly onCancel: () => void;
}) {
  const [url, setUrl] = useState(initial?.url ?? '');
  const [events, setEvents] = useState<readonly string[]>(initial?.events ?? EVENT_TYPES);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ url: url.trim(), events: EVENT_TYPES.filter((type) => events.includes(type)) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Address"
          description="A public https address of your program."
          type="url"
          required
          maxLength={2048}
          placeholder="https://"
          data-autofocus
          error={findFieldMessage(error, 'url')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Checkbox.Group label="Events" value={[...events]} onChange={setEvents}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
            {EVENT_TYPES.map((type) => (
              <Checkbox key={type} value={type} label={type} description={meaningOf(type)} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={events.length === 0 || url.trim() === ''}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
