import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../dialogs/form-dialog.tsx';
import { ErrorNotice } from '../states/error-notice.tsx';
import { EVENT_TYPES } from './event-types.ts';

/** Delivers the events of a time again, some hundred at a go, to one receiver or to all that subscribe. */
export function ReplayDialog({
  webhookId,
  isOpen,
  onClose,
}: {
  /** Null for all. */
  readonly webhookId: string | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const [timesSent, setTimesSent] = useState(0);
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Replay events" timesSent={timesSent}>
      <ReplayForm webhookId={webhookId} onClose={onClose} onSent={() => setTimesSent((times) => times + 1)} />
    </FormDialog>
  );
}

function ReplayForm({
  webhookId,
  onClose,
  onSent,
}: {
  readonly webhookId: string | null;
  readonly onClose: () => void;
  readonly onSent: () => void;
}) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [types, setTypes] = useState<readonly string[]>([]);
  const replay = useAct('replayEvents', { changes: ['listWebhookDeliveries'], onDone: onSent });
  const result: Schemas['ReplayEventsResult'] | undefined = replay.data;
  const send = (afterEventId?: string) => {
    const wanted = EVENT_TYPES.filter((type) => types.includes(type));
    replay.mutate({
      body: {
        from: toInstant(from),
        ...(to === '' ? {} : { to: toInstant(to) }),
        ...(wanted.length === 0 ? {} : { types: wanted }),
        ...(webhookId === null ? {} : { webhookId }),
        ...(afterEventId === undefined ? {} : { afterEventId }),
      },
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const next = result?.nextAfterEventId ?? null;
  return (
    <form onSubmit={submit}>
      <Stack>
        <p className="cw-dim">
          {webhookId === null ? 'Each active webhook that subscribes gets them' : 'This webhook gets them'} under the
          same ids, in their order. A program that has seen them takes them for known.
        </p>
        <TextInput
          type="datetime-local"
          step={1}
          label="From"
          required
          error={findFieldMessage(replay.error, 'from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          step={1}
          label="To"
          description="Empty means until now."
          error={findFieldMessage(replay.error, 'to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <MultiSelect
          label="Types"
          placeholder={types.length === 0 ? 'All' : ''}
          data={[...EVENT_TYPES]}
          value={[...types]}
          onChange={setTypes}
        />
        {result === undefined ? null : (
          <div role="status">
            {result.events.toLocaleString()} events, {result.deliveries.toLocaleString()} deliveries queued.
            {next === null ? ' That was all.' : ' There are more.'}
          </div>
        )}
        <ErrorNotice error={replay.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {next === null ? (
            <Button type="submit" loading={replay.isPending} disabled={from === ''}>
              Replay
            </Button>
          ) : (
            <Button loading={replay.isPending} onClick={() => send(next)}>
              Replay the next ones
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** What the field holds is in the time zone of whoever typed it. */
function toInstant(local: string): string {
  return new Date(local).toISOString();
}
