import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import classes from './timeline-panel.module.css';

const PAGE = 50;

/** Every change of the state, the latest first. */
export function TimelinePanel({ connectionId, everyMs }: { readonly connectionId: string; readonly everyMs: number }) {
  const { items, query } = useReadPages(
    'listConnectionTransitions',
    { path: { connectionId }, query: { limit: PAGE } },
    { everyMs },
  );
  return (
    <Panel title="Lifecycle">
      {query.isPending ? <LoadingState rows={3} /> : null}
      {query.isError && items.length === 0 ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : null}
      {!query.isPending && !query.isError && items.length === 0 ? (
        <p className={classes.none}>Nothing has changed yet.</p>
      ) : null}
      <ol className={classes.list}>
        {items.map((transition) => (
          <li key={transition.id} className={classes.item}>
            <div>
              <StatusBadge kind="connection" status={transition.status} />
            </div>
            <div className={classes.text}>
              {describe(transition)}
              <br />
              <span className="cw-dim">
                <TimeText instant={transition.at} />
                {transition.errorCode === null ? '' : ` · ${transition.errorCode}`}
              </span>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const ACTORS = { endUser: 'the end user', integrator: 'this organization', platform: 'Causeway' } as const;

/** The cause in words: the contract names it in one, such as `syncSucceeded`. */
function describe({ cause, actor }: Schemas['ConnectionTransition']): string {
  const words = cause
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('_', ' ')
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, by ${ACTORS[actor]}`;
}
