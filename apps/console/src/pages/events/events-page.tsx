import { Button, Select } from '@mantine/core';
import { IconPlayerTrackNext, IconTimelineEvent } from '@tabler/icons-react';
import { useState } from 'react';
import { useToldInterval } from '../../api/live-state.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { connectionOptions } from '../../components/connections/connection-options.ts';
import { EventDrawer } from '../../components/events/event-drawer.tsx';
import { EVENT_TYPES, findEventType } from '../../components/events/event-types.ts';
import { describeEvent } from '../../components/events/event-words.ts';
import { ReplayDialog } from '../../components/events/replay-dialog.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

type Event = Schemas['Event'];
const PAGE = 100;
const LIVE_MS = 3_000;
const CONNECTIONS = 200;

const COLUMNS: readonly DataColumn<Event>[] = [
  { key: 'words', title: 'Event', phone: 'main', render: (event) => describeEvent(event) },
  { key: 'type', title: 'Type', width: '16rem', phone: 'detail', render: ({ type }) => <code>{type}</code> },
  {
    key: 'at',
    title: 'When',
    width: '9rem',
    phone: 'main',
    render: ({ createdAt }) => <TimeText instant={createdAt} />,
  },
];

/** Everything that happened in the environment in the last 30 days, whether or not somebody was told. */
export function Page() {
  const { can } = useTenancy();
  const [filters, setFilters] = useFilters();
  const [open, setOpen] = useState<Event | null>(null);
  const [isReplaying, setReplaying] = useState(false);
  const type = findEventType(filters.type);
  const connectionId = filters.connectionId;
  const mayReadConnections = can('connections:read');
  const connections = useReadPages(
    'listConnections',
    { query: { limit: CONNECTIONS } },
    { isWanted: mayReadConnections },
  );
  const read = useReadPages(
    'listEvents',
    { query: { limit: PAGE, ...(type && { type }), ...(connectionId !== undefined && { connectionId }) } },
    { everyMs: useToldInterval(LIVE_MS), keepsFormer: true },
  );
  const isFiltered = type !== undefined || connectionId !== undefined;
  return (
    <>
      <PageHeader
        title="Events"
        lead="Everything of the last 30 days, as webhooks get it, whether or not one subscribes to it."
        actions={
          can('webhooks:write') ? (
            <Button
              variant="default"
              leftSection={<IconPlayerTrackNext size={16} />}
              onClick={() => setReplaying(true)}
            >
              Replay a time…
            </Button>
          ) : undefined
        }
      />
      <FilterBar isFiltered={isFiltered} onClear={() => setFilters({ type: undefined, connectionId: undefined })}>
        <Select
          label="Type"
          placeholder="Any"
          clearable
          searchable
          data={[...EVENT_TYPES]}
          value={type ?? null}
          onChange={(value) => setFilters({ type: value ?? undefined })}
        />
        {mayReadConnections ? (
          <Select
            label="Connection"
            placeholder="Any"
            clearable
            searchable
            data={connectionOptions(connections.items)}
            value={connectionId ?? null}
            onChange={(value) => setFilters({ connectionId: value ?? undefined })}
          />
        ) : null}
      </FilterBar>
      <div className="cw-panel">
        <ListView
          read={read}
          label="Events"
          columns={COLUMNS}
          keyOf={({ id }) => id}
          onOpen={setOpen}
          openKey={open?.id ?? null}
          empty={
            <EmptyState icon={IconTimelineEvent} title={isFiltered ? 'No event fits' : 'Nothing has happened yet'}>
              {isFiltered ? 'Choose another filter, or clear it.' : 'Events come with the first connection.'}
            </EmptyState>
          }
        />
      </div>
      <EventDrawer event={open} onClose={() => setOpen(null)} />
      <ReplayDialog webhookId={null} isOpen={isReplaying} onClose={() => setReplaying(false)} />
    </>
  );
}
