import { Button, Drawer, Group, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { ConnectionName } from '../connections/connection-name.tsx';
import { KeyValue } from '../layout/key-value.tsx';
import { ErrorNotice } from '../states/error-notice.tsx';
import { JsonView } from '../values/json-view.tsx';
import { TimeText } from '../values/time-text.tsx';
import { connectionOf } from './event-words.ts';

/** One event with its payload. */
export function EventDrawer({
  event,
  onClose,
}: {
  readonly event: Schemas['Event'] | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer opened={event !== null} onClose={onClose} position="right" size="lg" title="Event">
      {event === null ? null : <Details key={event.id} event={event} />}
    </Drawer>
  );
}

function Details({ event }: { readonly event: Schemas['Event'] }) {
  const { can } = useTenancy();
  const replay = useAct('replayEvent', { changes: ['listWebhookDeliveries'] });
  const connectionId = connectionOf(event);
  const count = replay.data?.deliveries.length;
  return (
    <Stack>
      <KeyValue
        items={{
          Type: <code>{event.type}</code>,
          When: <TimeText instant={event.createdAt} isAbsolute />,
          Connection: connectionId === null ? null : <ConnectionName connectionId={connectionId} />,
          'Event id': <code>{event.id}</code>,
        }}
      />
      {can('webhooks:write') ? (
        <Group>
          <Button
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate({ path: { eventId: event.id }, body: {} })}
          >
            Replay to all webhooks
          </Button>
          {count === undefined ? null : (
            <span role="status">
              {count === 0 ? 'No active webhook subscribes to it.' : `${count} deliveries are on their way.`}
            </span>
          )}
        </Group>
      ) : null}
      <ErrorNotice error={replay.error} />
      <JsonView value={event} label="the payload" />
    </Stack>
  );
}
