import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useToldInterval } from '../../api/live-state.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import { EventDrawer } from '../../components/events/event-drawer.tsx';
import { describeEvent } from '../../components/events/event-words.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import classes from './sandbox-page.module.css';

const SHOWN = 25;
const LIVE_MS = 1_500;

/** The events of the environment as they come. */
export function LiveEventsPanel() {
  const { can } = useTenancy();
  const isWanted = can('events:read');
  const [open, setOpen] = useState<Schemas['Event'] | null>(null);
  const read = useRead('listEvents', { query: { limit: SHOWN } }, { isWanted, everyMs: useToldInterval(LIVE_MS) });
  if (!isWanted) return null;
  return (
    <Panel title="Events as they come" actions={<PageLink to="/events">All events</PageLink>}>
      {read.isPending ? <LoadingState rows={4} /> : null}
      {read.isError && read.data === undefined ? (
        <ErrorState error={read.error} onRetry={() => read.refetch()} />
      ) : null}
      {read.data?.data.length === 0 ? <p className="cw-dim">Nothing has happened yet.</p> : null}
      <ol className={classes.events} aria-live="polite" aria-label="Events">
        {read.data?.data.map((event) => (
          <li key={event.id} className={classes.event}>
            <UnstyledButton onClick={() => setOpen(event)}>{describeEvent(event)}</UnstyledButton>
            {/* Virtual time: a distance from now would say little. */}
            <TimeText instant={event.createdAt} isAbsolute />
          </li>
        ))}
      </ol>
      <EventDrawer event={open} onClose={() => setOpen(null)} />
    </Panel>
  );
}
