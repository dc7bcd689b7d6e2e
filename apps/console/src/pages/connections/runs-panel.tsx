import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { RunDrawer } from './run-drawer.tsx';
import { formatDuration } from './time-span.ts';

type SyncRun = Schemas['SyncRun'];
const PAGE = 20;
const TRIGGERS: Readonly<Record<SyncRun['trigger'], string>> = {
  schedule: 'Schedule',
  manual: 'By hand',
  activation: 'First sign-in',
  upload: 'Upload',
  webhook: 'Call of the bank',
};

const COLUMNS: readonly DataColumn<SyncRun>[] = [
  {
    key: 'status',
    title: 'Run',
    width: '8.5rem',
    phone: 'main',
    render: (row) => <StatusBadge kind="run" status={row.status} />,
  },
  { key: 'trigger', title: 'Begun by', width: '8rem', phone: 'hidden', render: (row) => TRIGGERS[row.trigger] },
  { key: 'result', title: 'Result', render: (row) => describeResult(row) },
  {
    key: 'at',
    title: 'When',
    width: '8.5rem',
    phone: 'main',
    render: (row) => <TimeText instant={row.startedAt ?? row.createdAt} />,
  },
  {
    key: 'duration',
    title: 'Took',
    width: '5.5rem',
    align: 'right',
    phone: 'hidden',
    render: (row) => formatDuration(row.startedAt, row.finishedAt),
  },
];

/** Syncs and uploads, the latest first; one opens beside the page with its steps and pictures. */
export function RunsPanel({ connectionId, everyMs }: { readonly connectionId: string; readonly everyMs: number }) {
  const [open, setOpen] = useState<SyncRun | null>(null);
  const read = useReadPages('listSyncRuns', { path: { connectionId }, query: { limit: PAGE } }, { everyMs });
  const current = open === null ? null : (read.items.find((run) => run.id === open.id) ?? open);
  return (
    <Panel title="Sync runs" isFlush>
      <ListView
        read={read}
        label="Sync runs"
        columns={COLUMNS}
        keyOf={(row) => row.id}
        onOpen={setOpen}
        openKey={open?.id ?? null}
        empty={
          <EmptyState title="Nothing has run yet">Runs appear here as soon as the connection is set up.</EmptyState>
        }
      />
      <RunDrawer run={current} onClose={() => setOpen(null)} />
    </Panel>
  );
}

function describeResult({ counts, outcome, error, status }: SyncRun): string {
  if (error !== null) return error.message;
  if (status === 'queued' || status === 'running') return 'Under way';
  if (outcome === 'unchanged') return 'Nothing new';
  const { added, modified, removed } = counts;
  const parts = [
    [added, 'added'],
    [modified, 'changed'],
    [removed, 'removed'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString()} ${word}`);
  return said.length === 0 ? 'Nothing new' : said.join(', ');
}
