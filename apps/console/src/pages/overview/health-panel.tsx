import type { PagedRead } from '../../api/use-read.ts';
import { type AnyConnection, lastSyncOf, nameOf } from '../../components/connections/connection.ts';
import { useEntityNames } from '../../components/entities/use-entity-names.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import classes from './health-panel.module.css';

/** Every connection with its state, those that need something first. */
export function HealthPanel({ connections: { items, query } }: { readonly connections: PagedRead<AnyConnection> }) {
  const entities = useEntityNames();
  const sorted = items.toSorted((one, other) => rankOf(one) - rankOf(other));
  return (
    <Panel title="Connections" actions={<PageLink to="/connections">All connections</PageLink>}>
      {query.isPending ? <LoadingState /> : null}
      {query.isError && items.length === 0 ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : null}
      <ul className={classes.tiles} aria-label="Connections">
        {sorted.map((connection) => (
          <li key={connection.id} className={classes.tile}>
            <PageLink to={`/connections/${connection.id}`} className={classes.link}>
              {nameOf(connection)}
            </PageLink>
            {entities.isNeeded ? <div className={classes.entity}>{entities.find(connection.entityId)}</div> : null}
            <div className={classes.state}>
              {connection.kind === 'ready' && connection.syncStatus === 'syncing' ? (
                <StatusBadge kind="sync" status="syncing" />
              ) : (
                <StatusBadge kind="connection" status={connection.status} />
              )}
              <span className={classes.synced}>
                {lastSyncOf(connection) === null ? 'not synced yet' : <TimeText instant={lastSyncOf(connection)} />}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const RANKS: Readonly<Record<AnyConnection['status'], number>> = {
  ...{ reauthRequired: 0, errored: 1, draft: 2, pendingActivation: 3 },
  ...{ active: 4, paused: 5, revoked: 6 },
};

function rankOf({ status }: AnyConnection): number {
  return RANKS[status];
}
