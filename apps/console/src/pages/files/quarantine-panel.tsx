import { Select } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { nameById } from '../../components/connections/connection-options.ts';
import { Panel } from '../../components/layout/panel.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { statusOptions } from '../../components/status/status-looks.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { QuarantineDrawer } from './quarantine-drawer.tsx';
import classes from './quarantine-panel.module.css';

type QuarantinedFile = Schemas['QuarantinedFile'];
const PAGE = 100;
const LIVE_MS = 5_000;
const STATUSES = statusOptions('quarantine');
const ORIGINS: Readonly<Record<QuarantinedFile['origin'], string>> = {
  upload: 'Upload',
  folder: 'Folder',
  sftp: 'SFTP server',
};

/** Files of which not everything could be taken in. */
export function QuarantinePanel({ connections }: { readonly connections: readonly AnyConnection[] }) {
  const [filters, setFilters] = useFilters();
  const [openId, setOpenId] = useState<string | null>(null);
  const status = (STATUSES.find(({ value }) => value === filters.status)?.value ?? 'open') as QuarantinedFile['status']; // One of the table's keys.
  const read = useReadPages(
    'listQuarantinedFiles',
    { query: { limit: PAGE, status } },
    { everyMs: LIVE_MS, keepsFormer: true },
  );
  const columns = useMemo(() => columnsOf(connections), [connections]);
  return (
    <Panel
      title="Quarantine"
      lead="Nothing of what is in doubt is taken in before somebody says so."
      isFlush
      actions={
        <Select
          aria-label="Status of files"
          size="xs"
          data={STATUSES}
          value={status}
          allowDeselect={false}
          onChange={(value) => setFilters({ status: value === 'open' ? undefined : (value ?? undefined) })}
        />
      }
    >
      <ListView
        read={read}
        label="Files in quarantine"
        columns={columns}
        keyOf={({ id }) => id}
        onOpen={({ id }) => setOpenId(id)}
        openKey={openId}
        empty={
          <EmptyState
            icon={IconFileCheck}
            title={status === 'open' ? 'No file waits for a person' : 'None of this kind'}
          >
            {status === 'open'
              ? 'Files that cannot be read, or belong to no account, appear here.'
              : 'Choose another status.'}
          </EmptyState>
        }
      />
      <QuarantineDrawer fileId={openId} connections={connections} onClose={() => setOpenId(null)} />
    </Panel>
  );
}

function columnsOf(connections: readonly AnyConnection[]): readonly DataColumn<QuarantinedFile>[] {
  return [
    {
      key: 'name',
      title: 'File',
      width: '15%',
      phone: 'main',
      render: ({ file }) => <span className={classes.name}>{file.name ?? 'Without a name'}</span>,
    },
    {
      key: 'problem',
      title: 'Problem',
      render: ({ problems: [first, ...others] }) => (
        <>
          {first?.message ?? '–'} {others.length > 0 ? <span className="cw-dim">and {others.length} more</span> : null}
        </>
      ),
    },
    {
      key: 'connection',
      title: 'Connection',
      width: '12%',
      render: ({ connectionId }) => (
        <PageLink to={`/connections/${connectionId}`}>{nameById(connections, connectionId)}</PageLink>
      ),
    },
    { key: 'origin', title: 'From', width: '6.5rem', phone: 'hidden', render: ({ origin }) => ORIGINS[origin] },
    {
      key: 'status',
      title: 'Status',
      width: '9.75rem',
      phone: 'main',
      render: ({ status }) => <StatusBadge kind="quarantine" status={status} />,
    },
    {
      key: 'at',
      title: 'Came',
      width: '7.5rem',
      render: ({ receivedAt }) => <TimeText instant={receivedAt} />,
    },
  ];
}
