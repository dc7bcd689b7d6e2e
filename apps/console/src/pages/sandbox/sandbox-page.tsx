import { PageHeader } from '../../components/layout/page-header.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { ClockPanel } from './clock-panel.tsx';
import { LiveEventsPanel } from './live-events-panel.tsx';
import classes from './sandbox-page.module.css';
import { ScenarioPanel } from './scenario-panel.tsx';

/** Moves the simulated banks, and shows beside it what comes of that. */
export function Page() {
  const { environment } = useTenancy();
  return (
    <>
      <PageHeader
        title="Sandbox"
        lead="Simulated banks have a time of their own. Move it, or make something happen, and see the events that come of it."
      />
      {environment === 'live' ? (
        <div className="cw-panel">
          <EmptyState title="There is no sandbox for live data">Change to test data, above.</EmptyState>
        </div>
      ) : (
        <div className={classes.columns}>
          <div>
            <ClockPanel />
            <ScenarioPanel />
          </div>
          <LiveEventsPanel />
        </div>
      )}
    </>
  );
}
