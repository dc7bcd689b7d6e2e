import { Button, Select } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useToldInterval } from '../../api/live-state.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { type AnyConnection, faultOf, lastSyncOf, nameOf } from '../../components/connections/connection.ts';
import { adviseOn } from '../../components/connections/connection-advice.ts';
import { useEntityNames } from '../../components/entities/use-entity-names.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { statusOptions } from '../../components/status/status-looks.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useFilters, useGo } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

const PAGE = 100;
const LIVE_MS = 5_000;
const STATUSES = statusOptions('connection');

const BANK: DataColumn<AnyConnection> = {
  key: 'name',
  title: 'Bank',
  phone: 'main',
  render: (row) => <PageLink to={`/connections/${row.id}`}>{nameOf(row)}</PageLink>,
};
const STATE: readonly DataColumn<AnyConnection>[] = [
  {
    key: 'status',
    title: 'Status',
    width: '14rem',
    phone: 'main',
    render: (row) => <StatusBadge kind="connection" status={row.status} />,
  },
  { key: 'next', title: 'Next step', render: (row) => <NextStep connection={row} /> },
  { key: 'synced', title: 'Last sync', width: '9rem', render: (row) => <TimeText instant={lastSyncOf(row)} /> },
  {
    key: 'created',
    title: 'Created',
    width: '9rem',
    phone: 'hidden',
    render: (row) => <TimeText instant={row.createdAt} />,
  },
];

/** All connections of the environment. */
export function Page() {
  const { can } = useTenancy();
  const go = useGo();
  const [filters, setFilters] = useFilters();
  const status = STATUSES.find(({ value }) => value === filters.status)?.value as
    | Schemas['ConnectionStatus']
    | undefined; // One of the table's keys.
  const read = useReadPages(
    'listConnections',
    { query: { limit: PAGE, ...(status === undefined ? {} : { status }) } },
    { everyMs: useToldInterval(LIVE_MS), keepsFormer: true },
  );
  const { isNeeded, find } = useEntityNames();
  const columns = useMemo(() => {
    const entity: DataColumn<AnyConnection> = {
      key: 'entity',
      title: 'Entity',
      render: (row) => find(row.entityId),
    };
    return [BANK, ...(isNeeded ? [entity] : []), ...STATE];
  }, [isNeeded, find]);
  const connect = can('connections:write') ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => go('/connections/new')}>
      Connect a bank
    </Button>
  ) : undefined;
  return (
    <>
      <PageHeader title="Connections" lead="Every bank that is mirrored here, and how it is doing." actions={connect} />
      <FilterBar isFiltered={status !== undefined} onClear={() => setFilters({ status: undefined })}>
        <Select
          label="Status"
          placeholder="Any"
          clearable
          data={STATUSES}
          value={status ?? null}
          onChange={(value) => setFilters({ status: value ?? undefined })}
        />
      </FilterBar>
      <div className="cw-panel">
        <ListView
          read={read}
          label="Connections"
          columns={columns}
          keyOf={(row) => row.id}
          onOpen={(row) => go(`/connections/${row.id}`)}
          empty={
            <EmptyState
              icon={IconPlugConnected}
              title={status === undefined ? 'No bank is connected yet' : 'No connection has this status'}
              actions={status === undefined ? connect : undefined}
            >
              {status === undefined
                ? 'Connect a bank, and its accounts and transactions appear here by themselves.'
                : 'Choose another status, or clear the filter.'}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}

function NextStep({ connection }: { readonly connection: AnyConnection }) {
  if (connection.status === 'active' && faultOf(connection) === null) return <span className="cw-dim">–</span>;
  return adviseOn(connection, null).title;
}
