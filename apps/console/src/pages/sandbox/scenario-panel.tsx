import { Button, Group, NumberInput, Select, Stack } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useReadPages } from '../../api/use-read.ts';
import { accountOptions } from '../../components/accounts/account-label.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { connectionOptions } from '../../components/connections/connection-options.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { obstacleOf, whenItShows } from './obstacle.ts';
import { SCENARIO_NAMES, SCENARIOS, type Scenario } from './scenarios.ts';

const MOST = 200;

/** Makes something happen at the simulated bank of a connection. */
export function ScenarioPanel() {
  const read = useReadPages('listConnections', { query: { limit: MOST } });
  const ready = read.items.filter(({ kind, status }) => kind === 'ready' && status !== 'revoked');
  return (
    <Panel title="Scenarios" lead="It shows with the next sync, by the same way as real data.">
      {read.query.isPending ? <LoadingState rows={3} /> : null}
      {read.query.isError ? <ErrorState error={read.query.error} onRetry={() => read.query.refetch()} /> : null}
      {!read.query.isPending && !read.query.isError && ready.length === 0 ? (
        <EmptyState icon={IconPlugConnected} title="No bank is connected yet">
          <PageLink to="/connections/new">Connect a demo bank</PageLink>, and make things happen there.
        </EmptyState>
      ) : null}
      {ready.length > 0 ? <ScenarioForm connections={ready} /> : null}
    </Panel>
  );
}

function ScenarioForm({ connections }: { readonly connections: readonly AnyConnection[] }) {
  const { can } = useTenancy();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [scenario, setScenario] = useState<Scenario>('newTransactions');
  const [accountId, setAccountId] = useState<string | null>(null);
  const [count, setCount] = useState<number | string>(1);
  const connection = connections.find(({ id }) => id === chosenId) ?? connections[0];
  const connectionId = connection?.id ?? '';
  const apply = useAct('applySandboxScenario', { changes: ['listEvents'] });
  const sync = useAct('syncConnection', {
    changes: ['listEvents', 'listSyncRuns', 'getConnection', 'listConnections'],
  });
  const obstacle = connection === undefined ? null : obstacleOf(connection);
  // What an earlier act was answered with says nothing about this one.
  const forget = () => {
    apply.reset();
    sync.reset();
  };
  const accounts = useReadPages('listAccounts', { query: { connectionId, limit: MOST } });
  const { text, isCounted } = SCENARIOS[scenario];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sync.reset();
    apply.mutate({
      path: { connectionId },
      body: { scenario, accountId, ...(isCounted ? { count: Number(count) } : { count: 1 }) },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Select
          label="Connection"
          data={connectionOptions(connections)}
          value={connectionId}
          allowDeselect={false}
          onChange={(value) => {
            setChosenId(value);
            setAccountId(null);
            forget();
          }}
        />
        <Select
          label="Scenario"
          description={text}
          searchable
          data={SCENARIO_NAMES.map((value) => ({ value, label: SCENARIOS[value].label }))}
          value={scenario}
          allowDeselect={false}
          onChange={(value) => setScenario(SCENARIO_NAMES.find((name) => name === value) ?? 'newTransactions')}
        />
        <Group align="flex-end" grow>
          <Select
            label="Account"
            placeholder="Any"
            clearable
            data={accountOptions(accounts.items as readonly Schemas['Account'][])} // Without `fields` every item is whole.
            value={accountId}
            onChange={setAccountId}
          />
          <NumberInput
            label="Rows"
            min={1}
            max={500}
            allowDecimal={false}
            disabled={!isCounted}
            value={isCounted ? count : 1}
            onChange={setCount}
          />
        </Group>
        {apply.data === undefined ? null : (
          <div role="status">
            Done at the bank: {SCENARIOS[apply.data.scenario].label.toLowerCase()}.{' '}
            {whenItShows(apply.data.scenario, obstacle)}
          </div>
        )}
        <ErrorNotice error={apply.error ?? sync.error} />
        {obstacle === null ? null : <div className="cw-dim">{obstacle}</div>}
        <Group justify="flex-end">
          {can('connections:write') ? (
            <Button
              variant="default"
              loading={sync.isPending}
              disabled={obstacle !== null}
              onClick={() => {
                forget();
                sync.mutate({ path: { connectionId } });
              }}
            >
              Sync it now
            </Button>
          ) : null}
          <Button type="submit" loading={apply.isPending} disabled={count === ''}>
            Make it happen
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
