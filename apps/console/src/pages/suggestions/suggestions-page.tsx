import { Button, Group, Select, Stack } from '@mantine/core';
import { IconArrowsJoin } from '@tabler/icons-react';
import { useToldInterval } from '../../api/live-state.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useReadPages } from '../../api/use-read.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { statusOptions } from '../../components/status/status-looks.ts';
import { describeReasons } from '../../components/transactions/reason-words.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { PairTable } from './pair-table.tsx';

type Suggestion = Schemas['Suggestion'];
const PAGE = 20;
const LIVE_MS = 10_000;
const STATUSES = statusOptions('suggestion');

/** Pairs that may be one and the same: a person decides. */
export function Page() {
  const [filters, setFilters] = useFilters();
  const status = (STATUSES.find(({ value }) => value === filters.status)?.value ?? 'open') as Suggestion['status']; // One of the table's keys.
  const { items, query } = useReadPages(
    'listSuggestions',
    { query: { limit: PAGE, status } },
    { everyMs: useToldInterval(LIVE_MS), keepsFormer: true },
  );
  return (
    <>
      <PageHeader
        title="Suggestions"
        lead="Two rows that may be one and the same. Causeway never joins them by itself where it is not sure."
      />
      <FilterBar isFiltered={status !== 'open'} onClear={() => setFilters({ status: undefined })}>
        <Select
          label="Status"
          data={STATUSES}
          value={status}
          allowDeselect={false}
          onChange={(value) => setFilters({ status: value === 'open' ? undefined : (value ?? undefined) })}
        />
      </FilterBar>
      {query.isPending ? <LoadingState /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : null}
      {!query.isPending && !query.isError && items.length === 0 ? (
        <div className="cw-panel">
          <EmptyState icon={IconArrowsJoin} title={status === 'open' ? 'Nothing to decide' : 'None of this status'}>
            {status === 'open' ? 'Pairs that may be one appear here when a sync meets them.' : 'Choose another status.'}
          </EmptyState>
        </div>
      ) : null}
      <Stack>
        {items.map((suggestion) => (
          <Pair key={suggestion.id} suggestion={suggestion} />
        ))}
      </Stack>
      {query.hasNextPage ? (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function Pair({ suggestion }: { readonly suggestion: Suggestion }) {
  const { id, kind, status, reasons, createdAt } = suggestion;
  return (
    <Panel
      title={kind === 'account' ? 'One account?' : 'One transaction?'}
      lead={
        <>
          {describeReasons(reasons)} · <TimeText instant={createdAt} />
        </>
      }
      actions={status === 'open' ? <Decision suggestionId={id} /> : <StatusBadge kind="suggestion" status={status} />}
    >
      <PairTable suggestion={suggestion} />
    </Panel>
  );
}

const CHANGES = ['listSuggestions', 'listTransactions', 'searchTransactions', 'listAccounts'] as const;

function Decision({ suggestionId }: { readonly suggestionId: string }) {
  const { can } = useTenancy();
  const accept = useAct('acceptSuggestion', { changes: CHANGES });
  const reject = useAct('rejectSuggestion', { changes: CHANGES });
  if (!can('connections:write')) return <StatusBadge kind="suggestion" status="open" />;
  const input = { path: { suggestionId } };
  return (
    <div>
      <Group gap="xs">
        <Button loading={accept.isPending} disabled={reject.isPending} onClick={() => accept.mutate(input)}>
          They are one
        </Button>
        <Button
          variant="default"
          loading={reject.isPending}
          disabled={accept.isPending}
          onClick={() => reject.mutate(input)}
        >
          They are two
        </Button>
      </Group>
      <ErrorNotice error={accept.error ?? reject.error} />
    </div>
  );
}
