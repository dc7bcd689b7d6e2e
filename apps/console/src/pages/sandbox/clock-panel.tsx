import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { formatInstant } from '../../components/values/format-time.ts';
import classes from './sandbox-page.module.css';

const LIVE_MS = 5_000;
const STEPS = [
  { days: 1, label: 'A day' },
  { days: 7, label: 'A week' },
  { days: 30, label: '30 days' },
];

/** The time of the simulated banks, which only moves ahead. */
export function ClockPanel() {
  const [days, setDays] = useState<number | string>(3);
  const read = useRead('getSandboxClock', {}, { everyMs: LIVE_MS });
  const advance = useAct('advanceSandboxClock', {
    changes: ['getSandboxClock', 'getEnvironmentClock', 'listEvents', 'listSyncRuns'],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    advance.mutate({ body: { days: Number(days) } });
  };
  const moved = advance.data;
  return (
    <Panel title="Clock" lead="What would have happened at the banks meanwhile has then happened, and due syncs run.">
      <Stack>
        {read.isPending ? <LoadingState rows={1} /> : null}
        {read.isError ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
        {read.isSuccess ? (
          <time className={`cw-tabular ${classes.clock}`} dateTime={read.data.now}>
            {formatInstant(read.data.now)}
          </time>
        ) : null}
        <Group gap="xs">
          {STEPS.map((step) => (
            <Button
              key={step.days}
              variant="default"
              disabled={advance.isPending}
              onClick={() => advance.mutate({ body: { days: step.days } })}
            >
              {step.label} ahead
            </Button>
          ))}
        </Group>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <NumberInput label="Days" min={1} max={366} allowDecimal={false} value={days} onChange={setDays} w="7rem" />
            <Button type="submit" loading={advance.isPending} disabled={days === ''}>
              Move ahead
            </Button>
          </Group>
        </form>
        {moved === undefined ? null : (
          <div role="status">
            Moved to {formatInstant(moved.now)}. {moved.syncRunIds.length} syncs fell due.
          </div>
        )}
        <ErrorNotice error={advance.error} />
      </Stack>
    </Panel>
  );
}
