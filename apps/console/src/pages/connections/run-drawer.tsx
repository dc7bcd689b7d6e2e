import { Drawer, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { DateText, TimeText } from '../../components/values/time-text.tsx';
import classes from './run-drawer.module.css';
import { StepScreenshot } from './step-screenshot.tsx';
import { formatDuration, formatMs } from './time-span.ts';

const STEPS = 100;
const RUNNING_MS = 1_500;

/** One run: what came of it, what it did step by step, and pictures of what it saw. */
export function RunDrawer({ run, onClose }: { readonly run: Schemas['SyncRun'] | null; readonly onClose: () => void }) {
  return (
    <Drawer opened={run !== null} onClose={onClose} position="right" size="lg" title="Sync run">
      {run === null ? null : <RunDetails run={run} />}
    </Drawer>
  );
}

function RunDetails({ run }: { readonly run: Schemas['SyncRun'] }) {
  const { counts, error, file } = run;
  return (
    <Stack>
      <KeyValue
        items={{
          Status: <StatusBadge kind="run" status={run.status} />,
          Started: <TimeText instant={run.startedAt} isAbsolute />,
          Took: formatDuration(run.startedAt, run.finishedAt),
          'First day': <DateText date={run.windowStart} />,
          'Last day': <DateText date={run.windowEnd} />,
          Added: counts.added.toLocaleString(),
          Changed: counts.modified.toLocaleString(),
          Removed: counts.removed.toLocaleString(),
          ...(file === null ? {} : { File: file.name }),
          'Run id': <code>{run.id}</code>,
        }}
      />
      {error === null ? null : (
        <p>
          <code>{error.code}</code> {error.message}
        </p>
      )}
      <Steps run={run} />
    </Stack>
  );
}

function Steps({ run }: { readonly run: Schemas['SyncRun'] }) {
  const { connectionId, id: syncRunId } = run;
  const isRunning = run.status === 'queued' || run.status === 'running';
  const { items, query } = useReadPages(
    'listSyncRunSteps',
    { path: { connectionId, syncRunId }, query: { limit: STEPS } },
    { everyMs: isRunning ? RUNNING_MS : undefined },
  );
  if (query.isPending) return <LoadingState rows={4} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (items.length === 0)
    return <p className="cw-dim">This run has no steps: it read files or an interface for programs.</p>;
  return (
    <section aria-label="Steps">
      <h3 className={classes.title}>Steps</h3>
      <ol className={classes.steps}>
        {items.map((step) => (
          <li key={step.id} className={classes.step}>
            <div className={classes.head}>
              <StatusBadge kind="step" status={step.outcome} />
              <span className={classes.name}>{step.name}</span>
              <span className="cw-dim cw-tabular">{formatMs(step.durationMs)}</span>
            </div>
            {step.detail === null ? null : <p className={classes.detail}>{step.detail}</p>}
            {step.hasScreenshot ? (
              <StepScreenshot connectionId={connectionId} syncRunId={syncRunId} step={step} />
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
