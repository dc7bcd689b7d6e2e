import { Button } from '@mantine/core';
import { IconFolderSearch, IconPlus } from '@tabler/icons-react';
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
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { CreateSourceDialog } from './create-source-dialog.tsx';
import { SourceDrawer } from './source-drawer.tsx';

type FileSource = Schemas['FileSource'];
const PAGE = 100;
const LIVE_MS = 5_000;

/** Folders and servers that files are fetched from. */
export function SourcesPanel({ connections }: { readonly connections: readonly AnyConnection[] }) {
  const { can } = useTenancy();
  const [isMaking, setMaking] = useState(false);
  const [open, setOpen] = useState<FileSource | null>(null);
  const read = useReadPages('listFileSources', { query: { limit: PAGE } }, { everyMs: LIVE_MS });
  const columns = useMemo(() => columnsOf(connections), [connections]);
  const current = open === null ? null : (read.items.find(({ id }) => id === open.id) ?? open);
  const make =
    can('connections:write') && connections.length > 0 ? (
      <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
        Add source
      </Button>
    ) : undefined;
  return (
    <Panel
      title="Sources"
      lead="Folders and SFTP servers that files are fetched from by themselves."
      isFlush
      actions={make}
    >
      <ListView
        read={read}
        label="File sources"
        columns={columns}
        keyOf={({ id }) => id}
        onOpen={setOpen}
        openKey={open?.id ?? null}
        empty={
          <EmptyState icon={IconFolderSearch} title="No sources yet">
            A source is a folder of the server, or an SFTP server of the bank.
          </EmptyState>
        }
      />
      <CreateSourceDialog isOpen={isMaking} connections={connections} onClose={() => setMaking(false)} />
      <SourceDrawer source={current} onClose={() => setOpen(null)} />
    </Panel>
  );
}

function columnsOf(connections: readonly AnyConnection[]): readonly DataColumn<FileSource>[] {
  return [
    { key: 'location', title: 'Place', phone: 'main', render: ({ location }) => <code>{location}</code> },
    {
      key: 'connection',
      title: 'Connection',
      width: '12rem',
      render: ({ connectionId }) => nameById(connections, connectionId),
    },
    {
      key: 'status',
      title: 'State',
      width: '8rem',
      phone: 'main',
      render: ({ status }) => <StatusBadge kind="fileSource" status={status} />,
    },
    {
      key: 'files',
      title: 'Files',
      width: '14rem',
      phone: 'hidden',
      render: ({ files }) => `${files.taken} taken, ${files.settling} waiting, ${files.failed} failed`,
    },
    {
      key: 'last',
      title: 'Last look',
      width: '8.5rem',
      render: ({ lastPollAt }) => <TimeText instant={lastPollAt} isReal />,
    },
  ];
}
