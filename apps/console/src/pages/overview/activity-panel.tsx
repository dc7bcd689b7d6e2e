import { useRead } from '../../api/use-read.ts';
import { type AnyConnection, nameOf } from '../../components/connections/connection.ts';
import { connectionOf, describeEvent } from '../../components/events/event-words.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import classes from './activity-panel.module.css';

const SHOWN = 12;

/** What happened last. */
export function ActivityPanel({
  connections,
  everyMs,
}: {
  readonly connections: readonly AnyConnection[];
  readonly everyMs: number;
}) {
  const { can } = useTenancy();
  const isWanted = can('webhooks:read');
  const read = useRead('listEvents', { query: { limit: SHOWN } }, { isWanted, everyMs });
  if (!isWanted) return null;
  const names = new Map(connections.map((connection) => [connection.id, nameOf(connection)]));
  return (
    <Panel title="Recent activity">
      {read.isPending ? <LoadingState rows={4} /> : null}
      {read.isError && read.data === undefined ? (
        <ErrorState error={read.error} onRetry={() => read.refetch()} />
      ) : null}
      {read.data?.data.length === 0 ? <p className="cw-dim">Nothing has happened yet.</p> : null}
      <ol className={classes.list}>
        {read.data?.data.map((event) => {
          const connectionId = connectionOf(event);
          return (
            <li key={event.id} className={classes.item}>
              <div>{describeEvent(event)}</div>
              <div className={classes.detail}>
                {connectionId === null ? null : (
                  <>
                    <PageLink to={`/connections/${connectionId}`}>{names.get(connectionId) ?? 'Connection'}</PageLink>
                    {' · '}
                  </>
                )}
                <TimeText instant={event.createdAt} />
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
