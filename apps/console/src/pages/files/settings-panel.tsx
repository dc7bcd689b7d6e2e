import { Select, Stack } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { openConnectionOptions } from '../../components/connections/connection-options.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { JsonView } from '../../components/values/json-view.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { KnowledgeForm } from './knowledge-form.tsx';

/** What is known of all files of a connection. */
export function SettingsPanel({ connections }: { readonly connections: readonly AnyConnection[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const options = openConnectionOptions(connections);
  const connectionId = chosen ?? options[0]?.value;
  return (
    <Panel
      title="Settings"
      lead="What is known of the files of a connection and they do not say themselves. Files that were taken in before stay as they are."
      actions={
        connectionId === undefined ? undefined : (
          <Select
            aria-label="Connection"
            size="xs"
            w="16rem"
            data={options}
            value={connectionId}
            allowDeselect={false}
            onChange={setChosen}
          />
        )
      }
    >
      {connectionId === undefined ? (
        <EmptyState icon={IconPlugConnected} title="No connection yet">
          Files belong to connections.
        </EmptyState>
      ) : (
        <Settings key={connectionId} connectionId={connectionId} />
      )}
    </Panel>
  );
}

function Settings({ connectionId }: { readonly connectionId: string }) {
  const { can } = useTenancy();
  const path = { connectionId };
  const read = useRead('getFileSettings', { path });
  const put = useAct('putFileSettings', { changes: ['getFileSettings'] });
  if (read.isPending) return <LoadingState rows={4} />;
  if (read.isError) return <ErrorState error={read.error} onRetry={() => read.refetch()} />;
  if (!can('connections:write')) return <JsonView value={read.data} label="the settings" />;
  return (
    <Stack>
      <KnowledgeForm
        connectionId={connectionId}
        initial={read.data}
        action="Save settings"
        isBusy={put.isPending}
        error={put.error}
        onSubmit={(body) => put.mutate({ path, body })}
      />
      {put.isSuccess ? <p role="status">Saved. It holds for the next file.</p> : null}
      <ErrorNotice error={put.error} />
    </Stack>
  );
}
