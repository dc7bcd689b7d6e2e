import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useToldInterval } from '../../api/live-state.ts';
import { useReadPages } from '../../api/use-read.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { useGo } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { ActivityPanel } from './activity-panel.tsx';
import { AttentionPanel } from './attention-panel.tsx';
import { CashPanel } from './cash-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import classes from './overview-page.module.css';

const CONNECTIONS = 200;
const LIVE_MS = 5_000;

/** How much money there is, how its sources do, and what needs a person. */
export function Page() {
  const { can } = useTenancy();
  const go = useGo();
  const toldMs = useToldInterval(LIVE_MS);
  const connections = useReadPages(
    'listConnections',
    { query: { limit: CONNECTIONS } },
    { isWanted: can('connections:read'), everyMs: toldMs },
  );
  const connect = can('connections:write') ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => go('/connections/new')}>
      Connect a bank
    </Button>
  ) : undefined;
  const isEmpty = connections.query.isPending === false && !connections.query.isError && connections.items.length === 0;
  return (
    <>
      <PageHeader title="Overview" actions={isEmpty ? undefined : connect} />
      {isEmpty ? (
        <div className="cw-panel">
          <EmptyState icon={IconPlugConnected} title="Connect the first bank" actions={connect}>
            Its accounts, balances and transactions are mirrored here and kept up to date, and what changes is told to
            your own systems.
          </EmptyState>
        </div>
      ) : (
        <div className={classes.columns}>
          <div className={classes.column}>
            <CashPanel />
            <HealthPanel connections={connections} />
          </div>
          <div className={classes.column}>
            <AttentionPanel connections={connections.items} everyMs={LIVE_MS} />
            <ActivityPanel connections={connections.items} everyMs={toldMs} />
          </div>
        </div>
      )}
    </>
  );
}
