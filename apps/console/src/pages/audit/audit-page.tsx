import { Drawer, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { TypedFilter } from '../../components/lists/typed-filter.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { describeActor } from '../../components/values/describe-actor.ts';
import { JsonView } from '../../components/values/json-view.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { AUDIT_ACTIONS, describeAction } from './audit-words.ts';

type Entry = Schemas['AuditEntry'];

const PAGE = 100;
const ACTIONS = AUDIT_ACTIONS.map((value) => ({ value, label: describeAction(value) }));

const COLUMNS: readonly DataColumn<Entry>[] = [
  {
    key: 'when',
    title: 'When',
    width: '13rem',
    render: ({ createdAt }) => <TimeText instant={createdAt} isAbsolute />,
  },
  {
    key: 'what',
    title: 'What',
    phone: 'main',
    render: ({ action, outcome }) => (
      <>
        {describeAction(action)} {outcome === 'failed' ? <ToneBadge tone="bad">Failed</ToneBadge> : null}
      </>
    ),
  },
  { key: 'who', title: 'Who', render: ({ actor }) => describeActor(actor) },
  {
    key: 'target',
    title: 'Upon',
    render: ({ target }) => (
      <>
        {target.type.replaceAll('_', ' ')} <span className="cw-dim">{target.id}</span>
      </>
    ),
  },
];

/** Who did what, when and from where. */
export function Page() {
  const [filters, setFilters] = useFilters();
  const [open, setOpen] = useState<Entry | null>(null);
  const target = filters.target?.trim();
  const action = AUDIT_ACTIONS.find((each) => each === filters.action);
  const query = { limit: PAGE, ...(action && { action }), ...(target && { targetId: target }) };
  const read = useReadPages('listAuditEntries', { query }, { keepsFormer: true });
  const isFiltered = action !== undefined || filters.target !== undefined;
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every act by which something was set up, changed, taken away or asked for. Nothing changes an entry."
      />
      <FilterBar isFiltered={isFiltered} onClear={() => setFilters({ action: undefined, target: undefined })}>
        <Select
          label="Act"
          placeholder="Any"
          clearable
          searchable
          data={ACTIONS}
          value={action ?? null}
          onChange={(value) => setFilters({ action: value ?? undefined })}
        />
        <TypedFilter
          label="Id of what was acted upon"
          value={filters.target ?? ''}
          onChange={(typed, step) => setFilters({ target: typed }, step)}
        />
      </FilterBar>
      <div className="cw-panel">
        <ListView
          read={read}
          label="Audit log"
          columns={COLUMNS}
          keyOf={(entry) => entry.id}
          onOpen={setOpen}
          openKey={open?.id ?? null}
          empty={
            <EmptyState icon={IconHistory} title={isFiltered ? 'Nothing fits' : 'Nothing has been done yet'}>
              {isFiltered ? 'Choose another act, or clear the filters.' : 'What people and programs do appears here.'}
            </EmptyState>
          }
        />
      </div>
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={open === null ? '' : describeAction(open.action)}
      >
        {open === null ? null : <EntryFacts entry={open} />}
      </Drawer>
    </>
  );
}

function EntryFacts({ entry }: { readonly entry: Entry }) {
  const { createdAt, action, outcome, actor, environment, target, requestId, sourceAddress, details } = entry;
  return (
    <>
      <KeyValue
        items={{
          When: <TimeText instant={createdAt} isAbsolute />,
          Act: <code>{action}</code>,
          Outcome: outcome,
          Who: describeActor(actor),
          'Id of who': <code>{actor.id}</code>,
          Upon: `${target.type.replaceAll('_', ' ')} ${target.id ?? ''}`,
          Environment: environment ?? 'both',
          From: sourceAddress,
          Request: requestId === null ? null : <code>{requestId}</code>,
        }}
      />
      {Object.keys(details).length === 0 ? null : <JsonView value={details} label="Details" />}
    </>
  );
}
